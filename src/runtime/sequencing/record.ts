import type { GlobalObjective } from '../shared-state.ts'
import { activityOf, type Ledger, track, trackingOf } from './ledger.ts'
import {
  completedOf,
  judgedByMeasure,
  type ObjectiveField,
  objectiveNamed,
  primaryObjective,
  satisfiedOf,
  writeField,
} from './objectives.ts'
import type {
  ReportedCompletion,
  ReportedObjective,
  ReportedSuccess,
  RunReport,
} from './run-report.ts'
import type { TreeObjective } from './tree.ts'

/**
 * Puts what a SCO reported of itself into the tracking model [RTE 4.2]: the activity's own values into its primary objective,
 * the entries of `cmi.objectives` into the objectives with their ids. Entries without such an objective stay with the SCO.
 */
export function recordRun(ledger: Ledger, activity: string, report: RunReport): void {
  const node = activityOf(ledger, activity)
  if (trackingOf(ledger, activity).isActive)
    track(ledger, activity, { isSuspended: report.isSuspended })
  if (!node.sequencing.deliveryControls.tracked) return
  const primary = primaryObjective(node)
  const ofPrimary = report.objectives.find(({ id }) => id === primary.id)
  const { completedByMeasure } = node.completionThreshold
  const { completion, ...others } = ownReport(report, ofPrimary)
  const isJudged = completedByMeasure && ledger.tree.edition === '4th'
  for (const reported of report.objectives) {
    const objective = objectiveNamed(node, reported.id)
    if (objective !== undefined && objective !== primary)
      recordObjective(ledger, { activity, objective }, reported)
  }
  track(ledger, activity, {
    ...(completion !== undefined && { isCompletionReported: true }),
    ...(others.success !== undefined && { isSuccessReported: true }),
  })
  const own = { ...others, ...(completion !== undefined && !isJudged && { completion }) }
  recordObjective(ledger, { activity, objective: primary }, own)
  if (completedByMeasure) settleCompletion(ledger, activity, primary)
}

type ObjectiveReport = Omit<ReportedObjective, 'id'>

/**
 * What is said of the activity itself goes before what is said of its primary objective, except a success that the SCO set
 * there in this run. One that the run found there is old: a test that was failed, left and resumed can still be passed.
 */
function ownReport(report: RunReport, ofPrimary: ReportedObjective | undefined): ObjectiveReport {
  const isKnown = ofPrimary?.success === 'passed' || ofPrimary?.success === 'failed'
  const success =
    isKnown && (ofPrimary.isJudged || report.success === undefined)
      ? ofPrimary.success
      : (report.success ?? ofPrimary?.success)
  const completion = report.completion ?? ofPrimary?.completion
  const progressMeasure = report.progressMeasure ?? ofPrimary?.progressMeasure
  return {
    ...(completion !== undefined && { completion }),
    ...(success !== undefined && { success }),
    ...(progressMeasure !== undefined && { progressMeasure }),
    score: { ...ofPrimary?.score, ...report.score },
  }
}

const satisfied = {
  passed: true,
  failed: false,
  unknown: undefined,
} as const satisfies Record<ReportedSuccess, boolean | undefined>

const completed = {
  completed: true,
  incomplete: false,
  notAttempted: false,
  unknown: undefined,
} as const satisfies Record<ReportedCompletion, boolean | undefined>

function recordObjective(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective: TreeObjective },
  { completion, success, progressMeasure, score }: ObjectiveReport,
): void {
  const put = <F extends ObjectiveField>(field: F, value: GlobalObjective[F] | undefined): void =>
    writeField(ledger, { ...at, process: 'TM.1.1' }, { field, value })
  const putKnown = <F extends ObjectiveField>(field: F, value: GlobalObjective[F] | undefined) => {
    if (value !== undefined) put(field, value)
  }
  putKnown('measure', score?.scaled)
  putKnown('rawScore', score?.raw)
  putKnown('minScore', score?.min)
  putKnown('maxScore', score?.max)
  putKnown('progressMeasure', progressMeasure)
  if (completion !== undefined) put('completed', completed[completion])
  if (at.objective.satisfiedByMeasure) {
    const value = at.objective.isPrimary ? satisfiedOf(ledger, at) : judgedByMeasure(ledger, at)
    if (value !== undefined) put('satisfied', value)
  } else if (success !== undefined) put('satisfied', satisfied[success])
}

/** The 4th Edition judges completion by the progress measure; what global objectives get must be that judgement. */
function settleCompletion(ledger: Ledger, activity: string, objective: TreeObjective): void {
  const value = completedOf(ledger, { activity })
  if (value === undefined) return
  writeField(ledger, { activity, objective, process: 'TM.1.1' }, { field: 'completed', value })
}
