import type { Completion, Success } from '../runtime/index.ts'
import type { KeptEvidence } from './evidence/evidence.ts'

/** One learner on one package version; its id is the `registration` of every statement about it. */
export interface Registration {
  readonly id: string
  /** Person id; of a trial the id of the account or credential that tries the package out. */
  readonly learner: string
  /** Name of who tries the package out. Only a trial has it: its learner is no person. */
  readonly trialName?: string
  readonly package: string
  readonly version: string
  /** A try-out by staff: kept out of lists and summaries unless asked for. */
  readonly isTrial: boolean
  readonly createdAt: Date
  /** Number of the attempt whose result is the registration's; 1 before any. */
  readonly counted: number
  /** How much stands behind the result of that attempt; absent until it is judged, where levels were not kept yet. */
  readonly evidence?: KeptEvidence
  readonly progress: RegistrationProgress
}

/**
 * Progress of the whole course, and of each activity in it that something was reported about: of an attempt or, as the
 * package's policy says, of a registration.
 */
export interface RegistrationProgress extends ProgressFigures {
  readonly activities: readonly ActivityProgress[]
}

export interface ProgressFigures {
  readonly completion: Completion
  readonly success: Success
  readonly score?: ReportedScore
  /** 0 to 1. */
  readonly progress: number
  /** Time spent, as the course reported it or, where it did not, as the player measured it; hundredths of a second. */
  readonly centiseconds: number
  /** How often the learner began a run. */
  readonly attempts: number
  readonly firstActivityAt?: Date
  readonly lastActivityAt?: Date
}

/** A score as it was reported: an external tool may give only the scaled one. */
export interface ReportedScore {
  /** -1 to 1. */
  readonly scaled: number
  readonly raw?: number
  readonly min?: number
  readonly max?: number
}

export interface ActivityProgress extends ProgressFigures {
  /** The item's identifier in the manifest, or the activity's IRI where an external tool reported it. */
  readonly activity: string
  readonly title: string
}

type Outcome = Pick<ProgressFigures, 'completion' | 'success'>

/** Whether something came of it: completed, passed or failed. */
export const hasResult = ({ completion, success }: Outcome): boolean =>
  completion === 'completed' || success !== 'unknown'

/** Whether it came to be completed, passed or failed: what needs something to stand behind it. */
export const isClaim = (before: Outcome, after: Outcome): boolean =>
  (after.completion === 'completed' && before.completion !== 'completed') ||
  (after.success !== 'unknown' && after.success !== before.success)

/** What every registration and every activity begins with. */
export const noProgress: ProgressFigures = {
  completion: 'not-attempted',
  success: 'unknown',
  progress: 0,
  centiseconds: 0,
  attempts: 0,
}
