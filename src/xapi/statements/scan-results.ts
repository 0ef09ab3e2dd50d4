import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import type { StatementResult } from './query-statements.ts'
import type { StatementList } from './read-query.ts'
import type { Result, Statement } from './statement.ts'
import type { StoredStatement } from './store.ts'

/** What must have come of it. No list of the store knows of results: statements are looked at one by one. */
export interface ResultFilter {
  readonly success?: boolean
  readonly completion?: boolean
  /** Of `score.scaled`; both ends count. */
  readonly score?: { readonly from: number; readonly to: number }
}

const pageStatements = 250
/** Statements that one request looks at; whoever wants more goes on by the cursor. */
const examinedMax = 5_000

/**
 * The statements of a list whose result fits: as many as `limit`, or fewer with a place to go on from where that many could not
 * be found among 5,000.
 */
export async function scanResults(
  find: (principal: Principal, list: StatementList) => Promise<StatementResult>,
  principal: Principal,
  { list, result }: { readonly list: StatementList; readonly result: ResultFilter },
): Promise<StatementResult> {
  const found: StoredStatement[] = []
  let examined = 0
  for (let page: StatementList = { ...list, limit: pageStatements }; ; ) {
    const { items, next } = await find(principal, page)
    for (const item of items) {
      if (fits(item, result)) found.push(item)
      if (found.length > list.limit) {
        found.pop()
        return { items: found, next: { ...list, from: found.at(-1)!.seq } }
      }
    }
    examined += items.length
    if (!next) return { items: found }
    if (examined >= examinedMax) return { items: found, next: { ...list, from: items.at(-1)!.seq } }
    page = next
    await new Promise(setImmediate)
  }
}

function fits({ json }: StoredStatement, wanted: ResultFilter): boolean {
  const { result = {} }: { result?: Result } = JSON.parse(json.toString('utf8')) as Statement
  const scaled = result.score?.scaled
  const { success, completion, score } = wanted
  return (
    (success === undefined || result.success === success) &&
    (completion === undefined || result.completion === completion) &&
    (!score || (scaled !== undefined && scaled >= score.from && scaled <= score.to))
  )
}

/**
 * Reads a range of scaled scores: `0.5..1`, `0.5..`, `..0.5`.
 * @throws Problem invalid-query.
 */
export function readScoreRange(text: string): NonNullable<ResultFilter['score']> {
  const [, low, high] = /^(-?[\d.]*)\.\.(-?[\d.]*)$/.exec(text) ?? []
  const from = low === '' ? -1 : Number(low)
  const to = high === '' ? 1 : Number(high)
  if (from >= -1 && to <= 1 && from <= to) return { from, to }
  throw new Problem('invalid-query', 'The parameter "score" is a range of scaled scores: 0.5..1.', {
    pointer: 'score',
  })
}
