import type { Attempt } from '../attempt.ts'
import type { Course } from '../course.ts'
import { admission } from './admission.ts'
import { bestStatusOf, launchablesOf } from './roll-up.ts'
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
 * What to deliver when the learner comes (back): the activity they left suspended, unless it is done; else the first one
 * that is not done; when all are done, the suspended one, else the first.
 */
export function firstActivity(course: Course, attempt: Attempt): string | undefined {
  const admitted = admittedOf(course, attempt)
  const suspended = admitted.find(
    (id) => id === attempt.lastOpened && stateOf(attempt, id)?.entry === 'resume',
  )
  if (suspended !== undefined && !isDone(attempt, suspended)) return suspended
  return (
    admitted.find((id) => !isDone(attempt, id)) ??
    suspended ??
    admitted[0] ??
    launchablesOf(course)[0]?.id
  )
}

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
