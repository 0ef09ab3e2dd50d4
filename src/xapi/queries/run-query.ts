import type { Clock } from '../../base/clock.ts'
import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import { queryStatements } from '../statements/query-statements.ts'
import type { Seq, StatementReader } from '../statements/store.ts'
import { Aggregation, type GroupRow } from './aggregate.ts'
import { calendarOf } from './calendar.ts'
import { StoredCandidate } from './candidate.ts'
import type { StatementQuery } from './query.ts'

interface QueryLimits {
  /** Statements that one query may look at. */
  readonly queryStatementsMax: number
  readonly querySecondsMax: number
}

export interface QueryParts extends QueryLimits {
  readonly store: StatementReader
  readonly clock: Clock
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
}

interface QueryOutcome {
  readonly rows: readonly GroupRow[]
  /** How many groups there are, shown or not. */
  readonly groups: number
  /** Statements that were looked at ... */
  readonly examined: number
  /** ... and those for which the condition holds. */
  readonly matched: number
  /** Everything up to here counts. */
  readonly through: Seq
}

/** Small, so that nobody else waits long between two pages. */
const pageStatements = 200
const groupsMax = 50_000

/**
 * Answers a query from what the principal may read: the store's lists find statements as narrowly as they can, the rest is
 * decided here, on the statements themselves, so that every engine gives the same answer. It lets others in between pages.
 * @throws Problem query-too-costly.
 */
export function runQuery(parts: QueryParts) {
  const find = queryStatements(parts.store, parts.appUrl)
  return async (principal: Principal, query: StatementQuery): Promise<QueryOutcome> => {
    const consistent = await parts.store.consistentThrough()
    const through = Math.min(query.where.filter.until ?? consistent, consistent)
    const filter = { ...query.where.filter, until: through, ascending: true }
    const form = { kind: 'list', format: 'exact', attachments: false } as const
    const aggregation = new Aggregation(query, calendarOf(query.timeZone))
    const begun = parts.clock().getTime()
    const check = costCheck(parts, begun)
    let examined = 0
    let matched = 0
    for (let from: Seq | undefined; ; ) {
      const page = { ...form, filter, limit: pageStatements, ...(from !== undefined && { from }) }
      const { items, next } = await find.list(principal, page)
      examined += items.length
      check(examined, aggregation.groups)
      for (const item of items) {
        const candidate = new StoredCandidate(item)
        if (!query.where.holds(candidate)) continue
        matched += 1
        aggregation.add(candidate)
      }
      if (!next) break
      from = next.from
      await new Promise(setImmediate)
    }
    return { rows: aggregation.rows(), groups: aggregation.groups, examined, matched, through }
  }
}

const costCheck =
  ({ queryStatementsMax, querySecondsMax, clock }: QueryParts, begun: number) =>
  (examined: number, groups: number): void => {
    const refuse = (sentence: string, limit: number) => {
      throw new Problem(
        'query-too-costly',
        `${sentence} Narrow the query by stored time, activity, verb, agent or registration: those are looked up, all else is looked at.`,
        { limit, facts: { examined } },
      )
    }
    if (examined > queryStatementsMax)
      refuse(`The query looks at more than ${queryStatementsMax} statements.`, queryStatementsMax)
    if (clock().getTime() - begun > querySecondsMax * 1_000)
      refuse(`The query takes longer than ${querySecondsMax} seconds.`, querySecondsMax)
    if (groups > groupsMax) refuse(`The query makes more than ${groupsMax} groups.`, groupsMax)
  }
