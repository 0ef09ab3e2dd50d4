import type { Attempt } from '../attempt.ts'
import { type AttemptMode, activitiesOf, type Course, type Learner } from '../course.ts'
import type { AttemptGiven, Engine, SharedKeys } from '../engine.ts'
import { begin, treeOf } from '../sequencing/index.ts'
import { nothingShared } from '../shared-state.ts'
import { apiFunctions, call } from './api-functions.ts'
import { applyEntry } from './apply-entry.ts'
import { errorStrings } from './error-codes.ts'
import { interactionOf } from './interaction.ts'
import { lookAhead } from './look-ahead.ts'
import { beginning, follow, leave, pendingRequest } from './navigation.ts'
import { activityProgress, courseProgress } from './progress.ts'
import { alsoMoved, followRollUp } from './roll-up.ts'

function start(course: Course, learner: Learner, mode: AttemptMode, given?: AttemptGiven): Attempt {
  const { seed = learner.id, shared = nothingShared } = given ?? {}
  const tracked = begin(treeOf(course), { seed, shared })
  return { learner, mode, activities: {}, sequencing: tracked.state, shared: tracked.shared }
}

/** Global objectives and stores that are the learner's in all courses, unless the organization keeps them to itself. */
function sharedKeys(course: Course): SharedKeys | undefined {
  const { objectivesGlobalToSystem = true, sharedDataGlobalToSystem = true } =
    course.scorm2004 ?? {}
  const activities = [...treeOf(course).activities.values()]
  const targets = activities.flatMap(({ objectives }) =>
    objectives.flatMap(({ maps }) => maps.map(({ target }) => target)),
  )
  const stores = activitiesOf(course).flatMap(({ data = [] }) => data.map(({ target }) => target))
  const keys = {
    objectives: objectivesGlobalToSystem ? [...new Set(targets)] : [],
    data: sharedDataGlobalToSystem ? [...new Set(stores)] : [],
  }
  return keys.objectives.length + keys.data.length > 0 ? keys : undefined
}

/** SCORM 2004; README.md beside this file says what it promises and which rules it chose. */
export const scorm2004: Engine = {
  apiName: 'API_1484_11',
  apiFunctions,
  errorStrings,
  start,
  sharedKeys,
  call,
  apply: applyEntry,
  beginning,
  follow,
  leave,
  pendingRequest,
  lookAhead,
  interaction: interactionOf,
  activityProgress,
  courseProgress,
  followRollUp,
  alsoMoved,
}
