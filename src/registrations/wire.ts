import type { Completion, Success } from '../runtime/index.ts'
import type { EvidenceFigures, EvidenceLevel } from './evidence/evidence.ts'
import type { EvidenceFinding } from './evidence/judge-evidence.ts'
import type { ReportedScore } from './registration.ts'

/** JSON of /api/v1, as schemas/api/registration*.json and package-summary.json describe it. Times are ISO 8601, UTC. */
export interface RegistrationItem extends ProgressItem {
  /** How much stands behind the result of the attempt that counts; null before there is a result. */
  readonly evidence: EvidenceLevel | null
  readonly id: string
  readonly learner: { readonly id: string; readonly name: string }
  readonly package: { readonly id: string; readonly title: string }
  /** Number of the package version. */
  readonly version: number
  readonly isTrial: boolean
  readonly createdAt: string
}

export interface ProgressItem {
  readonly completion: Completion
  readonly success: Success
  readonly score: ReportedScore | null
  /** 0 to 1. */
  readonly progress: number
  /** Whole seconds. */
  readonly seconds: number
  readonly attempts: number
  readonly firstActivityAt: string | null
  readonly lastActivityAt: string | null
}

export interface RegistrationDetail extends RegistrationItem {
  /** Of the attempt that counts. */
  readonly evidenceReport: EvidenceReport
  /** By number. What a review did is in none of them. */
  readonly attemptsOnCourse: readonly AttemptItem[]
  /** Those of the manifest in its order, clusters left out; then those that only external tools know. */
  readonly activities: readonly ActivityItem[]
}

/** What the server saw of an attempt, what speaks against its result, and who vouches for it. */
export interface EvidenceReport {
  /** Number of the attempt. */
  readonly attempt: number
  readonly level: EvidenceLevel | null
  readonly figures: EvidenceFigures
  readonly findings: readonly EvidenceFinding[]
  /** Oldest first. */
  readonly attestations: readonly AttestationItem[]
}

export interface AttestationItem {
  readonly id: string
  readonly attempt: number
  readonly by: { readonly id: string; readonly name: string }
  readonly at: string
  readonly note: string
  /** Why it counts no more; null while it does. */
  readonly withdrawal: {
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
    readonly reason: string
  } | null
}

export interface WithdrawAttestation {
  /** Why the word is taken back, in the person's own words. */
  readonly reason: string
}

export interface CreateAttestation {
  /** What the person saw, in their own words. */
  readonly note: string
  /** Number of the attempt; the one that counts if absent. */
  readonly attempt?: number
}

/** One attempt on the course, with figures of its own. */
export interface AttemptItem extends ProgressItem {
  readonly evidence: EvidenceLevel | null
  readonly number: number
  /** Number of the package version that it is taken on. */
  readonly version: number
  /** Whether its result is the registration's. */
  readonly counts: boolean
  readonly startedAt: string
  /** When the next attempt began; null for the newest. */
  readonly endedAt: string | null
}

export interface ActivityItem extends ProgressItem {
  readonly activity: string
  readonly title: string
}

export interface RegistrationList {
  readonly items: readonly RegistrationItem[]
  readonly cursor?: string
}

export interface CreateRegistration {
  readonly package: string
  readonly learner: string
}

export interface PackageProgress {
  readonly package: string
  readonly registrations: number
  readonly byCompletion: Readonly<Record<Completion, number>>
  readonly bySuccess: Readonly<Record<Success, number>>
  /** Of those with a result. */
  readonly byEvidence: Readonly<Record<EvidenceLevel, number>>
  /** Ten buckets of the scaled score. */
  readonly scores: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  readonly times: readonly {
    readonly fromSeconds: number
    readonly toSeconds: number | null
    readonly count: number
  }[]
  readonly averageScore: number | null
  readonly medianSecondsEstimate: number | null
}

/** What GET and PUT /packages/{id}/policy carry. */
export type { CoursePolicy } from './course-attempt.ts'
