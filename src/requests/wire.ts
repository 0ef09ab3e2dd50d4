/** Times are ISO 8601 in UTC. What is not known is absent. */

export interface SourceItem {
  readonly kind: 'credential' | 'token' | 'account' | 'unknown'
  /** Key of a credential, `sub` of a token, id of an account; of `unknown` the key that was claimed. */
  readonly id?: string
  readonly name?: string
}

/** A request that was refused or failed. */
export interface RequestItem {
  /** The `X-Request-Id` of its answer. */
  readonly id: string
  readonly at: string
  readonly area: 'xapi' | 'api' | 'runtime' | 'elsewhere'
  readonly method: string
  readonly path: string
  readonly endpoint: string
  readonly status: number
  /** As in docs/problems.md. */
  readonly code: string
  readonly message: string
  readonly pointer?: string
  readonly clause?: string
  readonly source: SourceItem
  readonly origin?: string
  readonly userAgent?: string
  readonly version?: string
  readonly milliseconds: number
  readonly bytes: number
  readonly isPersonal: boolean
  readonly hasBody: boolean
}

interface PlaceItem {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export interface RequestDetail extends RequestItem {
  /** Masked, in the order of their names. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body?: {
    readonly text: string
    /** False if only its beginning was kept. */
    readonly isWhole: boolean
    /** Where the problem is in it. */
    readonly place?: PlaceItem
  }
  /** Whether it can be sent again into the sandbox, with its own body or another one. */
  readonly canReplay: boolean
}

/** Requests that failed alike. */
export interface RequestGroupItem {
  readonly code: string
  readonly status: number
  readonly method: string
  readonly endpoint: string
  readonly source: SourceItem
  readonly count: number
  readonly firstAt: string
  readonly lastAt: string
  readonly lastPointer?: string
}

export interface RequestGroups {
  readonly items: readonly RequestGroupItem[]
}

export interface ReplayRequest {
  /** In the place of the body that was sent. */
  readonly body?: string
}

/** What would become of a request. Nothing of it is stored. */
export interface ReplayVerdict {
  readonly status: number
  readonly isAccepted: boolean
  /** Whose rights it was tried with: those of its sender, or every right where the sender could not be known. */
  readonly as: 'source' | 'anyone'
  /** Ids of the statements that it would store. */
  readonly statements?: readonly string[]
  readonly problem?: {
    readonly code: string
    readonly message: string
    readonly pointer?: string
    readonly clause?: string
    readonly facts?: Readonly<Record<string, unknown>>
  }
  readonly place?: PlaceItem
}

interface FiguresItem {
  readonly requests: number
  readonly statements: number
  readonly rejected: number
  readonly bytes: number
}

export interface SourceReport {
  readonly source: SourceItem
  readonly lastAt: string
  readonly lastRejectedAt?: string
  /** The last 24 hours, by the hour. */
  readonly day: FiguresItem
  /** The last seven days, by the hour. */
  readonly week: FiguresItem
  readonly alert?:
    | { readonly kind: 'silent'; readonly since: string; readonly usualPerDay: number }
    | {
        readonly kind: 'failing'
        readonly requests: number
        readonly rejected: number
        readonly usualShare: number
      }
}

export interface SourceReports {
  /** Those with an alert first, then the last to be heard first. */
  readonly items: readonly SourceReport[]
  /** Refused requests that came faster than they could be kept, since the server started. */
  readonly dropped: number
}
