import { terminateDescendentAttempts } from './attempts.ts'
import { activityOf, availableChildren, decide, isLeaf, type Ledger, parentOf } from './ledger.ts'
import { checkActivity, hasPreConditionAction } from './sequencing-rules.ts'

export type Direction = 'forward' | 'backward'

interface Traversal {
  readonly from: string
  readonly direction: Direction
  readonly previously?: Direction | undefined
  readonly isEntering: boolean
}

type Traversed =
  | { readonly next: string; readonly direction: Direction }
  | { readonly next?: undefined; readonly endsSession?: boolean; readonly exception?: string }

/** Where a flow stopped: at a leaf that may be delivered, or why not. */
export interface Flow {
  readonly activity: string
  readonly isDeliverable: boolean
  readonly endsSession?: boolean
  readonly exception?: string
}

/** Flow Tree Traversal Subprocess [SB.2.1]: the next activity in a direction, whatever rules say of it. */
export function flowTreeTraversal(ledger: Ledger, traversal: Traversal): Traversed {
  const siblings = siblingsOf(ledger, traversal.from)
  const isReversed = traversal.previously === 'backward' && siblings.at(-1) === traversal.from
  const from = isReversed ? (siblings[0] ?? traversal.from) : traversal.from
  const direction = isReversed ? 'backward' : traversal.direction
  const isEntering = traversal.isEntering && !isLeaf(ledger, from)
  if (isEntering) return enter(ledger, from, direction)
  return direction === 'forward'
    ? walkForward(ledger, from)
    : walkBackward(ledger, from, isReversed)
}

/** [SB.2.1] 3.3, 4.3 */
function enter(ledger: Ledger, cluster: string, direction: Direction): Traversed {
  if (direction === 'backward' && cluster === ledger.tree.root) return { exception: 'SB.2.1-3' }
  const children = availableChildren(ledger, cluster)
  const [first, last] = [children[0], children.at(-1)]
  if (first === undefined || last === undefined) return { exception: 'SB.2.1-2' }
  if (direction === 'forward') return { next: first, direction }
  const { forwardOnly } = activityOf(ledger, cluster).sequencing.controlMode
  if (!forwardOnly) return { next: last, direction }
  decide(ledger, 'direction-reversed', { process: 'SB.2.1', activity: cluster })
  return { next: first, direction: 'forward' }
}

/** [SB.2.1] 3.1, 3.2: walking off the tree ends the sequencing session. */
function walkForward(ledger: Ledger, from: string): Traversed {
  const parent = parentOf(ledger, from)
  if (parent === undefined) {
    terminateDescendentAttempts(ledger, ledger.tree.root)
    decide(ledger, 'walked-off-the-end', { process: 'SB.2.1' })
    return { endsSession: true }
  }
  const siblings = siblingsOf(ledger, from)
  const next = siblings[siblings.indexOf(from) + 1]
  return next === undefined ? walkForward(ledger, parent.id) : { next, direction: 'forward' }
}

/** [SB.2.1] 4.1, 4.2 */
function walkBackward(ledger: Ledger, from: string, isReversed: boolean): Traversed {
  const parent = parentOf(ledger, from)
  if (parent === undefined) return { exception: 'SB.2.1-3' }
  if (!isReversed && parent.sequencing.controlMode.forwardOnly) return { exception: 'SB.2.1-4' }
  const siblings = siblingsOf(ledger, from)
  const next = siblings[siblings.indexOf(from) - 1]
  return next === undefined
    ? walkBackward(ledger, parent.id, false)
    : { next, direction: 'backward' }
}

const siblingsOf = (ledger: Ledger, activity: string): readonly string[] => {
  const { parent } = activityOf(ledger, activity)
  return parent === undefined ? [] : availableChildren(ledger, parent)
}

interface Candidate {
  readonly activity: string
  readonly direction: Direction
  readonly previously?: Direction | undefined
}

/** Flow Activity Traversal Subprocess [SB.2.2]: the candidate or, where it is skipped or a cluster, what comes next. */
export function flowActivityTraversal(ledger: Ledger, candidate: Candidate): Flow {
  const { activity } = candidate
  if (parentOf(ledger, activity)?.sequencing.controlMode.flow === false)
    return stop(ledger, activity, { exception: 'SB.2.2-1' })
  if (hasPreConditionAction(ledger, activity, 'skip')) {
    decide(ledger, 'skipped', { process: 'SB.2.2', activity })
    return passOver(ledger, candidate)
  }
  if (checkActivity(ledger, activity)) return stop(ledger, activity, { exception: 'SB.2.2-2' })
  if (isLeaf(ledger, activity)) return { activity, isDeliverable: true }
  return descend(ledger, candidate)
}

/** [SB.2.2] 3 */
function passOver(ledger: Ledger, { activity, direction, previously }: Candidate): Flow {
  const traversed = flowTreeTraversal(ledger, {
    from: activity,
    direction,
    previously,
    isEntering: false,
  })
  if (traversed.next === undefined) return stop(ledger, activity, traversed)
  const isBackAgain = previously === 'backward' && traversed.direction === 'backward'
  return flowActivityTraversal(ledger, {
    activity: traversed.next,
    direction: isBackAgain ? 'backward' : direction,
    previously: isBackAgain ? undefined : previously,
  })
}

/** [SB.2.2] 6: a cluster cannot be delivered; look for a leaf in it. */
function descend(ledger: Ledger, { activity, direction }: Candidate): Flow {
  const traversed = flowTreeTraversal(ledger, { from: activity, direction, isEntering: true })
  if (traversed.next === undefined) return stop(ledger, activity, traversed)
  const isTurned = direction === 'backward' && traversed.direction === 'forward'
  return flowActivityTraversal(ledger, {
    activity: traversed.next,
    direction: isTurned ? 'forward' : direction,
    previously: isTurned ? 'backward' : undefined,
  })
}

/** Flow Subprocess [SB.2.3] */
export function flow(
  ledger: Ledger,
  traversal: { readonly from: string; readonly direction: Direction; readonly isEntering: boolean },
): Flow {
  const traversed = flowTreeTraversal(ledger, traversal)
  if (traversed.next === undefined) return stop(ledger, traversal.from, traversed)
  return flowActivityTraversal(ledger, {
    activity: traversed.next,
    direction: traversal.direction,
  })
}

function stop(
  ledger: Ledger,
  activity: string,
  { endsSession, exception }: { readonly endsSession?: boolean; readonly exception?: string },
): Flow {
  if (exception !== undefined)
    decide(ledger, 'traversal-stopped', { process: 'SB.2.3', activity, facts: { code: exception } })
  return {
    activity,
    isDeliverable: false,
    ...(endsSession !== undefined && { endsSession }),
    ...(exception !== undefined && { exception }),
  }
}
