import type { Decision, LookAhead, NavigationRequest, Refusal } from '../navigation.ts'
import type { SharedState } from '../shared-state.ts'
import type { Tracked } from './tracking.ts'
import type { ActivityTree } from './tree.ts'

export type { ActivityTracking, ObjectiveTracking, SequencingState, Tracked } from './tracking.ts'
export { type ActivityTree, type TreeActivity, treeOf } from './tree.ts'

export interface Outcome {
  readonly tracked: Tracked
  /** What is to be launched now. */
  readonly delivered?: {
    readonly activity: string
    /** The activity goes on with its suspended attempt: its data model's values are kept. Else a new attempt begins. */
    readonly isResumed: boolean
  }
  /** The sequencing session is over: the learner left, or the course has nothing more to deliver. */
  readonly hasEnded: boolean
  readonly refusal?: Refusal
  readonly decisions: readonly Decision[]
}

/** What a SCO reported in its run; absent: it said nothing. */
export interface RunReport {
  readonly completion?: 'completed' | 'incomplete' | 'notAttempted' | 'unknown'
  readonly success?: 'passed' | 'failed' | 'unknown'
  /** 0 to 1 */
  readonly progressMeasure?: number
  readonly score?: ReportedScore
  readonly objectives: readonly ReportedObjective[]
  /** `cmi.exit` is `suspend`, or the learner suspended all. */
  readonly isSuspended: boolean
}

export interface ReportedObjective {
  readonly id: string
  readonly completion?: RunReport['completion']
  readonly success?: RunReport['success']
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

/** What `cmi.objectives` starts with [RTE 4.2.17]; absent is unknown. */
export interface ObjectiveStatus {
  readonly id: string
  readonly isPrimary: boolean
  readonly satisfied?: boolean
  readonly score: ReportedScore
  readonly completed?: boolean
  readonly progressMeasure?: number
}

/** Where one activity stands; absent is unknown. */
export interface ActivityStatus {
  readonly attempts: number
  readonly isActive: boolean
  readonly isSuspended: boolean
  readonly completed?: boolean
  readonly progressMeasure?: number
  /** Of the primary objective, with what its read maps bring. */
  readonly satisfied?: boolean
  readonly score: ReportedScore
}

export declare function begin(
  tree: ActivityTree,
  given: { readonly seed: string; readonly shared: SharedState },
): Tracked

/**
 * The Overall Sequencing Process [OP.1].
 * @param at time on the player's clock, ISO 8601
 */
export declare function process(
  tree: ActivityTree,
  tracked: Tracked,
  ask: { readonly request: NavigationRequest; readonly at: string },
): Outcome

/** Puts what a SCO reported into the tracking model, and through the write maps into the global objectives. */
export declare function record(
  tree: ActivityTree,
  tracked: Tracked,
  run: { readonly activity: string; readonly report: RunReport },
): Tracked

export declare function objectivesOf(
  tree: ActivityTree,
  tracked: Tracked,
  activity: string,
): readonly ObjectiveStatus[]

export declare function statusOf(
  tree: ActivityTree,
  tracked: Tracked,
  activity: string,
): ActivityStatus

/** Where the learner may go, as if the current activity ended now with this report. */
export declare function lookAhead(
  tree: ActivityTree,
  tracked: Tracked,
  given: { readonly report?: RunReport },
): LookAhead
