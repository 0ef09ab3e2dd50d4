import type { ActivityState, Fact } from '../attempt.ts'
import { completionOf, lessonStatusOf, scoreOf, successOf } from './status.ts'

/** The fact that a new lesson_status means; a browsed SCO is completed, an incomplete one means nothing yet. */
export function statusFact(values: ActivityState['values']): Fact[] {
  const status = lessonStatusOf(values)
  if (completionOf(status) !== 'completed') return []
  const success = successOf(status)
  const score = scoreOf(values)
  return [{ fact: success === 'unknown' ? 'completed' : success, ...(score && { score }) }]
}

/** The elements that make something to be told of a run. */
export const toldElements = {
  score: /^cmi\.core\.score\.raw$/,
  answer: /^cmi\.interactions\.(\d+)\.(?:student_response|result)$/,
}
