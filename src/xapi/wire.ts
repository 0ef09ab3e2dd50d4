/** What `GET /api/v1/statements` answers with. Types only. */

export interface StatementList {
  readonly items: readonly StatementRow[]
  readonly cursor?: string
}

/** A statement as a person reads it in a list, with the statement itself. */
export interface StatementRow {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly stored: string
  readonly timestamp: string
  readonly actor: {
    /** The learner's name, else the name in the statement, else its identifier. */
    readonly name: string
    /** Present if the actor is a learner of this installation. */
    readonly learner?: string
  }
  readonly verb: { readonly id: string; readonly display: string }
  readonly object: {
    /** IRI of an activity, identifier of an agent or id of a statement. */
    readonly id: string
    readonly name: string
    /** objectType of the statement's object. */
    readonly type: 'Activity' | 'Agent' | 'Group' | 'StatementRef' | 'SubStatement'
  }
  readonly result: StatementRowResult | null
  readonly registration: string | null
  /** The statement as it is stored. */
  readonly statement: unknown
}

/** What `GET /api/v1/statements/{id}` answers with: the row, and what refers to it. */
export interface StatementDetail extends StatementRow {
  readonly isVoided: boolean
  /** Statements whose object is this one, those that void it too; the oldest first, 100 at most. */
  readonly referrers: readonly StatementRow[]
}

export interface StatementRowResult {
  readonly score?: {
    readonly scaled?: number
    readonly raw?: number
    readonly min?: number
    readonly max?: number
  }
  readonly success?: boolean
  readonly completion?: boolean
  readonly response?: string
  /** ISO 8601 duration. */
  readonly duration?: string
}

/** The body of `POST /api/v1/statements/query`. */
export interface StatementQueryBody {
  readonly where?: ConditionBody
  readonly groupBy?: readonly Grouping[]
  readonly measures?: readonly Measure[]
  readonly sort?: readonly SortKey[]
  readonly limit?: number
  /** IANA name; UTC unless given. */
  readonly timeZone?: string
  readonly timeOf?: 'timestamp' | 'stored'
}

export type Grouping =
  | 'verb'
  | 'activity'
  | 'actor'
  | 'authority'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'

/** `count`, `distinctActors`, or of `score` (scaled) or `duration` (seconds) an aggregate; percentiles are `p1` to `p99`. */
export type Measure =
  | 'count'
  | 'distinctActors'
  | `${Quantity}.${'average' | 'min' | 'max' | 'sum' | `p${number}`}`

export type Quantity = 'score' | 'duration'

export interface SortKey {
  readonly by: Grouping | Measure
  readonly order: 'ascending' | 'descending'
}

/** All properties that are there must hold. */
export interface ConditionBody {
  readonly and?: readonly ConditionBody[]
  readonly or?: readonly ConditionBody[]
  readonly not?: ConditionBody
  readonly verb?: string
  /** An Agent or identified Group: actor or object. */
  readonly agent?: unknown
  readonly learner?: string
  /** The object. */
  readonly activity?: string
  /** The object, or in the context or SubStatement. */
  readonly relatedActivity?: string
  readonly registration?: string
  /** Key of the credential that stored them. */
  readonly key?: string
  readonly success?: boolean
  readonly completion?: boolean
  /** Of `score.scaled`; both ends count. */
  readonly score?: RangeBody
  /** In seconds; both ends count. */
  readonly duration?: RangeBody
  /** After one time, until another, which counts. */
  readonly stored?: { readonly after?: string; readonly until?: string }
  readonly timestamp?: { readonly after?: string; readonly until?: string }
}

export interface RangeBody {
  readonly from?: number
  readonly to?: number
}

export interface StatementQueryResult {
  readonly rows: readonly {
    readonly group: Readonly<Record<string, string | null>>
    readonly values: Readonly<Record<string, number | null>>
  }[]
  /** How many groups there are, shown or not. */
  readonly groups: number
  readonly examined: number
  readonly matched: number
  /** ISO 8601, UTC: everything stored up to here counts. */
  readonly consistentThrough: string
  /** The plain xAPI request that finds these statements; null if there is none. */
  readonly xapi: string | null
}
