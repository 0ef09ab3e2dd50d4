import type { LedgerKind } from './entry.ts'

/** Hashes are base64, salts and commitments hexadecimal; dates ISO 8601 in UTC. */
export interface LedgerState {
  readonly size: number
  /** Absent while the log is empty, like the other three. */
  readonly root?: string
  /** The signed note, as an auditor keeps it. */
  readonly checkpoint?: string
  /** The log's name, which its notes begin with. */
  readonly origin?: string
  /** The verifier key that signs now. */
  readonly key?: string
  /** When a checkpoint was last kept. */
  readonly checkpointKeptAt?: string
  /** Whether everything that is recorded has its entry. */
  readonly isUpToDate: boolean
  /** Why the log is not built upon any more. */
  readonly halted?: 'key-missing' | 'head-forged'
}

interface LedgerCheckpointItem {
  readonly size: number
  readonly at: string
  readonly note: string
}

export interface LedgerCheckpointList {
  readonly items: readonly LedgerCheckpointItem[]
  readonly cursor?: string
}

export interface LedgerEntryItem {
  readonly position: number
  readonly kind: LedgerKind
  readonly stored: string
  /** The leaf's data, to the byte. */
  readonly leaf: string
  readonly isErased: boolean
}

export interface LedgerEntryList {
  readonly items: readonly LedgerEntryItem[]
}

/** That an entry is in the log, and what it stands for. */
export interface InclusionProof extends LedgerEntryItem {
  readonly size: number
  readonly root: string
  /** The lowest first [RFC 6962 2.1.1]. */
  readonly hashes: readonly string[]
  /** Absent once it is erased, and for who may not read what it stands for. */
  readonly salt?: string
  /** Exactly what is committed to, with the salt. */
  readonly payload?: string
}

/** That the first `from` entries are still the beginning of the first `to` [RFC 6962 2.1.2]. */
export interface ConsistencyProof {
  readonly from: number
  readonly to: number
  readonly fromRoot: string
  readonly toRoot: string
  readonly hashes: readonly string[]
}

export interface LedgerKeyItem {
  /** Verifier key. */
  readonly key: string
  readonly since: string
  /** Position of the entry that names it. */
  readonly position: number
}

export interface LedgerKeyList {
  readonly items: readonly LedgerKeyItem[]
}
