import type { ActivityResult, ActivityState, Attempt, Progress, Score } from '../attempt.ts'
import { type Activity, activityNamed, type Course } from '../course.ts'
import { betterResult, notBegun, toFourDecimals } from '../results.ts'
import { type ActivityStatus, statusOf, type Tracked, treeOf } from '../sequencing/index.ts'
import { stateOf, trackedOf } from './run.ts'
import { ownResult } from './status.ts'

/** What the sequencer knows of an activity, as a result. */
export function resultOfStatus(status: ActivityStatus, isBegun: boolean): ActivityResult {
  const score = scoreOfStatus(status)
  return {
    completion: status.completed ? 'completed' : isBegun ? 'incomplete' : 'not-attempted',
    success: status.satisfied === undefined ? 'unknown' : status.satisfied ? 'passed' : 'failed',
    ...(score && { score }),
  }
}

function scoreOfStatus({ score }: ActivityStatus): Score | undefined {
  return score.scaled === undefined ? undefined : { ...score, scaled: toFourDecimals(score.scaled) }
}

/**
 * One activity: the better of what the sequencer knows of its present attempt, what its open run says, and what earlier runs
 * ended with. A cluster: what the sequencer rolled up.
 */
export function activityProgress(course: Course, attempt: Attempt, id: string): Progress {
  const activity = activityNamed(course, id)
  if (!activity) return id === course.id ? courseProgress(course, attempt) : notBegun
  if (activity.kind !== 'cluster') return progressOfLeaf(course, attempt, activity)
  const leaves = launchablesBelow(course, trackedOf(attempt), activity)
  return progressOfCluster(course, attempt, { id, leaves })
}

/** The course as its root activity has it, or as the learner ended it before they began again. */
export function courseProgress(course: Course, attempt: Attempt): Progress {
  const tracked = trackedOf(attempt)
  const leaves = course.activities.flatMap((child) => launchablesBelow(course, tracked, child))
  const now = progressOfCluster(course, attempt, { id: course.id, leaves })
  if (!attempt.best) return now
  const best = betterResult(attempt.best, now)
  return { ...now, ...best, progress: best.completion === 'completed' ? 1 : now.progress }
}

/** One SCO or asset. */
export function progressOfLeaf(course: Course, attempt: Attempt, activity: Activity): Progress {
  const state = stateOf(attempt, activity.id)
  if (!state || state.runs === 0) return notBegun
  const status = statusOf(treeOf(course), trackedOf(attempt), activity.id)
  const results = [
    resultOfStatus(status, true),
    { completion: 'incomplete', success: 'unknown', ...state.best } as const,
    ...(state.run === 'running' ? [ownResult(activity, state)] : []),
  ]
  const result = results.reduce<ActivityResult>(betterResult, notBegun)
  return {
    ...resultFields(result),
    progress: result.completion === 'completed' ? 1 : 0.5,
    centiseconds: timeOf(state),
    runs: state.runs,
  }
}

function progressOfCluster(
  course: Course,
  attempt: Attempt,
  { id, leaves }: { readonly id: string; readonly leaves: readonly Activity[] },
): Progress {
  const status = statusOf(treeOf(course), trackedOf(attempt), id)
  const parts = leaves.map((leaf) => progressOfLeaf(course, attempt, leaf))
  const done = parts.filter(({ completion }) => completion === 'completed').length
  const isBegun = status.attempts > 0 || parts.some(({ runs }) => runs > 0)
  const hasFailure = () => parts.some(({ success }) => success === 'failed')
  const result = judgedInFull(resultOfStatus(status, isBegun), hasFailure)
  return {
    ...resultFields(result),
    progress: shareOf({ result, status, done, all: parts.length }),
    centiseconds: parts.reduce((sum, part) => sum + part.centiseconds, 0),
    runs: Math.max(0, ...parts.map(({ runs }) => runs)),
  }
}

/**
 * The default roll-up calls a cluster not satisfied as soon as something in it was attempted [RB.1.4.2]. For people that is
 * a failure only once the cluster is done, or something in it was failed; before, nothing is decided.
 */
export function judgedInFull(result: ActivityResult, hasFailure: () => boolean): ActivityResult {
  if (result.success !== 'failed' || result.completion === 'completed') return result
  return hasFailure() ? result : { ...result, success: 'unknown' }
}

/** 1 when complete; else the progress measure where the course has one, else the share of done activities. */
function shareOf(of: {
  readonly result: ActivityResult
  readonly status: ActivityStatus
  readonly done: number
  readonly all: number
}): number {
  if (of.result.completion === 'completed') return 1
  return of.status.progressMeasure ?? (of.all === 0 ? 0 : of.done / of.all)
}

const resultFields = ({ completion, success, score }: ActivityResult): ActivityResult => ({
  completion,
  success,
  ...(score && { score }),
})

const timeOf = ({ totalCentiseconds, earlierCentiseconds = 0 }: ActivityState): number =>
  totalCentiseconds + earlierCentiseconds

/** The SCOs and assets of an activity that this attempt has: a selection leaves the others out [SN 4.7, SR.1]. */
function launchablesBelow(course: Course, tracked: Tracked, activity: Activity): Activity[] {
  if (activity.kind !== 'cluster') return [activity]
  const available = tracked.state.activities[activity.id]?.availableChildren
  return activity.children
    .filter(({ id }) => !available || available.includes(id))
    .flatMap((child) => launchablesBelow(course, tracked, child))
}
