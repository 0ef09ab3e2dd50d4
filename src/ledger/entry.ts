/** What a leaf of the ledger stands for. */
export type LedgerKind =
  /** A statement as it is stored, voiding ones too. */
  | 'statement'
  /** An entry of the audit log. */
  | 'audit'
  /** A registration's progress as it was recorded when a session ended. */
  | 'result'
  /** Secrets of earlier leaves were destroyed, so that what they stood for is gone for good. */
  | 'erasure'
  /** The data are those of a backup from here on. */
  | 'restore'
  /** Checkpoints are signed by another key from here on; the first leaf names the first key. */
  | 'key'

/** The kinds that have no other home: what they say is kept by the ledger itself, as notes. */
export type NoteKind = Exclude<LedgerKind, 'statement' | 'audit'>

/** The three sequences that the ledger follows, each in the order of its own positions. */
export type SourceKind = 'statement' | 'audit' | 'note'

/** One leaf with what is kept beside it. */
export interface LedgerEntry {
  /** Of the leaf in the tree, from 0. */
  readonly position: number
  readonly kind: LedgerKind
  /** Where what it stands for is found: `seq` of the statement, of the audit entry, or the number of the note. */
  readonly source: number
  /** When that was stored, ISO 8601 in UTC. */
  readonly stored: string
  /** SHA-256 over the salt and the payload, 32 bytes. */
  readonly commitment: Buffer
  /** 32 random bytes; absent once they are destroyed. */
  readonly salt?: Buffer
}

/** What a leaf stands for. */
export interface LedgerSource {
  readonly kind: LedgerKind
  readonly source: number
  /** Of a statement, as the store finds it by. */
  readonly id?: string
  /** ISO 8601 in UTC. */
  readonly stored: string
  /** Exactly the bytes that are committed to; absent if they are erased or cannot be read any more. */
  readonly payload?: Buffer
}

export const sourceKindOf = (kind: LedgerKind): SourceKind =>
  kind === 'statement' || kind === 'audit' ? kind : 'note'

/** The bytes of a leaf: a JSON object whose members stand in the order of RFC 8785, ASCII only. It says nothing of anybody. */
export const leafOf = ({ position, kind, stored, commitment }: LedgerEntry): string =>
  `{"commitment":"${commitment.toString('hex')}","kind":"${kind}","position":${position},"stored":"${stored}","v":1}`
