import type { Completion, Score, Success } from '../runtime/index.ts'

/** One learner on one package version; its id is the `registration` of every statement about it. */
export interface Registration {
  readonly id: string
  readonly learner: string
  readonly package: string
  readonly version: string
  /** A try-out by staff: kept out of lists and summaries unless asked for. */
  readonly isTrial: boolean
  readonly createdAt: Date
  readonly progress: RegistrationProgress
}

/** Progress of the whole course, and of each activity in it. */
export interface RegistrationProgress extends ProgressFigures {
  readonly activities: readonly ActivityProgress[]
}

export interface ProgressFigures {
  readonly completion: Completion
  readonly success: Success
  readonly score?: Score
  /** 0 to 1. */
  readonly progress: number
  /** Time spent, as the course reported it or, where it did not, as the player measured it; whole seconds. */
  readonly seconds: number
  /** How often the learner began a session. */
  readonly attempts: number
  readonly firstActivityAt?: Date
  readonly lastActivityAt?: Date
}

export interface ActivityProgress extends ProgressFigures {
  /** The item's identifier in the manifest, or the activity's IRI where an external tool reported it. */
  readonly activity: string
  readonly title: string
}
