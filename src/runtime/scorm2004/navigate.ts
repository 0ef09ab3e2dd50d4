import type { ActivityState, Attempt, Fact } from '../attempt.ts'
import { type Activity, activityNamed, type Course } from '../course.ts'
import type { Applied } from '../engine.ts'
import type { NavigationRequest } from '../navigation.ts'
import { recordsOf } from '../records.ts'
import { unopened, withState } from '../run.ts'
import {
  type ActivityStatus,
  objectivesOf,
  process,
  statusOf,
  treeOf,
} from '../sequencing/index.ts'
import { initialObjectives } from './objectives.ts'
import { courseProgress, resultOfStatus } from './progress.ts'
import { closeRun, runTimeOf, stateOf, trackedOf, withTracked } from './run.ts'
import { withoutOwnStores } from './shared-data.ts'
import { bestWith, completionStatusOf, successStatusOf } from './status.ts'

/**
 * A navigation request, after the frame of what was open is gone: the sequencer ends the current activity, and what it
 * delivers is open [SN 4.9, OP.1].
 */
export function navigate(
  course: Course,
  attempt: Attempt,
  { request, at }: { readonly request: NavigationRequest; readonly at: string },
): Applied {
  const tree = treeOf(course)
  const before = trackedOf(attempt)
  const ended = endedBy(course, attempt)
  const outcome = process(tree, before, request)
  const after = withTracked(closeRun(attempt), outcome.tracked)
  const told = ended ? factsOfEnd(course, { ...ended, attempt, after, at }) : undefined
  let next = told?.attempt ?? after
  if (outcome.hasEnded) next = withBest(course, next)
  if (request.to === 'start' && !outcome.refusal) next = withoutOwnStores(course, next)
  if (outcome.delivered) {
    const { activity, isResumed } = outcome.delivered
    next = openRun(next, { course, activity: activityNamed(course, activity)!, isResumed, at })
  }
  return {
    attempt: next,
    facts: told?.facts ?? [],
    decisions: outcome.decisions,
    ...(outcome.refusal && { refusal: outcome.refusal }),
  }
}

interface Ended {
  readonly activity: Activity
  readonly state: ActivityState
  readonly status: ActivityStatus
}

/** The activity that the request may end: the current one, as long as it is active. */
function endedBy(course: Course, attempt: Attempt): Ended | undefined {
  const tracked = trackedOf(attempt)
  const { current } = tracked.state
  const activity = current === undefined ? undefined : activityNamed(course, current)
  const state = stateOf(attempt, current)
  if (!activity || !state) return undefined
  const status = statusOf(treeOf(course), tracked, activity.id)
  return status.isActive ? { activity, state, status } : undefined
}

/**
 * What the end of an attempt on an activity means besides what its SCO said: the sequencer completes and satisfies what
 * content leaves open [UP.4]. An asset, which cannot speak, is told of as a whole now.
 */
function factsOfEnd(
  course: Course,
  end: Ended & { readonly attempt: Attempt; readonly after: Attempt; readonly at: string },
): { readonly attempt: Attempt; readonly facts: readonly Fact[] } {
  const { activity, state, after, at } = end
  const status = statusOf(treeOf(course), trackedOf(after), activity.id)
  const facts = statusFacts(end, status)
  if (activity.kind !== 'asset' || state.run !== 'opened') return { attempt: after, facts }
  const runCentiseconds = runTimeOf(state, at)
  const result = resultOfStatus(status, true)
  const best = bestWith(state.best, result)
  const closed = stateOf(after, activity.id)!
  const timed = { ...closed, best, totalCentiseconds: closed.totalCentiseconds + runCentiseconds }
  const isSuspended = status.isSuspended
  return {
    attempt: withState(after, activity.id, timed),
    facts: [
      { fact: state.entry === 'resume' ? 'resumed' : 'initialized' },
      ...facts,
      { fact: isSuspended ? 'suspended' : 'terminated', result, runCentiseconds },
    ],
  }
}

function statusFacts({ activity, state, status }: Ended, after: ActivityStatus): Fact[] {
  const isCompleted =
    after.completed === true &&
    status.completed !== true &&
    completionStatusOf(activity, state) !== 'completed'
  const isJudged =
    after.satisfied !== undefined &&
    status.satisfied === undefined &&
    successStatusOf(activity, state) === 'unknown'
  return [
    ...(isCompleted ? [{ fact: 'completed' } as const] : []),
    ...(isJudged ? [{ fact: after.satisfied ? 'passed' : 'failed' } as const] : []),
  ]
}

/** Keeps the best that the course ended with: to begin it again takes nothing back. */
function withBest(course: Course, attempt: Attempt): Attempt {
  const { completion, success, score } = courseProgress(course, attempt)
  return { ...attempt, best: { completion, success, ...(score && { score }) } }
}

/** What belongs to one run and begins empty in the next, even of a suspended attempt. */
const ofOneRun: ReadonlySet<string> = new Set(['cmi.exit', 'cmi.session_time', 'adl.nav.request'])

/**
 * Opens what the sequencer delivers. A suspended attempt goes on with its values; a new one begins with none but what the
 * sequencer knows of the objectives [RTE 2.1.1, 4.2.17.1].
 */
function openRun(
  attempt: Attempt,
  delivered: {
    readonly course: Course
    readonly activity: Activity
    readonly isResumed: boolean
    readonly at: string
  },
): Attempt {
  const { course, activity, isResumed, at } = delivered
  const before = stateOf(attempt, activity.id) ?? unopened
  const known = objectivesOf(treeOf(course), trackedOf(attempt), activity.id)
  const kept = isResumed ? before : { ...before, ...beginningOf(before) }
  const objectives = initialObjectives(known, recordsOf(kept, 'cmi.objectives'))
  const values = Object.entries(kept.values).filter(([name]) => !ofOneRun.has(name))
  const { judgedObjectives: _, ...ofAllRuns } = kept
  const state: ActivityState = {
    ...ofAllRuns,
    values: Object.fromEntries(values),
    records: { ...kept.records, 'cmi.objectives': objectives },
    run: 'opened',
    runs: before.runs + 1,
    ...(activity.kind === 'asset' && { runStartedAt: at }),
    entry: isResumed ? 'resume' : 'ab-initio',
    untold: unopened.untold,
  }
  return {
    ...withState(attempt, activity.id, state),
    current: activity.id,
    lastOpened: activity.id,
  }
}

const beginningOf = ({ totalCentiseconds, earlierCentiseconds = 0 }: ActivityState) => ({
  values: {},
  records: {},
  totalCentiseconds: 0,
  earlierCentiseconds: earlierCentiseconds + totalCentiseconds,
})
