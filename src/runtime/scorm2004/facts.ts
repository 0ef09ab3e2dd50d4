import type { ActivityState, Fact } from '../attempt.ts'
import type { Activity } from '../course.ts'
import { completionStatusOf, scoreOf, successStatusOf } from './status.ts'

type Untold = ActivityState['untold']

/** A state, and what is told of it. */
export interface ToldState {
  readonly state: ActivityState
  readonly facts: readonly Fact[]
}

/**
 * Tells what the run recorded since the last telling: each interaction that was answered or answered anew, in the order
 * in which they were answered, then the score if it was set.
 */
export function factsToTell(state: ActivityState): ToldState {
  const { untold, values } = state
  if (untold.interactions.length === 0 && untold.score !== 'untold') return { state, facts: [] }
  const score = untold.score === 'untold' ? scoreOf(values) : undefined
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

/** Tells the answered interactions and leaves the score for the next boundary. */
export function interactionsToTell(state: ActivityState): ToldState {
  const { score } = state.untold
  const told = factsToTell({ ...state, untold: { ...state.untold, score: 'none' } })
  return { ...told, state: { ...told.state, untold: { ...told.state.untold, score } } }
}

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

const answerPattern = /^cmi\.interactions\.(\d+)\.(?:learner_response|result)$/
const scorePattern = /^cmi\.score\.(?:scaled|raw)$/

/**
 * What a set leaves to be told later, at the next commit or at the end of the run: an interaction's parts are set one by
 * one, and one statement should have them all.
 */
export function untoldAfterSet(
  untold: Untold,
  set: { readonly element: string; readonly isChanged: boolean },
): Untold {
  if (scorePattern.test(set.element)) {
    return set.isChanged || untold.score === 'none' ? { ...untold, score: 'untold' } : untold
  }
  const answered = set.isChanged ? answerPattern.exec(set.element) : null
  if (!answered) return untold
  const index = Number(answered[1])
  if (untold.interactions.includes(index)) return untold
  return { ...untold, interactions: [...untold.interactions, index] }
}
