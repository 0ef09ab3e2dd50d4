import type { ImportJob } from './import-job.ts'

/** A statement as its source gave it. */
export interface SourceStatement {
  /** Undefined where `fault` says why there is none. */
  readonly json: Buffer | undefined
  readonly fault?: string
  /** Its place in the source, from 1. */
  readonly number: number
  readonly line?: number
  /** Files that came beside it, by SHA-2; not all need be its own. */
  readonly files: ReadonlyMap<string, { readonly content: Buffer; readonly part: number }>
}

/** What is stored together, and where the source goes on after it. */
export interface SourceBatch {
  readonly statements: readonly SourceStatement[]
  /** What else the job holds then. */
  readonly progress: Pick<ImportJob, 'position' | 'bytesRead' | 'verification'>
}

/** A source cannot be read any further. The message is a sentence for whoever started the import. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}

/**
 * Statements that are stored in one transaction, unless they are large. What is made of one statement on the way takes 40 kB, so
 * that a batch stays well below V8's young generation (32 MB) and dies there; larger ones live on until a major collection.
 */
export const batchStatementsMax = 200
