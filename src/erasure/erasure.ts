import type { AuditEntry } from '../audit/index.ts'
import type { Agent } from '../xapi/index.ts'

/** Whose data are to go: a learner, or somebody whom only statements know. */
export type ErasureSubject = { readonly person: string } | { readonly agent: Agent }

/** Why the law lets or makes the operator erase (docs/privacy.md names the articles). */
export const legalBases = [
  'request',
  'consent-withdrawn',
  'purpose-fulfilled',
  'retention-ended',
  'authority-order',
  'agreement',
] as const

export type LegalBasis = (typeof legalBases)[number]

/** What an act goes through, in this order. Each can be done again from where it stands. */
export const erasureSteps = [
  'list',
  'registrations',
  'person',
  'statements',
  'texts',
  'uses',
  'leftovers',
  'files',
  'disk',
] as const

export type ErasureStep = (typeof erasureSteps)[number]

/** One act of erasure: an order, how far it is, and what it came to. It never says whom it was about. */
export interface Erasure {
  readonly id: string
  readonly state: 'running' | 'done'
  readonly basis: LegalBasis
  readonly reason: string
  /** Who approved it, in words. */
  readonly approver: string
  /** Who ordered it. */
  readonly by: AuditEntry['actor']
  readonly createdAt: Date
  readonly endedAt?: Date
  /** What stands in the subject's place. */
  readonly pseudonym: string
  /** Whether one pseudonym stands for all of the subject's statements. */
  readonly isLinked: boolean
  /** Whether it repeats, on the data of a backup, an act that was carried out before. */
  readonly isReplay: boolean
  readonly step: ErasureStep
  /** Within the step: how far it is; empty at its beginning. */
  readonly position: string
  readonly counts: ErasureCounts
  /** Why the last try did not end; it is tried again. */
  readonly failure?: string
  /** Whom it is about, sealed; gone once it is done. */
  readonly sealedIdentity?: string
  /** Its line of the list of erasures, sealed: other nodes take it into theirs. Absent before it has one. */
  readonly sealedLine?: string
}

/** How many of what was erased or rewritten. */
export interface ErasureCounts {
  readonly statements: number
  readonly attachments: number
  readonly documents: number
  readonly registrations: number
  readonly accounts: number
  readonly requests: number
  readonly auditEntries: number
  readonly otherTexts: number
  readonly files: number
  /** Files of the data folder in which the identifiers were looked for at the end, and in how many they still were. */
  readonly filesSearched: number
  readonly filesWithHits: number
}

export const noCounts: ErasureCounts = {
  statements: 0,
  attachments: 0,
  documents: 0,
  registrations: 0,
  accounts: 0,
  requests: 0,
  auditEntries: 0,
  otherTexts: 0,
  files: 0,
  filesSearched: 0,
  filesWithHits: 0,
}

/** That nothing of a person, or of who is in a class, may be erased for now. */
export interface LegalHold {
  readonly id: string
  readonly kind: 'person' | 'class'
  /** Id of the person or the class. */
  readonly of: string
  readonly reason: string
  readonly by: string
  readonly at: Date
}
