import { endAttempt, terminateDescendentAttempts } from './attempts.ts'
import type { PostConditionAction } from './definition.ts'
import {
  activityOf,
  decide,
  entry,
  hasSuspendedAttempt,
  isLeaf,
  type Ledger,
  setCurrent,
  setSuspended,
  track,
  trackingOf,
} from './ledger.ts'
import type { SequencingRequest } from './navigation-request.ts'
import { primaryObjective, writeField } from './objectives.ts'
import { overallRollup, rollupSet } from './rollup.ts'
import { hasExitAction, postConditionAction } from './sequencing-rules.ts'

export type TerminationRequest = 'exit' | 'exitAll' | 'suspendAll' | 'abandon' | 'abandonAll'

/** What came of a termination. */
export type Termination =
  | { readonly exception: string }
  | {
      readonly exception?: undefined
      /**
       * The sequencing request that a postcondition rule makes, or `exit` where the termination ends the session: it goes before
       * the one that was asked for [OP.1] 3.4.
       */
      readonly following?: SequencingRequest
    }

/** Termination Request Process [TB.2.3] */
export function terminationRequest(ledger: Ledger, request: TerminationRequest): Termination {
  const { current } = ledger.state
  if (current === undefined) return { exception: 'TB.2.3-1' }
  const { isActive } = trackingOf(ledger, current)
  if ((request === 'exit' || request === 'abandon') && !isActive) return { exception: 'TB.2.3-2' }
  switch (request) {
    case 'exit':
      return exit(ledger, current)
    case 'exitAll':
      return exitAll(ledger, 'exit')
    case 'suspendAll':
      return suspendAll(ledger, current)
    case 'abandon':
      abandonActivity(ledger, current)
      return {}
    case 'abandonAll':
      for (const activity of activityOf(ledger, current).path.toReversed())
        abandonActivity(ledger, activity)
      setCurrent(ledger, ledger.tree.root)
      return { following: { request: 'exit' } }
  }
}

/** [TB.2.3] 3 */
function exit(ledger: Ledger, current: string): Termination {
  endAttempt(ledger, current)
  sequencingExitActionRules(ledger)
  for (;;) {
    const activity = ledger.state.current ?? ledger.tree.root
    const action = sequencingPostConditionRules(ledger, activity)
    if (action === 'exitAll') return exitAll(ledger, 'exit')
    if (action === 'retryAll') return exitAll(ledger, 'retry')
    const { parent } = activityOf(ledger, activity)
    if (action !== 'exitParent') return followingRequest(ledger, activity, action)
    if (parent === undefined) return { exception: 'TB.2.3-4' }
    setCurrent(ledger, parent)
    endAttempt(ledger, parent)
  }
}

/** [TB.2.3] 3.3.5, 3.5: after the root, only a retry goes on. A retry of the root is a new attempt on the whole course. */
function followingRequest(
  ledger: Ledger,
  activity: string,
  action: 'retry' | 'continue' | 'previous' | undefined,
): Termination {
  if (activity !== ledger.tree.root)
    return action === undefined ? {} : { following: { request: action } }
  return { following: { request: action === 'retry' ? 'retry' : 'exit' } }
}

/** Sequencing Exit Action Rules Subprocess [TB.2.1]: the topmost ancestor with an exit rule that holds ends. */
function sequencingExitActionRules(ledger: Ledger): void {
  const { current } = ledger.state
  if (current === undefined) return
  const target = activityOf(ledger, current)
    .path.slice(0, -1)
    .find((activity) => hasExitAction(ledger, activity))
  if (target === undefined) return
  terminateDescendentAttempts(ledger, target)
  endAttempt(ledger, target)
  setCurrent(ledger, target)
}

/** Sequencing Post Condition Rules Subprocess [TB.2.2]; none for an activity that is to be resumed. */
const sequencingPostConditionRules = (
  ledger: Ledger,
  activity: string,
): PostConditionAction | undefined =>
  hasSuspendedAttempt(ledger, activity) ? undefined : postConditionAction(ledger, activity)

/** [TB.2.3] 4 */
function exitAll(ledger: Ledger, request: 'exit' | 'retry'): Termination {
  const { root } = ledger.tree
  const { current } = ledger.state
  if (current !== undefined) endAttempt(ledger, current)
  terminateDescendentAttempts(ledger, root)
  endAttempt(ledger, root)
  setCurrent(ledger, root)
  return { following: { request } }
}

/** [TB.2.3] 5. What was open is suspended whatever its content said, so that it can be resumed. */
function suspendAll(ledger: Ledger, current: string): Termination {
  const { isActive, isSuspended } = trackingOf(ledger, current)
  const { parent } = activityOf(ledger, current)
  if (isActive && isLeaf(ledger, current)) track(ledger, current, { isSuspended: true })
  if (isActive || isSuspended) overallRollup(ledger, rollupSet(ledger, current))
  else if (parent === undefined) return { exception: 'TB.2.3-3' }
  const suspended = isActive || isSuspended ? current : (parent ?? current)
  setSuspended(ledger, suspended)
  for (const activity of activityOf(ledger, suspended).path.toReversed()) {
    track(ledger, activity, { isActive: false, isSuspended: true })
    decide(ledger, 'attempt-suspended', { process: 'TB.2.3', activity })
  }
  setCurrent(ledger, ledger.tree.root)
  return { following: { request: 'exit' } }
}

/** [TB.2.3] 6, 7: the attempt goes away without a roll-up, and what its content said with it, as in ADL's system. */
function abandonActivity(ledger: Ledger, activity: string): void {
  if (!trackingOf(ledger, activity).isActive) return
  if (isLeaf(ledger, activity)) forget(ledger, activity)
  track(ledger, activity, { isActive: false, isSuspended: false })
  decide(ledger, 'attempt-abandoned', { process: 'TB.2.3', activity })
}

/** Later roll-ups must not find what an abandoned attempt said of itself, nor other activities through global objectives. */
function forget(ledger: Ledger, activity: string): void {
  const objective = primaryObjective(activityOf(ledger, activity))
  const known = entry(trackingOf(ledger, activity).objectives, objective.key) ?? {}
  for (const field of ['completed', 'satisfied', 'measure', 'progressMeasure'] as const) {
    if (known[field] === undefined) continue
    writeField(ledger, { activity, objective, process: 'TB.2.3' }, { field, value: undefined })
  }
}
