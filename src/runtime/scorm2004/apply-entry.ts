import { isFailure } from '../answer-call.ts'
import type { Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import type { Applied } from '../engine.ts'
import type { JournalEntry } from '../journal.ts'
import type { Running } from '../run.ts'
import { navigate } from './navigate.ts'
import { abandonRun, commitRun, finishRun, initializeRun, stateOf } from './run.ts'
import { setValue } from './set-value.ts'

const refused = (reason: string): Applied => ({ refused: reason })

/** Applies one journal entry by the same transitions that answer the SCO's calls. */
export function applyEntry(course: Course, attempt: Attempt, entry: JournalEntry): Applied {
  const { step, at } = entry
  const activity = activityNamed(course, entry.activity)
  if (!activity && entry.activity !== course.id) {
    return refused(`the course has no activity ${entry.activity}`)
  }
  if (step.do === 'navigate') {
    const isRunning = stateOf(attempt, attempt.current)?.run === 'running'
    if (isRunning) return refused(`${attempt.current} is still running; it must be abandoned first`)
    return navigate(course, attempt, { request: step.request, at })
  }
  if (step.do === 'open') return refused('in SCORM 2004 the sequencer opens activities')
  const state = stateOf(attempt, entry.activity)
  if (!activity || attempt.current !== activity.id || !state) {
    return refused(`${entry.activity} is not open`)
  }
  const running: Running = { course, attempt, activity, state }
  if (step.do === 'abandon') return abandonRun(running, at)
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
