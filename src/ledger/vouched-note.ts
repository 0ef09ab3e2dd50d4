import { type KeyObject, sign } from 'node:crypto'
import type { NoteKind } from './entry.ts'

/** What the ledger itself vouches for: a note that nobody can leave who has the database and not the key. */
export interface Vouched<Body> {
  readonly body: Body
  readonly signatures: readonly { readonly key: string; readonly signature: string }[]
}

export interface Signer {
  /** Verifier key. */
  readonly key: string
  readonly secret: KeyObject
}

/** The text of a note, signed by each of these keys. */
export function vouch<Body>(kind: NoteKind, body: Body, signers: readonly Signer[]): string {
  const bytes = Buffer.from(`hocba ledger ${kind}\n${JSON.stringify(body)}`)
  const signatures = signers.map(({ key, secret }) => ({
    key,
    signature: sign(null, bytes, secret).toString('base64'),
  }))
  return JSON.stringify({ body, signatures } satisfies Vouched<Body>)
}

/** The first key of a log, or another in the place of the one before; signed by both. */
export interface KeyChange {
  readonly from?: string
  readonly to: string
  /** ISO 8601. */
  readonly at: string
}

export interface ErasureRecord {
  /** Positions of leaves whose salts are destroyed. */
  readonly positions: readonly number[]
  /** The law that asks for it. */
  readonly basis: string
  /** Who approved: an account's id or name. */
  readonly approvedBy: string
  /** ISO 8601. */
  readonly at: string
}

export interface RestoreRecord {
  /** When the backup was made, ISO 8601. */
  readonly backupOf: string
  /** How many leaves it had. */
  readonly size: number
  /** ISO 8601. */
  readonly at: string
}

/** How far a registration was when a session ended. */
export interface SessionResult {
  readonly registration: string
  readonly session: string
  readonly attempt: number
  /** As it was recorded. */
  readonly progress: unknown
}
