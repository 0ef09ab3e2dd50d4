import type { Seq } from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'

/** As they are stored; a page holds hardly more. */
const pageBytesMax = 8 * 1024 * 1024

interface PageRange {
  /** Exclusive. */
  readonly after: Seq
  /** Inclusive; all that there are unless given. */
  readonly through?: Seq
  /** How many statements at most. */
  readonly limit: number
}

/**
 * Where a page of all statements, voided ones too, ends: with one statement at least, and no more than fit into memory.
 * @returns the position of its last statement, and whether none is left in the range behind it
 */
export function endOfPage(
  connection: Connection,
  { after, through = Number.MAX_SAFE_INTEGER, limit }: PageRange,
): { readonly last: Seq; readonly isEnd: boolean } {
  const lengths = connection.all<{ seq: Seq; bytes: number }>(
    `SELECT seq, length(payload) AS bytes FROM statement WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
    after,
    through,
    limit,
  )
  let bytes = 0
  let last = lengths[0]?.seq ?? after
  for (const one of lengths) {
    bytes += one.bytes
    if (bytes > pageBytesMax) break
    last = one.seq
  }
  return { last, isEnd: lengths.length < limit && last === (lengths.at(-1)?.seq ?? last) }
}
