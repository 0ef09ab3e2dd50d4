import { parquetReadObjects } from 'hyparquet'
import { type Bijection, microsOf, momentOf } from './bijection.ts'
import { timeOfTurn } from './turns.ts'
import type { Answer } from './two-servers.ts'

/**
 * Bounds say up to where everything is there. The engines know it at other moments: MongoDB takes one again when it is half a second old,
 * and while some transaction has been under way for longer it is later than that, never wrong (docs/decisions/0019).
 */
const boundHeader = 'x-experience-api-consistent-through'
const boundInBody = /("consistentThrough":")([^"]+)(")/g
const boundAgeMicrosecondsMax = 500_000

/** The machine's own time, what one connection is told about itself, and the length, which cursors make another. */
const leftOut = new Set(['date', 'connection', 'keep-alive', 'content-length'])

export interface Terms {
  readonly bijection: Bijection
  /** The path that was asked for. */
  readonly list: string
  readonly turn: number
}

/** @returns what is wrong, or undefined where both answers say the same. */
export async function compareAnswers(
  left: Answer,
  right: Answer,
  terms: Terms,
): Promise<string | undefined> {
  if (left.status !== right.status)
    return `status ${left.status} and ${right.status}: ${left.body.toString().slice(0, 300)} and ${right.body.toString().slice(0, 300)}`
  const { bijection, list } = terms
  const isTable = left.headers['content-type'] === 'application/vnd.apache.parquet'
  const difference = isTable
    ? bijection.compare(await rowsOf(left.body), await rowsOf(right.body), list)
    : compareBodies(left.body, right.body, terms)
  return difference ?? compareHeaders(left.headers, right.headers, terms)
}

/** A Parquet file has positions in compressed pages: its rows are compared, times to the microsecond. */
async function rowsOf(bytes: Buffer): Promise<string> {
  const file = new Uint8Array(bytes).buffer
  const parsers = { timestampFromMicroseconds: (micros: bigint) => momentOf(Number(micros)) }
  return JSON.stringify(await parquetReadObjects({ file, parsers }), null, 1)
}

function compareHeaders(
  left: Answer['headers'],
  right: Answer['headers'],
  { bijection, list }: Terms,
): string | undefined {
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (leftOut.has(name)) continue
    const [ours = '', others = ''] = [left[name], right[name]].map(String)
    if (name === boundHeader) continue
    const difference = bijection.compare(`${name}: ${ours}`, `${name}: ${others}`, list)
    if (difference) return difference
  }
  return undefined
}

/** Bytes of a file are compared as such; texts by what they say. */
function compareBodies(
  left: Buffer,
  right: Buffer,
  { bijection, list }: Terms,
): string | undefined {
  if (left.length > 100_000 && left.equals(right)) return undefined
  const [ours, others] = [left.toString('latin1'), right.toString('latin1')]
  const withoutBounds = (text: string) => text.replaceAll(boundInBody, '$1$3')
  return bijection.compare(withoutBounds(ours), withoutBounds(others), list)
}

/**
 * Whether the second server did not know yet that everything before this turn is there: what rests on its bound then lacks something,
 * and it has to be asked again.
 */
export function isLate(left: Answer, right: Answer, { bijection, turn }: Terms): boolean {
  const [ours, others] = [boundsOf(left), boundsOf(right)]
  const due = timeOfTurn(turn) * 1_000 - boundAgeMicrosecondsMax
  return others.some(
    (bound, n) => microsOf(bound)! < due && !bijection.isSameBound(ours[n] ?? '', bound),
  )
}

const boundsOf = ({ headers, body }: Answer): string[] => {
  const header = headers[boundHeader]
  if (header !== undefined) return [header]
  const isJson = headers['content-type']?.startsWith('application/json') && body.length < 1_000_000
  return isJson ? [...body.toString().matchAll(boundInBody)].map(([, , bound]) => bound!) : []
}
