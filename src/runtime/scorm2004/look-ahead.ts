import type { Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import type { LookAhead } from '../navigation.ts'
import { lookAhead as sequencerLookAhead, treeOf } from '../sequencing/index.ts'
import { reportOf } from './report.ts'
import { stateOf, trackedOf } from './run.ts'

/** Where the learner may go, as if the open SCO ended now with what it set so far. */
export function lookAhead(course: Course, attempt: Attempt): LookAhead {
  const { current } = attempt
  const activity = current === undefined ? undefined : activityNamed(course, current)
  const state = stateOf(attempt, current)
  const report = activity && state?.run === 'running' ? reportOf(activity, state) : undefined
  return sequencerLookAhead(treeOf(course), trackedOf(attempt), report ? { report } : {})
}
