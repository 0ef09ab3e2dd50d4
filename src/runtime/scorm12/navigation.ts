import type { Attempt } from '../attempt.ts'
import { activityNamed, type Course, launchablesOf } from '../course.ts'
import type { NavigationRequest, PlayerStep } from '../navigation.ts'
import { admission } from './admission.ts'
import { bestStatusOf } from './roll-up.ts'
import { stateOf } from './run.ts'
import { completionOf } from './status.ts'

const isDone = (attempt: Attempt, id: string): boolean =>
  completionOf(bestStatusOf(stateOf(attempt, id))) === 'completed'

/** The launchable activities that the learner may open now, in order. */
const admittedOf = (course: Course, attempt: Attempt): string[] =>
  launchablesOf(course)
    .map(({ id }) => id)
    .filter((id) => admission(course, attempt, id).admitted)

/**
 * What to deliver when the learner comes (back): where they were, that is the page (asset) that stood open last, or the SCO
 * they left suspended and not done; else the first activity that is not done. When all are done, the SCO that was left
 * suspended, else the first.
 */
export function firstActivity(course: Course, attempt: Attempt): string | undefined {
  const admitted = admittedOf(course, attempt)
  const last = admitted.find((id) => id === attempt.lastOpened)
  const open = admitted.find((id) => !isDone(attempt, id))
  const isSuspended = last !== undefined && stateOf(attempt, last)?.entry === 'resume'
  if (open === undefined) return isSuspended ? last : (admitted[0] ?? launchablesOf(course)[0]?.id)
  if (last !== undefined && isAsset(course, last)) return last
  return isSuspended && !isDone(attempt, last) ? last : open
}

const isAsset = (course: Course, id: string): boolean => activityNamed(course, id)?.kind === 'asset'

/** The next launchable activity in the order of the manifest that the learner may open now. */
export const nextActivity = (course: Course, attempt: Attempt, from: string): string | undefined =>
  neighbours(course, attempt, from).after[0]

export const previousActivity = (
  course: Course,
  attempt: Attempt,
  from: string,
): string | undefined => neighbours(course, attempt, from).before.at(-1)

function neighbours(course: Course, attempt: Attempt, from: string) {
  const order = launchablesOf(course).map(({ id }) => id)
  const admitted = new Set(admittedOf(course, attempt))
  const at = order.indexOf(from)
  if (at < 0) return { before: [], after: [] }
  const open = (ids: string[]) => ids.filter((id) => admitted.has(id))
  return { before: open(order.slice(0, at)), after: open(order.slice(at + 1)) }
}

export function beginning(course: Course, attempt: Attempt): NavigationRequest | undefined {
  const activity = firstActivity(course, attempt)
  return activity === undefined ? undefined : { to: 'choice', activity }
}

/** What is open ends, then the activity that the request leads to opens. Every way of leaving is the same in SCORM 1.2. */
export function follow(
  course: Course,
  attempt: Attempt,
  request: NavigationRequest,
): readonly PlayerStep[] {
  const target = targetOf(course, attempt, request)
  if (target === 'away') return leave(course, attempt)
  if (target === undefined || !isOpenable(course, attempt, target)) return []
  return [...leave(course, attempt), { activity: target, step: { do: 'open' } }]
}

function targetOf(
  course: Course,
  attempt: Attempt,
  request: NavigationRequest,
): string | 'away' | undefined {
  const from = attempt.current ?? attempt.lastOpened ?? ''
  switch (request.to) {
    case 'start':
    case 'resumeAll':
      return firstActivity(course, attempt)
    case 'continue':
      return nextActivity(course, attempt, from)
    case 'previous':
      return previousActivity(course, attempt, from)
    case 'choice':
    case 'jump':
      return request.activity
    default:
      return 'away'
  }
}

const isOpenable = (course: Course, attempt: Attempt, id: string): boolean =>
  activityNamed(course, id)?.href !== undefined && admission(course, attempt, id).admitted

/** Ends the open run: a SCO that did not finish, or an asset. */
export function leave(_course: Course, attempt: Attempt): readonly PlayerStep[] {
  const { current } = attempt
  const run = stateOf(attempt, current)?.run
  if (current === undefined || (run !== 'opened' && run !== 'running')) return []
  return [{ activity: current, step: { do: 'abandon' } }]
}
