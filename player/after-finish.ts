import type { Attempt, Course, Engine } from '../src/runtime/index.ts'

/** What the player does after a course's own Finish. */
export type AfterFinish =
  | { readonly go: 'next'; readonly activity: string }
  /** Nothing follows, or the learner asked the course to leave: the summary. */
  | { readonly go: 'summary' }

/**
 * Where a Finish leads. `cmi.core.exit` counts only as far as tools use it meaningfully: `logout` always leaves; `suspend`
 * leaves if the activity is not done, since some tools write it at every exit.
 */
export function afterFinish(
  engine: Engine,
  course: Course,
  attempt: Attempt,
  activity: string,
): AfterFinish {
  const exit = attempt.activities[activity]?.values['cmi.core.exit'] ?? ''
  const { completion, success } = engine.activityProgress(course, attempt, activity)
  const isDone = completion === 'completed' || success !== 'unknown'
  if (exit === 'logout' || (exit === 'suspend' && !isDone)) return { go: 'summary' }
  const next = engine.nextActivity(course, attempt, activity)
  return next === undefined ? { go: 'summary' } : { go: 'next', activity: next }
}
