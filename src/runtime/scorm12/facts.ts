import type { ActivityState, Fact } from '../attempt.ts'
import { completionOf, lessonStatusOf, scoreOf, successOf } from './status.ts'

type Untold = ActivityState['untold']

/**
 * Tells what the run recorded since the last telling: each interaction that was answered or answered anew, in the order
 * in which they were answered, then the score if it was set.
 */
export function factsToTell(state: ActivityState): {
  readonly state: ActivityState
  readonly facts: readonly Fact[]
} {
  const { untold, values } = state
  const score = untold.score === 'untold' ? scoreOf(values) : undefined
  if (untold.interactions.length === 0 && untold.score !== 'untold') return { state, facts: [] }
  const responded = untold.interactions.map((index): Fact => ({ fact: 'responded', index }))
  const told: Untold = {
    interactions: [],
    score: untold.score === 'untold' ? 'told' : untold.score,
  }
  return {
    state: { ...state, untold: told },
    facts: score ? [...responded, { fact: 'scored', score }] : responded,
  }
}

/** The fact that a new lesson_status means; a browsed SCO is completed, an incomplete one means nothing yet. */
export function statusFact(values: ActivityState['values']): Fact[] {
  const status = lessonStatusOf(values)
  if (completionOf(status) !== 'completed') return []
  const success = successOf(status)
  const score = scoreOf(values)
  return [{ fact: success === 'unknown' ? 'completed' : success, ...(score && { score }) }]
}

const answerPattern = /^cmi\.interactions\.(\d+)\.(?:student_response|result)$/

/**
 * What a set leaves to be told later, at the next commit or at the end of the run: an interaction's parts are set one by
 * one, and one statement should have them all.
 */
export function untoldAfterSet(
  untold: Untold,
  set: { readonly element: string; readonly isChanged: boolean },
): Untold {
  if (set.element === 'cmi.core.score.raw') {
    return set.isChanged || untold.score === 'none' ? { ...untold, score: 'untold' } : untold
  }
  const answered = answerPattern.exec(set.element)
  if (!answered || !set.isChanged) return untold
  const index = Number(answered[1])
  if (untold.interactions.includes(index)) return untold
  return { ...untold, interactions: [...untold.interactions, index] }
}
