import type { ActivityState, Fact } from '../attempt.ts'
import type { Activity } from '../course.ts'
import { completionStatusOf, scoreOf, successStatusOf } from './status.ts'

/** The facts that a new completion or success status means; the statuses as the book determines them, not as the SCO set them. */
export function statusFacts(
  activity: Activity,
  before: ActivityState,
  after: ActivityState,
): readonly Fact[] {
  const completion = completionStatusOf(activity, after)
  const success = successStatusOf(activity, after)
  const isCompleted =
    completion === 'completed' && completionStatusOf(activity, before) !== 'completed'
  const isJudged = success !== 'unknown' && successStatusOf(activity, before) !== success
  if (!isCompleted && !isJudged) return []
  const score = scoreOf(after.values)
  const withScore = score && { score }
  return [
    ...(isCompleted ? [{ fact: 'completed', ...withScore } as const] : []),
    ...(isJudged ? [{ fact: success, ...withScore } as const] : []),
  ]
}

/** The elements that make something to be told of a run. */
export const toldElements = {
  score: /^cmi\.score\.(?:scaled|raw)$/,
  answer: /^cmi\.interactions\.(\d+)\.(?:learner_response|result)$/,
}
