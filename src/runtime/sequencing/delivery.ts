import { terminateDescendentAttempts } from './attempts.ts'
import {
  activityOf,
  commonAncestor,
  decide,
  isLeaf,
  type Ledger,
  pathUpTo,
  setCurrent,
  setSuspended,
  track,
  trackingOf,
} from './ledger.ts'
import { checkActivity } from './sequencing-rules.ts'
import type { ActivityTracking } from './tracking.ts'

/** Delivery Request Process [DB.1.1]: the exception if the activity may not be delivered. */
export function deliveryRequest(ledger: Ledger, activity: string): string | undefined {
  if (!isLeaf(ledger, activity)) return 'DB.1.1-1'
  const { path } = activityOf(ledger, activity)
  return path.some((one) => checkActivity(ledger, one)) ? 'DB.1.1-3' : undefined
}

/**
 * Content Delivery Environment Process [DB.2]: attempts begin or go on from the root down to the activity, which becomes
 * the current one.
 * @returns whether the activity goes on with a suspended attempt, or the exception
 */
export function contentDeliveryEnvironment(
  ledger: Ledger,
  activity: string,
): { readonly isResumed: boolean; readonly exception?: string } {
  const { current } = ledger.state
  if (current !== undefined && trackingOf(ledger, current).isActive)
    return { isResumed: false, exception: 'DB.2-1' }
  clearSuspendedActivity(ledger, activity)
  terminateDescendentAttempts(ledger, activity)
  const isResumed = trackingOf(ledger, activity).isSuspended
  for (const one of activityOf(ledger, activity).path)
    if (!trackingOf(ledger, one).isActive) activate(ledger, one)
  setCurrent(ledger, activity)
  setSuspended(ledger, undefined)
  const attempt = trackingOf(ledger, activity).attempts
  decide(ledger, 'delivered', { process: 'DB.2', activity, facts: { isResumed, attempt } })
  return { isResumed }
}

/** Clear Suspended Activity Subprocess [DB.2.1]: another activity is delivered than the one that waits to be resumed. */
function clearSuspendedActivity(ledger: Ledger, activity: string): void {
  const { suspended } = ledger.state
  if (suspended === undefined || suspended === activity) return
  const ancestor = commonAncestor(ledger, suspended, activity)
  for (const one of pathUpTo(ledger, suspended, ancestor)) {
    const isSuspended = activityOf(ledger, one).children.some(
      (child) => trackingOf(ledger, child).isSuspended,
    )
    track(ledger, one, { isSuspended })
  }
  setSuspended(ledger, undefined)
  decide(ledger, 'suspended-activity-cleared', { process: 'DB.2.1', activity: suspended })
}

/**
 * [DB.2] 5.1: a suspended attempt goes on, as part of the present attempt on the parent, or a new one begins with nothing
 * known; untracked activities count none.
 */
function activate(ledger: Ledger, activity: string): void {
  const { attempts, isSuspended } = trackingOf(ledger, activity)
  const facts = { attempt: attempts + (isSuspended ? 0 : 1) }
  if (isSuspended) {
    track(ledger, activity, {
      isActive: true,
      isSuspended: false,
      isFormerObjectiveInfo: false,
      isFormerProgressInfo: false,
    })
    decide(ledger, 'attempt-resumed', { process: 'DB.2', activity, facts })
    return
  }
  if (!activityOf(ledger, activity).sequencing.deliveryControls.tracked) {
    track(ledger, activity, { isActive: true })
    return
  }
  track(ledger, activity, newAttempt(attempts + 1))
  ageChildren(ledger, activity)
  decide(ledger, 'attempt-begun', { process: 'DB.2', activity, facts })
}

const newAttempt = (attempts: number): Partial<ActivityTracking> => ({
  isActive: true,
  attempts,
  objectives: {},
  isCompletionReported: false,
  isSuccessReported: false,
  isFormerObjectiveInfo: false,
  isFormerProgressInfo: false,
})

/** What the children have is from before this attempt on their parent; that matters if the parent looks at its own only. */
function ageChildren(ledger: Ledger, activity: string): void {
  const { children, sequencing } = activityOf(ledger, activity)
  const { useCurrentAttemptObjectiveInfo, useCurrentAttemptProgressInfo } = sequencing.controlMode
  for (const child of children) {
    if (trackingOf(ledger, child).attempts === 0) continue
    track(ledger, child, {
      ...(useCurrentAttemptObjectiveInfo && { isFormerObjectiveInfo: true }),
      ...(useCurrentAttemptProgressInfo && { isFormerProgressInfo: true }),
    })
  }
}
