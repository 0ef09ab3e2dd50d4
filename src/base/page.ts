import { Problem } from './problem.ts'

/** One page of a list. `cursor` asks for the next page and is absent on the last one; it is opaque to clients. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly cursor?: string
}

export interface PageRequest {
  /** How many items at most, 1 or more. */
  readonly limit: number
  readonly cursor?: string
}

/**
 * Makes a page of rows that were read one more than asked for, which tells whether another page follows.
 * @param keyOf what the order is by, of the last item shown; it comes back in `readCursor`.
 */
export function pageOf<Item>(
  rows: readonly Item[],
  limit: number,
  keyOf: (last: Item) => readonly CursorKey[],
): Page<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, cursor: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') }
}

type CursorKey = string | number

/**
 * The keys of the item after which the page begins.
 * @param types of the keys, in order
 * @throws Problem `invalid-request` for a cursor that `pageOf` did not make.
 */
export function readCursor(cursor: string, types: readonly ('string' | 'number')[]): CursorKey[] {
  const keys = parse(Buffer.from(cursor, 'base64url').toString())
  const isOurs =
    Array.isArray(keys) &&
    keys.length === types.length &&
    keys.every((key, index) => typeof key === types[index])
  if (isOurs) return keys
  throw new Problem('invalid-request', 'The cursor is not one that this list gave.', {
    pointer: 'cursor',
  })
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
