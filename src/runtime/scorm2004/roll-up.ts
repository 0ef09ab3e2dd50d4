import type { ActivityResult, Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import type { MovedStatus, RollUp } from '../engine.ts'
import { replacedKeys } from '../records.ts'
import { betterResult } from '../results.ts'
import { type ActivityTree, readersOf, statusOf, treeOf } from '../sequencing/index.ts'
import { judgedInFull, progressOfLeaf, resultOfStatus } from './progress.ts'
import { trackedOf } from './run.ts'

/**
 * Follows the course and its clusters from step to step. A step is compared with the one before by what it replaced: only
 * the clusters above that can stand elsewhere, and of their leaves only those that failed have a say (`judgedInFull`).
 */
export function followRollUp(course: Course, begun: Attempt): RollUp {
  const tree = treeOf(course)
  const order = new Map([...tree.activities.keys()].map((id, at) => [id, at]))
  // The course comes after its clusters.
  const placeOf = (id: string): number => (id === tree.root ? order.size : order.get(id)!)
  const failures = failuresIn(course)
  failures.judge(begun, Object.keys(begun.activities))
  const resultOf = (attempt: Attempt, id: string): ActivityResult => {
    const result = resultOfStatus(statusOf(tree, trackedOf(attempt), id), true)
    const judged = judgedInFull(result, () => failures.areIn(attempt, id))
    return id === tree.root && attempt.best ? betterResult(attempt.best, judged) : judged
  }
  let last = begun
  return {
    moveTo: (attempt) => {
      const replaced = replacedBetween(tree, last, attempt)
      const clusters = [...withAbove(tree, [...replaced, tree.root])]
        .filter((id) => isCluster(tree, id))
        .sort((a, b) => placeOf(a) - placeOf(b))
      const before = clusters.map((id) => resultOf(last, id))
      failures.judge(attempt, replaced)
      last = attempt
      return clusters.map((id, at): MovedStatus => {
        return { id, before: before[at]!, after: resultOf(attempt, id) }
      })
    },
  }
}

/**
 * The activities whose progress may differ between two attempts: what has other state, what reads a global objective that
 * became another, and all clusters above.
 */
export function alsoMoved(course: Course, before: Attempt, after: Attempt): ReadonlySet<string> {
  const tree = treeOf(course)
  return withAbove(tree, replacedBetween(tree, before, after))
}

/** An attempt that moved here from another version may know activities that the tree has not. */
const withAbove = ({ activities }: ActivityTree, ids: readonly string[]): ReadonlySet<string> =>
  new Set(ids.flatMap((id) => activities.get(id)?.path ?? []))

function replacedBetween(tree: ActivityTree, before: Attempt, after: Attempt): readonly string[] {
  const [old, now] = [trackedOf(before), trackedOf(after)]
  const targets = replacedKeys(old.shared.objectives, now.shared.objectives)
  return [
    ...replacedKeys(before.activities, after.activities),
    ...replacedKeys(old.state.activities, now.state.activities),
    ...targets.flatMap((target) => readersOf(tree, target)),
  ]
}

const isCluster = ({ activities }: ActivityTree, id: string): boolean =>
  activities.get(id)?.kind === 'cluster'

/** The leaves that stand as failed, kept by every cluster above them. */
function failuresIn(course: Course) {
  const tree = treeOf(course)
  const byCluster = new Map<string, Set<string>>()
  const note = (cluster: string, leaf: string, isFailed: boolean): void => {
    const known = byCluster.get(cluster)
    if (!isFailed) known?.delete(leaf)
    else if (known) known.add(leaf)
    else byCluster.set(cluster, new Set([leaf]))
  }
  /** A selection may have left the leaf out of the attempt; the children of the course itself all count. */
  const hasLeaf = (attempt: Attempt, cluster: string, leaf: string): boolean => {
    const { path } = tree.activities.get(leaf)!
    const { activities } = trackedOf(attempt).state
    return path.every((id, at) => {
      const above = path[at - 1]
      if (above === undefined || above === tree.root || at <= path.indexOf(cluster)) return true
      return activities[above]?.availableChildren?.includes(id) ?? true
    })
  }
  return {
    judge: (attempt: Attempt, ids: readonly string[]): void => {
      for (const id of ids) {
        const activity = activityNamed(course, id)
        if (!activity || activity.kind === 'cluster') continue
        const isFailed = progressOfLeaf(course, attempt, activity).success === 'failed'
        for (const cluster of tree.activities.get(id)!.path.slice(0, -1))
          note(cluster, id, isFailed)
      }
    },
    areIn: (attempt: Attempt, cluster: string): boolean => {
      for (const leaf of byCluster.get(cluster) ?? [])
        if (hasLeaf(attempt, cluster, leaf)) return true
      return false
    },
  }
}
