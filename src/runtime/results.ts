import type { ActivityResult, Completion, Progress, Score, Success } from './attempt.ts'

/** Every status by how far it is from the beginning. */
export const completionRank: Readonly<Record<Completion, number>> = {
  'not-attempted': 0,
  incomplete: 1,
  completed: 2,
}
export const successRank: Readonly<Record<Success, number>> = { unknown: 0, failed: 1, passed: 2 }

/** The score with the greater scaled value; the first of equals. */
export const betterScore = (a: Score | undefined, b: Score | undefined): Score | undefined =>
  !a || (b && b.scaled > a.scaled) ? b : a

/** The better of two results in each respect: what was reached once stays reached. */
export function betterResult(a: ActivityResult, b: ActivityResult): ActivityResult {
  const score = betterScore(a.score, b.score)
  return {
    completion:
      completionRank[b.completion] > completionRank[a.completion] ? b.completion : a.completion,
    success: successRank[b.success] > successRank[a.success] ? b.success : a.success,
    ...(score && { score }),
  }
}

/** A scaled score to the four decimals that `Score` promises, without a negative zero. */
export const toFourDecimals = (value: number): number => Math.round(value * 10_000) / 10_000 || 0

/** Where an activity stands that was never opened. */
export const notBegun: Progress = {
  completion: 'not-attempted',
  success: 'unknown',
  progress: 0,
  centiseconds: 0,
  runs: 0,
}
