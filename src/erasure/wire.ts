import type { Agent } from '../xapi/index.ts'
import type { ErasureCounts, ErasureStep, ErasureSubject, LegalBasis } from './erasure.ts'

/** Dates are ISO 8601 in UTC. */
export interface ErasureQuestion {
  readonly subject: ErasureSubject
  /** Agents that would be taken for the subject by address or code, and are somebody else. */
  readonly besides?: readonly Agent[]
}

export interface ErasureOrder extends ErasureQuestion {
  readonly basis: LegalBasis
  readonly reason: string
  readonly approver: string
  /** What the preview says must be typed. */
  readonly confirmation: string
  /** True unless given: one pseudonym stands for all of the subject's statements. */
  readonly isLinked?: boolean
}

export interface ErasurePreview {
  readonly learner?: {
    readonly id: string
    readonly name: string
    readonly code?: string
    readonly email?: string
  }
  /** Canonical texts of agents. */
  readonly agents: readonly string[]
  readonly statements: {
    /** Each once. */
    readonly all: number
    readonly actor: number
    readonly member: number
    readonly object: number
    readonly instructor: number
    readonly team: number
    readonly authority: number
    readonly context: number
    /** Only in a text: an extension, a description, an IRI. */
    readonly text: number
    readonly attachments: number
  }
  readonly documents: number
  readonly registrations: number
  readonly attempts: number
  readonly sessions: number
  readonly logLines: number
  readonly answers: number
  readonly launchLinks: number
  readonly classes: number
  readonly accounts: number
  readonly requests: number
  readonly auditEntries: number
  readonly otherTexts: number
  readonly holds: readonly { readonly kind: 'person' | 'class'; readonly reason: string }[]
  readonly isImporting: boolean
  /** Then the name is only looked for in what an identifier shows to be about the subject. */
  readonly isNameShared: boolean
  /** Where statements went by themselves; what is there must be erased there. */
  readonly copies: readonly CopyElsewhere[]
  readonly confirmation: string
}

export interface CopyElsewhere {
  readonly kind: 'webhook' | 'forwarding'
  readonly name: string
  readonly url: string
  readonly lastDeliveredAt: string
}

export interface ErasureItem {
  readonly id: string
  readonly state: 'running' | 'done'
  readonly basis: LegalBasis
  readonly reason: string
  readonly approver: string
  readonly by: { readonly kind: string; readonly id: string; readonly name: string }
  readonly createdAt: string
  readonly endedAt?: string
  readonly pseudonym: string
  readonly isLinked: boolean
  readonly isReplay: boolean
  readonly step: ErasureStep
  /** 0 to 1, by steps. */
  readonly progress: number
  readonly counts: ErasureCounts
  readonly failure?: string
  readonly copies: readonly CopyElsewhere[]
}

export interface ErasureList {
  readonly items: readonly ErasureItem[]
  readonly cursor?: string
}

export interface LegalHoldItem {
  readonly id: string
  readonly kind: 'person' | 'class'
  readonly of: string
  readonly reason: string
  /** Id of the account, key of the credential, or `cli`. */
  readonly by: string
  readonly at: string
  /** What the learner or the class is called; absent when it is gone. */
  readonly name?: string
}

export interface LiftLegalHold {
  readonly reason: string
}

export interface LegalHoldList {
  readonly items: readonly LegalHoldItem[]
}

export interface CreateLegalHold {
  readonly kind: 'person' | 'class'
  readonly of: string
  readonly reason: string
}
