import type { Attempt } from '../attempt.ts'
import type { AttemptMode, Course, Learner } from '../course.ts'
import type { Engine } from '../engine.ts'
import { apiFunctions, call } from './api-functions.ts'
import { applyEntry } from './apply-entry.ts'
import { errorStrings } from './error-codes.ts'
import { interactionOf } from './interaction.ts'
import { lookAhead } from './look-ahead.ts'
import { beginning, follow, leave } from './navigation.ts'
import { activityProgress, courseProgress, followRollUp } from './roll-up.ts'

const start = (_course: Course, learner: Learner, mode: AttemptMode): Attempt => ({
  learner,
  mode,
  activities: {},
})

/** SCORM 1.2; README.md beside this file says what it promises and which rules it chose. */
export const scorm12: Engine = {
  apiName: 'API',
  apiFunctions,
  errorStrings,
  start,
  // Nothing in SCORM 1.2 is shared between courses, and no course asks the player to go anywhere.
  sharedKeys: () => undefined,
  pendingRequest: () => undefined,
  call,
  apply: applyEntry,
  beginning,
  follow,
  leave,
  lookAhead,
  interaction: interactionOf,
  activityProgress,
  courseProgress,
  followRollUp,
  // No activity has a say in another's status.
  alsoMoved: () => new Set(),
}
