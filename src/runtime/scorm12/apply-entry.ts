import { isFailure } from '../answer-call.ts'
import type { Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import type { Applied } from '../engine.ts'
import type { JournalEntry } from '../journal.ts'
import type { Running } from '../run.ts'
import { abandonRun, commitRun, finishRun, initializeRun, openRun, stateOf } from './run.ts'
import { setValue } from './set-value.ts'

const refused = (reason: string): Applied => ({ refused: reason })

/** Applies one journal entry by the same transitions that answer the SCO's calls. */
export function applyEntry(course: Course, attempt: Attempt, entry: JournalEntry): Applied {
  const activity = activityNamed(course, entry.activity)
  if (!activity) return refused(`the course has no activity ${entry.activity}`)
  const { step, at } = entry
  if (step.do === 'open') {
    if (isToBeAbandoned(course, attempt)) {
      return refused(`${attempt.current} is still running; it must be abandoned first`)
    }
    if (activity.kind === 'cluster') return refused(`${activity.id} is a cluster`)
    return openRun(attempt, activity, at)
  }
  const state = stateOf(attempt, activity.id)
  if (attempt.current !== activity.id || !state) return refused(`${activity.id} is not open`)
  const running: Running = { course, attempt, activity, state }
  if (step.do === 'abandon') return abandonRun(running, at)
  if (activity.kind !== 'sco') return refused(`${activity.id} is an asset`)
  if (step.do === 'initialize') {
    return state.run === 'opened'
      ? initializeRun(running, at)
      : refused(`${activity.id} is initialized already`)
  }
  if (state.run !== 'running') return refused(`${activity.id} is not initialized`)
  switch (step.do) {
    case 'commit':
      return commitRun(running)
    case 'finish':
      return finishRun(running, at)
    case 'set': {
      const done = setValue(running, step.element, step.value)
      if (isFailure(done)) return refused(`${done.error}: ${done.diagnostic}`)
      return { attempt: done.attempt, facts: done.facts }
    }
    default:
      return refused('no step of this name')
  }
}

/** Whether the open activity has something to end: a run of a SCO, or the time of an asset. */
function isToBeAbandoned(course: Course, attempt: Attempt): boolean {
  const state = stateOf(attempt, attempt.current)
  if (!state || attempt.current === undefined) return false
  const isAsset = activityNamed(course, attempt.current)?.kind === 'asset'
  return state.run === 'running' || (isAsset && state.run === 'opened')
}
