import type { Attempt } from '../attempt.ts'
import type { Course } from '../course.ts'
import type { Admission } from '../engine.ts'
import type { ContentsEntry, NavigationRequest } from '../navigation.ts'
import { process, treeOf } from '../sequencing/index.ts'
import { lookAhead } from './look-ahead.ts'
import { beginning } from './navigation.ts'
import { trackedOf } from './run.ts'

/** Whether the learner may choose the activity now. */
export function admission(course: Course, attempt: Attempt, id: string): Admission {
  const entry = entriesIn(lookAhead(course, attempt).contents).find(
    ({ activity }) => activity === id,
  )
  if (entry?.isAllowed) return { admitted: true }
  return { admitted: false, reason: 'prerequisites', missing: entry?.refusal?.missing ?? [] }
}

const entriesIn = (contents: readonly ContentsEntry[]): ContentsEntry[] =>
  contents.flatMap((entry) => [entry, ...entriesIn(entry.children)])

const deliveredBy = (
  course: Course,
  attempt: Attempt,
  request: NavigationRequest,
): string | undefined => process(treeOf(course), trackedOf(attempt), request).delivered?.activity

export const firstActivity = (course: Course, attempt: Attempt): string | undefined =>
  deliveredBy(course, attempt, beginning(course, attempt))

export const nextActivity = (course: Course, attempt: Attempt): string | undefined =>
  deliveredBy(course, attempt, { to: 'continue' })

export const previousActivity = (course: Course, attempt: Attempt): string | undefined =>
  deliveredBy(course, attempt, { to: 'previous' })
