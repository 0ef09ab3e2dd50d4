import type { Principal } from '../../base/principal.ts'
import type { StatementResult } from './query-statements.ts'
import type { StatementList } from './read-query.ts'
import { passes, type StatementSieve } from './statement-sieve.ts'
import type { StoredStatement } from './store.ts'

const pageStatements = 250
/** Statements that one request looks at; whoever wants more goes on by the cursor. */
const examinedMax = 5_000

/**
 * The statements of a list that a sieve lets through: as many as `limit`, or fewer with a place to go on from where that many
 * could not be found among 5,000.
 */
export async function siftStatements(
  find: (principal: Principal, list: StatementList) => Promise<StatementResult>,
  principal: Principal,
  { list, sieve }: { readonly list: StatementList; readonly sieve: StatementSieve },
): Promise<StatementResult> {
  const found: StoredStatement[] = []
  let examined = 0
  for (let page: StatementList = { ...list, limit: pageStatements }; ; ) {
    const { items, next } = await find(principal, page)
    for (const item of items) {
      if (passes(item, sieve)) found.push(item)
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
