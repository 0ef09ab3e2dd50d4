/** What a SCO reported in its run; absent: it said nothing. */
export interface RunReport {
  readonly completion?: ReportedCompletion
  readonly success?: ReportedSuccess
  /** 0 to 1 */
  readonly progressMeasure?: number
  readonly score?: ReportedScore
  readonly objectives: readonly ReportedObjective[]
  /** `cmi.exit` is `suspend`, or the learner suspended all. */
  readonly isSuspended: boolean
}

export type ReportedCompletion = 'completed' | 'incomplete' | 'notAttempted' | 'unknown'
export type ReportedSuccess = 'passed' | 'failed' | 'unknown'

/** An entry of `cmi.objectives`. One with the primary objective's id speaks for the activity itself. */
export interface ReportedObjective {
  readonly id: string
  readonly completion?: ReportedCompletion
  readonly success?: ReportedSuccess
  /** Whether the SCO set `success` in this run; else it stands as the run found it. */
  readonly isJudged?: boolean
  readonly progressMeasure?: number
  readonly score?: ReportedScore
}

export interface ReportedScore {
  /** -1 to 1 */
  readonly scaled?: number
  readonly raw?: number
  readonly min?: number
  readonly max?: number
}
