import type { Activity, Attempt, Course, Engine, NavigationRequest } from '../src/runtime/index.ts'

/** What the player does after a course's own Finish or Terminate. */
export type AfterFinish =
  /** The course asked for it: at once. */
  | { readonly go: 'request'; readonly request: NavigationRequest }
  /** Soon, unless the learner would rather stay. */
  | { readonly go: 'next'; readonly activity: Activity }
  /** Nothing follows, or the learner asked the course to leave: the summary. */
  | { readonly go: 'summary' }
  /** The learner chooses; `next` is what Next would open. */
  | { readonly go: 'choose'; readonly next?: Activity }

export interface Finished {
  readonly engine: Engine
  readonly course: Course
  readonly attempt: Attempt
  readonly activity: string
  /** What Next would open. */
  readonly next: Activity | undefined
  /** Whether the course has other lessons. */
  readonly isMulti: boolean
}

/**
 * Where a Finish leads. SCORM 2004 courses say it themselves (`adl.nav.request`); if one says nothing, the learner chooses
 * [SN 4.3.1]. In SCORM 1.2 the next lesson follows.
 */
export function afterFinish(finished: Finished): AfterFinish {
  const { engine, course, attempt, next, isMulti } = finished
  const request = engine.pendingRequest(course, attempt)
  if (request !== undefined) return { go: 'request', request }
  if (course.standard === 'scorm12') return afterFinish12(finished)
  if (!isMulti) return { go: 'summary' }
  return { go: 'choose', ...(next && { next }) }
}

/**
 * `cmi.core.exit` counts only as far as tools use it meaningfully: `logout` always leaves; `suspend` leaves if the activity is
 * not done, since some tools write it at every exit.
 */
function afterFinish12({ engine, course, attempt, activity, next }: Finished): AfterFinish {
  const exit = attempt.activities[activity]?.values['cmi.core.exit'] ?? ''
  const { completion, success } = engine.activityProgress(course, attempt, activity)
  const isDone = completion === 'completed' || success !== 'unknown'
  if (exit === 'logout' || (exit === 'suspend' && !isDone)) return { go: 'summary' }
  return next === undefined ? { go: 'summary' } : { go: 'next', activity: next }
}
