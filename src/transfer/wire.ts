/** What /api/v1/imports answers with. Types only. */

export interface StatementImportList {
  readonly items: readonly StatementImport[]
  readonly cursor?: string
}

/** Statements on their way in, from a file or another record store. */
export interface StatementImport {
  readonly id: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly source: StatementImportSource
  readonly by: { readonly id: string; readonly name: string }
  readonly keepsAuthority: boolean
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly progress: {
    readonly bytesRead: number
    /** 0 to 1; null where the end is not known. */
    readonly share: number | null
    /** Statements a second, while it was worked on; null before that. */
    readonly perSecond: number | null
  }
  readonly counts: {
    readonly read: number
    readonly stored: number
    readonly unchanged: number
    readonly rejected: number
  }
  /** Why it failed. */
  readonly failure: string | null
  /** Of a pull: whether everything that the other store lists is here. */
  readonly verification: StatementImportVerification | null
}

export type StatementImportSource =
  | { readonly kind: 'file'; readonly fileName: string; readonly bytes: number }
  | {
      readonly kind: 'pull'
      readonly endpoint: string
      readonly key: string
      readonly since: string | null
    }

interface StatementImportVerification {
  readonly listed: number
  readonly found: number
  readonly missing: readonly string[]
}

export interface StatementImportPull {
  readonly endpoint: string
  readonly key: string
  readonly secret: string
  readonly since?: string
  readonly keepAuthority?: boolean
}

/** A line of the report on what was not stored. */
export interface StatementImportRejection {
  readonly statement: number
  readonly line?: number
  readonly id?: string
  readonly code: string
  readonly pointer?: string
  readonly clause?: string
  readonly message: string
}
