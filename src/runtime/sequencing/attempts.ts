import {
  activityOf,
  availableChildren,
  commonAncestor,
  decide,
  entry,
  hasSuspendedAttempt,
  isLeaf,
  type Ledger,
  pathUpTo,
  track,
  trackingOf,
} from './ledger.ts'
import { completedOf, primaryObjective, satisfiedOf, writeField } from './objectives.ts'
import { overallRollup, rollupSet } from './rollup.ts'
import { randomizeChildren, selectChildren } from './selection.ts'

/** Terminate Descendent Attempts Process [UP.3]: ends what is active between the current activity and the ancestor. */
export function terminateDescendentAttempts(ledger: Ledger, activity: string): void {
  const { current } = ledger.state
  if (current === undefined) return
  const ancestor = commonAncestor(ledger, current, activity)
  for (const one of pathUpTo(ledger, current, ancestor))
    if (one !== current) endAttempt(ledger, one)
}

/** End Attempt Process [UP.4]; nothing for an activity that has no attempt in progress. */
export function endAttempt(ledger: Ledger, activity: string): void {
  if (!trackingOf(ledger, activity).isActive) return
  if (isLeaf(ledger, activity)) endLeaf(ledger, activity)
  else endCluster(ledger, activity)
  track(ledger, activity, { isActive: false })
  const isSuspended = trackingOf(ledger, activity).isSuspended
  decide(ledger, isSuspended ? 'attempt-suspended' : 'attempt-ended', {
    process: 'UP.4',
    activity,
  })
  settleSatisfactionByMeasure(ledger, activity)
  overallRollup(ledger, rollupSet(ledger, activity))
}

/** [UP.4] 1: what the content is not to say, and did not say, counts as done when its attempt ends. */
function endLeaf(ledger: Ledger, activity: string): void {
  const node = activityOf(ledger, activity)
  const { tracked, completionSetByContent, objectiveSetByContent } =
    node.sequencing.deliveryControls
  const { isSuspended, isCompletionReported, isSuccessReported } = trackingOf(ledger, activity)
  if (!tracked || isSuspended) return
  const at = { activity, objective: primaryObjective(node), process: 'UP.4' }
  const isJudgedByMeasure =
    ledger.tree.edition === '4th' && node.completionThreshold.completedByMeasure
  if (
    !completionSetByContent &&
    isCompletionReported !== true &&
    !isJudgedByMeasure &&
    completedOf(ledger, { activity }) === undefined
  ) {
    writeField(ledger, at, { field: 'completed', value: true })
    decide(ledger, 'completed-by-ending', at)
  }
  if (
    !objectiveSetByContent &&
    isSuccessReported !== true &&
    !at.objective.satisfiedByMeasure &&
    satisfiedOf(ledger, { activity }) === undefined
  ) {
    writeField(ledger, at, { field: 'satisfied', value: true })
    decide(ledger, 'satisfied-by-ending', at)
  }
}

/** [UP.4] 2: a cluster is suspended while a child is; else its next attempt may have other children. */
function endCluster(ledger: Ledger, activity: string): void {
  const isSuspended = availableChildren(ledger, activity).some((child) =>
    hasSuspendedAttempt(ledger, child),
  )
  track(ledger, activity, { isSuspended })
  if (isSuspended) return
  selectChildren(ledger, activity, 'onEachNewAttempt')
  randomizeChildren(ledger, activity, 'onEachNewAttempt')
}

/** An activity that was active may not have been judged by its measure; now it is [SN 3.8, measureSatisfactionIfActive]. */
function settleSatisfactionByMeasure(ledger: Ledger, activity: string): void {
  const node = activityOf(ledger, activity)
  const objective = primaryObjective(node)
  if (!node.sequencing.deliveryControls.tracked || !objective.satisfiedByMeasure) return
  const value = satisfiedOf(ledger, { activity })
  const before = entry(trackingOf(ledger, activity).objectives, objective.key)?.satisfied
  if (value === undefined && before === undefined) return
  writeField(ledger, { activity, objective, process: 'UP.4' }, { field: 'satisfied', value })
}
