import type { GlobalObjective } from '../shared-state.ts'
import type { DecisionName } from './decisions.ts'
import {
  activityOf,
  availableChildren,
  decide,
  entry,
  isLeaf,
  type Ledger,
  trackingOf,
} from './ledger.ts'
import {
  completedOf,
  measureOf,
  type ObjectiveField,
  primaryObjective,
  progressMeasureOf,
  satisfiedOf,
  targetsOf,
  writeField,
} from './objectives.ts'
import { rollupRuleCheck } from './rollup-rules.ts'

/**
 * Overall Rollup Process [RB.1.5], from each of the activities up to the root, deepest first: a cluster comes after all
 * clusters below it, and once.
 */
export function overallRollup(ledger: Ledger, activities: Iterable<string>): void {
  const clusters = new Set<string>()
  for (const activity of activities)
    for (const one of activityOf(ledger, activity).path) if (!isLeaf(ledger, one)) clusters.add(one)
  const depth = (id: string): number => activityOf(ledger, id).path.length
  for (const cluster of [...clusters].sort((a, b) => depth(b) - depth(a)))
    rollUpCluster(ledger, cluster)
}

function rollUpCluster(ledger: Ledger, cluster: string): void {
  const { deliveryControls } = activityOf(ledger, cluster).sequencing
  if (!deliveryControls.tracked) return
  measureRollup(ledger, cluster)
  if (ledger.tree.edition === '4th') completionMeasureRollup(ledger, cluster)
  objectiveRollup(ledger, cluster)
  activityProgressRollup(ledger, cluster)
}

/** Measure Rollup Process [RB.1.1 a]: the children's measures by their weights; a child without a measure counts as 0. */
function measureRollup(ledger: Ledger, cluster: string): void {
  const weighed = availableChildren(ledger, cluster).map((child) => ({
    child,
    weight: activityOf(ledger, child).sequencing.rollupControls.objectiveMeasureWeight,
    measure: measureOf(ledger, { activity: child, asker: 'rollup' }),
  }))
  settle(ledger, cluster, { field: 'measure', value: weighedMean(ledger, weighed) })
}

/** Completion Measure Rollup Process [RB.1.1 b], 4th Edition. */
function completionMeasureRollup(ledger: Ledger, cluster: string): void {
  const weighed = availableChildren(ledger, cluster).map((child) => ({
    child,
    weight: activityOf(ledger, child).completionThreshold.progressWeight,
    measure: progressMeasureOf(ledger, { activity: child, asker: 'rollup' }),
  }))
  settle(ledger, cluster, { field: 'progressMeasure', value: weighedMean(ledger, weighed) })
}

/** The mean of what tracked children have; undefined where none has anything, or nothing has a weight. */
function weighedMean(
  ledger: Ledger,
  weighed: readonly {
    readonly child: string
    readonly weight: number
    readonly measure: number | undefined
  }[],
): number | undefined {
  const counted = weighed.filter(
    ({ child }) => activityOf(ledger, child).sequencing.deliveryControls.tracked,
  )
  const weight = counted.reduce((sum, one) => sum + one.weight, 0)
  if (weight === 0 || counted.every((one) => one.measure === undefined)) return undefined
  return counted.reduce((sum, one) => sum + one.weight * (one.measure ?? 0), 0) / weight
}

/** Objective Rollup Process [RB.1.2]: by measure (a) where the primary objective is satisfied by it, else by rules (b). */
function objectiveRollup(ledger: Ledger, cluster: string): void {
  const isByMeasure = primaryObjective(activityOf(ledger, cluster)).satisfiedByMeasure
  const value = isByMeasure
    ? satisfiedOf(ledger, { activity: cluster })
    : byRules(ledger, cluster, ['satisfied', 'notSatisfied'])
  if (value !== undefined || isByMeasure) settle(ledger, cluster, { field: 'satisfied', value })
}

/** Activity Progress Rollup Process [RB.1.3]: by measure (a) where the activity is completed by it, else by rules (b). */
function activityProgressRollup(ledger: Ledger, cluster: string): void {
  const isByMeasure =
    ledger.tree.edition === '4th' &&
    activityOf(ledger, cluster).completionThreshold.completedByMeasure
  const value = isByMeasure
    ? completedOf(ledger, { activity: cluster })
    : byRules(ledger, cluster, ['completed', 'incomplete'])
  if (value !== undefined || isByMeasure) settle(ledger, cluster, { field: 'completed', value })
}

/** The negative rules are looked at first, so a positive one has the last word; undefined: no rule fired, nothing changes. */
function byRules(
  ledger: Ledger,
  cluster: string,
  [positive, negative]:
    | readonly ['satisfied', 'notSatisfied']
    | readonly ['completed', 'incomplete'],
): boolean | undefined {
  const isNegative = rollupRuleCheck(ledger, cluster, negative)
  if (rollupRuleCheck(ledger, cluster, positive)) return true
  return isNegative ? false : undefined
}

/** How each field that is rolled up is told of, where it changed. */
const told = {
  measure: { process: 'RB.1.1', decision: 'measure-rolled-up' },
  progressMeasure: { process: 'RB.1.1', decision: 'progress-measure-rolled-up' },
  satisfied: { process: 'RB.1.2', decision: 'satisfaction-rolled-up' },
  completed: { process: 'RB.1.3', decision: 'completion-rolled-up' },
} as const satisfies Partial<Record<ObjectiveField, { process: string; decision: DecisionName }>>

/**
 * Writes what a roll-up came to into the cluster's primary objective. Nothing known before and after is no change: what others
 * wrote to a global objective stays.
 */
function settle<F extends keyof typeof told>(
  ledger: Ledger,
  cluster: string,
  { field, value }: { readonly field: F; readonly value: GlobalObjective[F] | undefined },
): void {
  const { process, decision } = told[field]
  const objective = primaryObjective(activityOf(ledger, cluster))
  const before = entry(trackingOf(ledger, cluster).objectives, objective.key)?.[field]
  if (value === undefined && before === undefined) return
  writeField(ledger, { activity: cluster, objective, process }, { field, value })
  if (before !== value)
    decide(ledger, decision, { process, activity: cluster, facts: { [field]: value } })
}

/**
 * The activities to roll up from when an activity's status may have changed: itself, and the parents of all that read a
 * global objective which it or an ancestor writes [SN 4.6.2]. Roll-up looks at primary objectives, and to those of clusters alone
 * it writes.
 */
export function rollupSet(ledger: Ledger, activity: string): string[] {
  const { path } = activityOf(ledger, activity)
  const written = new Set(
    path.flatMap((id) => {
      const node = activityOf(ledger, id)
      if (!node.sequencing.deliveryControls.tracked) return []
      return targetsOf(id === activity ? node.objectives : [primaryObjective(node)], 'written')
    }),
  )
  if (written.size === 0) return [activity]
  const parents = [...ledger.tree.activities.values()].flatMap((node) =>
    node.parent !== undefined &&
    targetsOf([primaryObjective(node)], 'rolledUp').some((target) => written.has(target))
      ? [node.parent]
      : [],
  )
  return [activity, ...parents]
}
