import type { Statement } from '../statements/statement.ts'
import type { StatementFilter } from '../statements/store.ts'
import type { Grouping, Measure, SortKey } from '../wire.ts'

/** A question over statements: which, in which groups, what of each. */
export interface StatementQuery {
  /** All of these must hold; undefined for every statement. */
  readonly where: Condition
  readonly groupBy: readonly Grouping[]
  readonly measures: readonly Measure[]
  readonly sort: readonly SortKey[]
  /** Groups that are answered at most. */
  readonly limit: number
  /** IANA name, for days, weeks and months. */
  readonly timeZone: string
  /** Which time days, weeks and months are of. */
  readonly timeOf: 'timestamp' | 'stored'
}

/** Whether a statement is meant, and what of that the store's lists can find by themselves. */
export interface Condition {
  readonly holds: (candidate: Candidate) => boolean
  /** Finds all statements for which it holds, and perhaps others. */
  readonly filter: StatementFilter
  /** The parameters of GET /xapi/statements that say the same; undefined if none do. */
  readonly parameters: Readonly<Record<string, string>> | undefined
}

/** A statement that is looked at. */
export interface Candidate {
  readonly statement: Statement
  /** Microseconds since 1970. */
  readonly stored: number
  readonly timestamp: number
  readonly agents: readonly string[]
  readonly activities: readonly string[]
  readonly relatedActivities: readonly string[]
}
