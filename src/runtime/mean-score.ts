import type { Score } from './attempt.ts'

/** A score of which the scaled value alone is sure. */
export type AnyScore = Pick<Score, 'scaled'> & Partial<Score>

/** The mean of the scores there are; raw on their common scale, or on 0 to 100 if they have different ones. */
export function meanScore<Given extends AnyScore>(
  scores: readonly Given[],
): Given | Score | undefined {
  const first = scores[0]
  if (!first || scores.length === 1) return first
  const scaled = mean(
    scores.map((score) => score.scaled),
    4,
  )
  const raws = scores.flatMap(({ raw }) => raw ?? [])
  const isOneScale =
    raws.length === scores.length &&
    scores.every(({ min, max }) => min === first.min && max === first.max)
  if (!isOneScale) return { raw: Math.round(scaled * 10_000) / 100, min: 0, max: 100, scaled }
  const { min, max } = first
  return {
    raw: mean(raws, 2),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    scaled,
  }
}

const mean = (numbers: readonly number[], decimals: number): number => {
  const unit = 10 ** decimals
  return Math.round((numbers.reduce((sum, n) => sum + n, 0) / numbers.length) * unit) / unit
}
