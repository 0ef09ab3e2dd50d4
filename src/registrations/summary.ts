import type { EvidenceLevel } from './evidence/evidence.ts'
import type { Registration } from './registration.ts'

/**
 * The registrations of a package, counted. Every figure is a plain sum over registrations, so a change of one registration
 * changes it by the difference, and nothing is ever scanned. Trials are left out.
 */
export type SummaryFigures = Readonly<Partial<Record<SummaryFigure, number>>>

export type SummaryFigure =
  | 'registrations'
  | `completion/${string}`
  | `success/${string}`
  /** Of those with a result that was judged. */
  | `evidence/${EvidenceLevel}`
  | 'scored'
  /** Scaled scores in ten-thousandths: whole numbers, so that adding and taking away leaves no rounding. */
  | 'score-sum'
  | `score/${number}`
  /** Registrations with any time spent. */
  | 'timed'
  | 'centiseconds'
  | `time/${number}`

/** Buckets of the scaled score, each a tenth; below 0 counts in the first and exactly 1 in the last. */
export const scoreBuckets = 10

/** Where the buckets of time begin, seconds; the last has no end. */
export const timeBucketStarts = [
  0, 60, 300, 600, 1200, 1800, 2700, 3600, 5400, 7200, 10_800, 18_000, 36_000,
] as const

/** What one registration adds to its package's summary. */
export function figuresOf(registration: Registration): SummaryFigures {
  if (registration.isTrial) return {}
  const { completion, success, score, centiseconds } = registration.progress
  const { evidence = 'none' } = registration
  return {
    registrations: 1,
    [`completion/${completion}`]: 1,
    [`success/${success}`]: 1,
    ...(evidence !== 'none' && { [`evidence/${evidence}`]: 1 }),
    ...(score && {
      scored: 1,
      'score-sum': Math.round(score.scaled * 10_000),
      [`score/${scoreBucket(score.scaled)}`]: 1,
    }),
    ...(centiseconds > 0 && {
      timed: 1,
      centiseconds,
      [`time/${timeBucket(centiseconds / 100)}`]: 1,
    }),
  }
}

/** What has to be added to a summary that holds `before` so that it holds `after`; figures that stay are left out. */
export function figuresDelta(before: SummaryFigures, after: SummaryFigures): SummaryFigures {
  const delta: Partial<Record<SummaryFigure, number>> = {}
  for (const name of new Set([
    ...Object.keys(before),
    ...Object.keys(after),
  ]) as Set<SummaryFigure>) {
    const change = (after[name] ?? 0) - (before[name] ?? 0)
    if (change !== 0) delta[name] = change
  }
  return delta
}

const scoreBucket = (scaled: number): number =>
  Math.min(scoreBuckets - 1, Math.max(0, Math.floor(scaled * scoreBuckets + 1e-9)))

const timeBucket = (seconds: number): number =>
  timeBucketStarts.findLastIndex((start) => seconds >= start)

/**
 * The time that half of the registrations stayed below, seconds, estimated from the buckets by assuming an even spread
 * inside one; null if no time was spent.
 */
export function medianSeconds(figures: SummaryFigures): number | null {
  const half = (figures.timed ?? 0) / 2
  if (half === 0) return null
  let below = 0
  for (const [index, start] of timeBucketStarts.entries()) {
    const count = figures[`time/${index}`] ?? 0
    if (below + count >= half) {
      const end = timeBucketStarts[index + 1] ?? start
      return Math.round(start + (end - start) * ((half - below) / count))
    }
    below += count
  }
  return null
}
