import type { Scope } from '../base/principal.ts'
import type { SplitPosition } from './split-statements.ts'

/**
 * `waiting` for its turn; `running`; `done`; `failed`, can be resumed; `cancelled`, can be resumed.
 */
export type ImportState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** Statements on their way in. Plain JSON: it is kept as such, and changed only in one transaction with what it counts. */
export interface ImportJob {
  readonly id: string
  readonly state: ImportState
  readonly source: FileSource | PullSource
  /** Who asked for it: the authority of the statements, unless they keep their own. */
  readonly by: JobPrincipal
  readonly keepsAuthority: boolean
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly startedAt?: string
  readonly endedAt?: string
  /** Time worked on it. */
  readonly milliseconds: number
  /** Bytes read of the file, as it is on disk, or of another store's answers. */
  readonly bytesRead: number
  readonly counts: ImportCounts
  /** Where to go on; absent at the beginning. */
  readonly position?: SplitPosition | PullPosition
  /** Why it failed, as a sentence. */
  readonly failure?: string
  readonly verification?: Verification
}

interface ImportCounts {
  /** Everything that was looked at: the sum of the other three. */
  readonly read: number
  readonly stored: number
  /** Were stored already, with the same content. */
  readonly unchanged: number
  readonly rejected: number
}

/** A file of statements. */
export type FileSource = UploadedFile | NamedFile

interface AnyFile {
  readonly kind: 'file'
  /** As people know it. */
  readonly fileName: string
  readonly bytes: number
}

/** Among the files of imports, where every node finds it; goes when the job has ended. */
interface UploadedFile extends AnyFile {
  /** Of its content, lower-case hexadecimal. */
  readonly sha256: string
}

/** On the disk of this machine, named on its command line; it stays. */
interface NamedFile extends AnyFile {
  readonly path: string
}

/** Another record store. */
export interface PullSource {
  readonly kind: 'pull'
  /** URL of its xAPI endpoint, with a slash at the end. */
  readonly endpoint: string
  readonly key: string
  /** Sealed; gone when the job is done. */
  readonly secret?: string
  /** ISO 8601: only what was stored there after it. */
  readonly since?: string
}

export interface PullPosition {
  /** Statements are copied first; then every id is looked for here. */
  readonly phase: 'copy' | 'verify'
  /** Link to the next page, as the other store gave it; absent for the first page of a phase. */
  readonly more?: string
  /** The latest `stored` of the other store that was seen in this phase. */
  readonly stored?: string
  /** Statements stored there after it are left to the next pull. */
  readonly until?: string
  readonly version: '1.0.3' | '2.0.0'
}

/** What a second walk over the other record store found. */
export interface Verification {
  /** Ids that the other store lists. */
  readonly listed: number
  /** Of these, how many are here. */
  readonly found: number
  /** The first that are not. */
  readonly missing: readonly string[]
}

export interface JobPrincipal {
  readonly kind: 'account' | 'credential' | 'token'
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly issuer?: string
}

/** A statement that was not stored. */
export interface ImportRejection {
  /** Its place among the statements of the source, from 1. */
  readonly statement: number
  /** Of the file, where it begins, from 1. */
  readonly line?: number
  readonly id?: string
  /** A code of docs/problems.md. */
  readonly code: string
  /** JSON pointer into the statement. */
  readonly pointer?: string
  readonly clause?: string
  readonly message: string
}

/** Of one job; the others are counted. */
export const rejectionsKeptMax = 10_000
export const missingKeptMax = 100

export const noCounts: ImportCounts = { read: 0, stored: 0, unchanged: 0, rejected: 0 }
