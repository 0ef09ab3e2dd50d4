import type { Completion, Success } from '../runtime/index.ts'

/** As registrations has it; named here again so that the console need not know that slice to read this. */
export type EvidenceLevel = 'reported' | 'corroborated' | 'attested'

/** Dates are ISO 8601 in UTC, days YYYY-MM-DD. */
export interface ClassItem {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly startsOn?: string
  readonly endsOn?: string
  readonly organisation?: string
  readonly createdAt: string
  readonly packages: readonly { readonly id: string; readonly title: string }[]
  readonly learners: number
}

export interface ClassDetail extends ClassItem {
  /** Who runs the class and teaches in it. */
  readonly staff: readonly {
    readonly account: string
    readonly name: string
    readonly role: string
  }[]
}

export interface ClassList {
  readonly items: readonly ClassItem[]
  readonly cursor?: string
}

export interface CreateClass {
  readonly code: string
  readonly name: string
  readonly startsOn?: string
  readonly endsOn?: string
  readonly organisation?: string
  readonly packages?: readonly string[]
}

/** What is absent stays as it is; null takes it away. */
export interface ChangeClass {
  readonly code?: string
  readonly name?: string
  readonly startsOn?: string | null
  readonly endsOn?: string | null
  readonly organisation?: string | null
  readonly packages?: readonly string[]
}

export interface EnrolLearners {
  /** Ids of learners. */
  readonly learners?: readonly string[]
  /** Who has the code is taken if the name is theirs; who is new is added. */
  readonly people?: readonly {
    readonly name: string
    readonly code?: string
    readonly email?: string
  }[]
}

export interface EnrolmentResult {
  readonly enrolled: number
  /** How many were in the class before. */
  readonly already: number
  /** How many people are new. */
  readonly added: number
}

export interface ClassMemberItem {
  readonly id: string
  readonly name: string
  readonly code?: string
  /** Who sent them. */
  readonly organisation?: { readonly id: string; readonly name: string }
  readonly enrolledAt: string
  readonly progress: readonly {
    readonly package: string
    readonly registration: string
    readonly completion: Completion
    readonly success: Success
    /** How much stands behind the result; null before there is one. */
    readonly evidence: EvidenceLevel | null
    /** Scaled. */
    readonly score: number | null
    readonly progress: number
    readonly lastActivityAt: string | null
  }[]
}

export interface ClassMemberList {
  readonly items: readonly ClassMemberItem[]
  readonly cursor?: string
}

export interface ClassSummary {
  readonly class: string
  readonly registrations: number
  /** Of those with a result. */
  readonly byEvidence: Readonly<Record<EvidenceLevel, number>>
}
