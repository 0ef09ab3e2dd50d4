import type { Decision, LookAhead, NavigationRequest, Refusal } from '../navigation.ts'
import { nothingShared, type SharedState } from '../shared-state.ts'
import { fork, openLedger, trackedOf } from './ledger.ts'
import { lookAround } from './look-ahead.ts'
import { overallSequencing } from './overall.ts'
import { recordRun } from './record.ts'
import type { RunReport } from './run-report.ts'
import { randomizeChildren, selectChildren } from './selection.ts'
import {
  type ActivityStatus,
  activityStatus,
  type ObjectiveStatus,
  objectiveStatuses,
} from './status.ts'
import type { Tracked } from './tracking.ts'
import type { ActivityTree } from './tree.ts'

export { type DecisionName, decisions } from './decisions.ts'
export { readersOf } from './readers.ts'
export type { ReportedObjective, ReportedScore, RunReport } from './run-report.ts'
export type { ActivityStatus, ObjectiveStatus } from './status.ts'
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

/**
 * The state of an attempt that has just begun: nothing was attempted, and what is random is drawn.
 * @param given.seed decides all that is random in the attempt, once and for all
 */
export function begin(
  tree: ActivityTree,
  given: { readonly seed: string; readonly shared?: SharedState },
): Tracked {
  const state = { seed: given.seed, draws: 0, activities: {} }
  const ledger = fork({ tree, state, shared: given.shared ?? nothingShared })
  for (const { id } of tree.activities.values())
    for (const timing of ['once', 'onEachNewAttempt'] as const) {
      selectChildren(ledger, id, timing)
      randomizeChildren(ledger, id, timing)
    }
  return trackedOf(ledger)
}

/**
 * One turn of the Overall Sequencing Process [OP.1]. A request that is refused before anything ended leaves everything as it was; one
 * that is refused later has ended what was open.
 */
export function process(tree: ActivityTree, tracked: Tracked, request: NavigationRequest): Outcome {
  const ledger = openLedger(tree, tracked)
  const { delivered, hasEnded, exception } = overallSequencing(ledger, request)
  return {
    tracked: trackedOf(ledger),
    hasEnded,
    decisions: ledger.decisions ?? [],
    ...(delivered !== undefined && { delivered }),
    ...(exception !== undefined && { refusal: { code: exception } }),
  }
}

/** Puts what a SCO reported into the tracking model, and through the write maps into the global objectives. */
export function record(
  tree: ActivityTree,
  tracked: Tracked,
  run: { readonly activity: string; readonly report: RunReport },
): Tracked {
  if (!tree.activities.has(run.activity)) return tracked
  const ledger = fork({ tree, ...tracked })
  recordRun(ledger, run.activity, run.report)
  return trackedOf(ledger)
}

/** What `cmi.objectives` of the activity starts with: those with an id, with what their read maps bring [RTE 4.2.17]. */
export const objectivesOf = (
  tree: ActivityTree,
  tracked: Tracked,
  activity: string,
): readonly ObjectiveStatus[] =>
  tree.activities.has(activity) ? objectiveStatuses(fork({ tree, ...tracked }), activity) : []

/** Where the activity, which may be the root, stands. @throws RangeError if it is not in the tree */
export const statusOf = (tree: ActivityTree, tracked: Tracked, activity: string): ActivityStatus =>
  activityStatus(fork({ tree, ...tracked }), activity)

/**
 * Where the learner may go, as if the current activity ended now with this report. A request is allowed exactly if `process`
 * would not refuse it then. The only entry of the contents is the root.
 */
export function lookAhead(
  tree: ActivityTree,
  tracked: Tracked,
  given: { readonly report?: RunReport },
): LookAhead {
  const ledger = fork({ tree, ...tracked })
  const { current } = ledger.state
  if (given.report !== undefined && current !== undefined) recordRun(ledger, current, given.report)
  return lookAround(ledger)
}
