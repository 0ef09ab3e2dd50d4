import type { GlobalObjective } from '../shared-state.ts'
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
  const measure = weighedMean(ledger, weighed)
  const before = readOwn(ledger, cluster, 'measure')
  write(ledger, cluster, { process: 'RB.1.1', field: 'measure', value: measure })
  if (before !== measure)
    decide(ledger, 'measure-rolled-up', {
      process: 'RB.1.1',
      activity: cluster,
      facts: { measure },
    })
}

/** Completion Measure Rollup Process [RB.1.1 b], 4th Edition. */
function completionMeasureRollup(ledger: Ledger, cluster: string): void {
  const weighed = availableChildren(ledger, cluster).map((child) => ({
    child,
    weight: activityOf(ledger, child).completionThreshold.progressWeight,
    measure: progressMeasureOf(ledger, { activity: child, asker: 'rollup' }),
  }))
  const progressMeasure = weighedMean(ledger, weighed)
  const before = readOwn(ledger, cluster, 'progressMeasure')
  write(ledger, cluster, { process: 'RB.1.1', field: 'progressMeasure', value: progressMeasure })
  if (before !== progressMeasure)
    decide(ledger, 'progress-measure-rolled-up', {
      process: 'RB.1.1',
      activity: cluster,
      facts: { progressMeasure },
    })
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
  const before = readOwn(ledger, cluster, 'satisfied')
  const objective = primaryObjective(activityOf(ledger, cluster))
  const value = objective.satisfiedByMeasure
    ? satisfiedOf(ledger, { activity: cluster })
    : byRules(ledger, cluster, ['satisfied', 'notSatisfied'])
  if (value === undefined && !objective.satisfiedByMeasure) return
  write(ledger, cluster, { process: 'RB.1.2', field: 'satisfied', value })
  if (before !== value)
    decide(ledger, 'satisfaction-rolled-up', {
      process: 'RB.1.2',
      activity: cluster,
      facts: { satisfied: value },
    })
}

/** Activity Progress Rollup Process [RB.1.3]: by measure (a) where the activity is completed by it, else by rules (b). */
function activityProgressRollup(ledger: Ledger, cluster: string): void {
  const before = readOwn(ledger, cluster, 'completed')
  const isByMeasure =
    ledger.tree.edition === '4th' &&
    activityOf(ledger, cluster).completionThreshold.completedByMeasure
  const value = isByMeasure
    ? completedOf(ledger, { activity: cluster })
    : byRules(ledger, cluster, ['completed', 'incomplete'])
  if (value === undefined && !isByMeasure) return
  write(ledger, cluster, { process: 'RB.1.3', field: 'completed', value })
  if (before !== value)
    decide(ledger, 'completion-rolled-up', {
      process: 'RB.1.3',
      activity: cluster,
      facts: { completed: value },
    })
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

function readOwn<F extends keyof GlobalObjective>(ledger: Ledger, activity: string, field: F) {
  const { key } = primaryObjective(activityOf(ledger, activity))
  return entry(trackingOf(ledger, activity).objectives, key)?.[field]
}

/** Nothing known before and after is no change: what others wrote to a global objective stays. */
function write<F extends keyof GlobalObjective>(
  ledger: Ledger,
  activity: string,
  to: {
    readonly process: string
    readonly field: F
    readonly value: GlobalObjective[F] | undefined
  },
): void {
  if (to.value === undefined && readOwn(ledger, activity, to.field) === undefined) return
  const objective = primaryObjective(activityOf(ledger, activity))
  writeField(ledger, { activity, objective, process: to.process }, to)
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
      return targetsOf(id === activity ? node.objectives : [primaryObjective(node)], 'write')
    }),
  )
  if (written.size === 0) return [activity]
  const parents = [...ledger.tree.activities.values()].flatMap((node) =>
    node.parent !== undefined &&
    targetsOf([primaryObjective(node)], 'read').some((target) => written.has(target))
      ? [node.parent]
      : [],
  )
  return [activity, ...parents]
}
