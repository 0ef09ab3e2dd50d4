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
