import { endAttempt, terminateDescendentAttempts } from './attempts.ts'
import { type Direction, flow } from './flow.ts'
import {
  activityOf,
  availableChildren,
  commonAncestor,
  decide,
  forbidsExit,
  isAvailable,
  isBefore,
  isLeaf,
  type Ledger,
  parentOf,
  pathUpTo,
  setCurrent,
  trackingOf,
} from './ledger.ts'
import type { Sequenced } from './sequencing-request.ts'
import { hasPreConditionAction } from './sequencing-rules.ts'

/** Choice Sequencing Request Process [SB.2.9] */
export function choiceSequencingRequest(ledger: Ledger, target: string): Sequenced {
  const exception = refusesTarget(ledger, target) ?? refusesWay(ledger, target)
  if (exception !== undefined) return { exception }
  if (isLeaf(ledger, target)) return { delivery: target }
  const flowed = flow(ledger, { from: target, direction: 'forward', isEntering: true })
  if (flowed.isDeliverable) return { delivery: flowed.activity }
  const { current } = ledger.state
  if (current === undefined) return { exception: 'SB.2.9-9' }
  const ancestor = commonAncestor(ledger, current, target)
  terminateDescendentAttempts(ledger, ancestor)
  endAttempt(ledger, ancestor)
  setCurrent(ledger, target)
  return { exception: 'SB.2.9-9' }
}

/** [SB.2.9] 1-4: the target must be there, not be hidden, and its parent must allow choice. */
function refusesTarget(ledger: Ledger, target: string): string | undefined {
  const node = ledger.tree.activities.get(target)
  if (node === undefined) return 'SB.2.9-1'
  if (!isAvailable(ledger, target)) return 'SB.2.9-2'
  if (node.path.some((activity) => hasPreConditionAction(ledger, activity, 'hiddenFromChoice')))
    return 'SB.2.9-3'
  return parentOf(ledger, target)?.sequencing.controlMode.choice === false ? 'SB.2.9-4' : undefined
}

/** [SB.2.9] 5-11: the way from the current activity to the target must be open; it has five cases. */
function refusesWay(ledger: Ledger, target: string): string | undefined {
  const { current } = ledger.state
  if (current === undefined) return refusesWayIn(ledger, target, ledger.tree.root)
  if (current === target) return undefined
  const { parent } = activityOf(ledger, current)
  if (parent !== undefined && parent === activityOf(ledger, target).parent)
    return refusesWayAmongSiblings(ledger, { current, target, parent })
  const ancestor = commonAncestor(ledger, current, target)
  if (ancestor === current) return refusesWayIn(ledger, target, ancestor)
  const left = pathUpTo(ledger, current, ancestor)
  if (left.some((activity) => forbidsExit(ledger, activity))) return 'SB.2.9-7'
  if (ancestor === target) return undefined
  return (
    refusesConstrained(ledger, target, left) ??
    (isBefore(ledger, current, target)
      ? refusesWayIn(ledger, target, ancestor)
      : refusesActivation(ledger, target, ancestor))
  )
}

/** Case 2 [SB.2.9] 8: what stands between, the current activity included, must let the choice pass. */
function refusesWayAmongSiblings(
  ledger: Ledger,
  way: { readonly current: string; readonly target: string; readonly parent: string },
): string | undefined {
  const siblings = availableChildren(ledger, way.parent)
  const [from, to] = [siblings.indexOf(way.current), siblings.indexOf(way.target)]
  const direction = to > from ? 'forward' : 'backward'
  const passed = to > from ? siblings.slice(from, to) : siblings.slice(to + 1, from + 1)
  return firstException(passed, (one) => choiceActivityTraversal(ledger, one, direction))
}

/** Cases 1, 3 and 5 forward [SB.2.9] 9, 11.8: the clusters from the ancestor down, without the target. */
function refusesWayIn(ledger: Ledger, target: string, ancestor: string): string | undefined {
  const { path } = activityOf(ledger, target)
  const entered = path.slice(path.indexOf(ancestor), -1)
  return (
    firstException(entered, (one) => choiceActivityTraversal(ledger, one, 'forward')) ??
    refusesActivation(ledger, target, ancestor)
  )
}

/** Whether a cluster on the way down would have to become active by the choice, and must not [SB.2.9] 9.3.3, 11.9. */
function refusesActivation(ledger: Ledger, target: string, ancestor: string): string | undefined {
  const isPrevented = pathUpTo(ledger, target, ancestor)
    .slice(1)
    .some(
      (activity) =>
        !trackingOf(ledger, activity).isActive &&
        activityOf(ledger, activity).sequencing.constrainedChoice.preventActivation,
    )
  return isPrevented ? 'SB.2.9-6' : undefined
}

/** [SB.2.9] 11.4.2, 11.5: the nearest constraining cluster that is left lets only what a flow would meet next be chosen. */
function refusesConstrained(
  ledger: Ledger,
  target: string,
  left: readonly string[],
): string | undefined {
  const constrained = left.find(
    (activity) =>
      !isLeaf(ledger, activity) &&
      activityOf(ledger, activity).sequencing.constrainedChoice.constrainChoice,
  )
  if (constrained === undefined) return undefined
  const direction = isBefore(ledger, constrained, target) ? 'forward' : 'backward'
  const upTo = choiceFlow(ledger, constrained, direction)
  decide(ledger, 'choice-constrained', {
    process: 'SB.2.9',
    activity: constrained,
    facts: { upTo },
  })
  const isWithin = activityOf(ledger, target).path.includes(upTo)
  return isWithin || target === constrained ? undefined : 'SB.2.9-8'
}

/** Choice Activity Traversal Subprocess [SB.2.4]: the exception if a choice cannot pass the activity in this direction. */
export function choiceActivityTraversal(
  ledger: Ledger,
  activity: string,
  direction: Direction,
): string | undefined {
  if (direction === 'forward')
    return hasPreConditionAction(ledger, activity, 'stopForwardTraversal') ? 'SB.2.4-1' : undefined
  const parent = parentOf(ledger, activity)
  if (parent === undefined) return 'SB.2.4-3'
  return parent.sequencing.controlMode.forwardOnly ? 'SB.2.4-2' : undefined
}

/** Choice Flow Subprocess [SB.2.9.1]: where one step from the activity leads; the activity itself at the end of the tree. */
export const choiceFlow = (ledger: Ledger, activity: string, direction: Direction): string =>
  choiceFlowTreeTraversal(ledger, activity, direction) ?? activity

/** Choice Flow Tree Traversal Subprocess [SB.2.9.2] */
function choiceFlowTreeTraversal(
  ledger: Ledger,
  activity: string,
  direction: Direction,
): string | undefined {
  const { parent } = activityOf(ledger, activity)
  if (parent === undefined) return undefined
  const siblings = availableChildren(ledger, parent)
  const next = siblings[siblings.indexOf(activity) + (direction === 'forward' ? 1 : -1)]
  return next ?? choiceFlowTreeTraversal(ledger, parent, direction)
}

function firstException(
  activities: readonly string[],
  exceptionOf: (activity: string) => string | undefined,
): string | undefined {
  for (const activity of activities) {
    const exception = exceptionOf(activity)
    if (exception !== undefined) return exception
  }
  return undefined
}
