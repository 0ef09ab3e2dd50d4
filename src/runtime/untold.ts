import type { ActivityState, Fact, Score } from './attempt.ts'

type Untold = ActivityState['untold']

/** A state, and what is told of it. */
export interface ToldState {
  readonly state: ActivityState
  readonly facts: readonly Fact[]
}

/**
 * What a set leaves to be told later, at the next commit or at the end of the run: an interaction's parts are set one by
 * one, and one statement should have them all.
 * @param names of the elements that give a score, and of those that answer an interaction, with its index captured
 */
export function untoldAfterSet(
  untold: Untold,
  set: { readonly element: string; readonly isChanged: boolean },
  names: { readonly score: RegExp; readonly answer: RegExp },
): Untold {
  if (names.score.test(set.element)) {
    return set.isChanged || untold.score === 'none' ? { ...untold, score: 'untold' } : untold
  }
  const answered = set.isChanged ? names.answer.exec(set.element) : null
  if (!answered) return untold
  const index = Number(answered[1])
  if (untold.interactions.includes(index)) return untold
  return { ...untold, interactions: [...untold.interactions, index] }
}

/** Tells the interactions that were answered or answered anew, in that order, and leaves the score for the next boundary. */
export const interactionsToTell = (state: ActivityState): ToldState => ({
  state: { ...state, untold: { ...state.untold, interactions: [] } },
  facts: state.untold.interactions.map((index) => ({ fact: 'responded', index })),
})

/** Tells what the run recorded since the last telling: the interactions, then the score if it was set. */
export function factsToTell(
  before: ActivityState,
  scoreOf: (values: ActivityState['values']) => Score | undefined,
): ToldState {
  const { state, facts } = interactionsToTell(before)
  if (state.untold.score !== 'untold') return { state, facts }
  const score = scoreOf(state.values)
  return {
    state: { ...state, untold: { ...state.untold, score: 'told' } },
    facts: score ? [...facts, { fact: 'scored', score }] : facts,
  }
}
