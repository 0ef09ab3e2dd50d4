/** The steps that a histogram over time may have: as the query API groups. */
export type Step = 'hour' | 'day' | 'week' | 'month'

/** A step of the histogram, from its start to that of the next one; times in milliseconds since 1970. */
export interface Bucket {
  readonly start: number
  readonly end: number
  readonly count: number
}

const hour = 3_600_000
const day = 24 * hour
/** Hà Nội's clock is seven hours ahead of UTC all year. */
const zone = 7 * hour

/** The widest step that still gives a picture: 70 bars at most. */
export function stepFor(from: number, to: number): Step {
  const span = to - from
  if (span <= 70 * hour) return 'hour'
  if (span <= 70 * day) return 'day'
  if (span <= 70 * 7 * day) return 'week'
  return 'month'
}

/** The start of the step in which a moment is, by Hà Nội's clock; weeks begin on Monday. */
export function floorTo(step: Step, at: number): number {
  const local = at + zone
  if (step === 'hour') return Math.floor(local / hour) * hour - zone
  const midnight = Math.floor(local / day) * day
  if (step === 'day') return midnight - zone
  // 1970-01-01 was a Thursday.
  if (step === 'week') return midnight - ((midnight / day + 3) % 7) * day - zone
  const date = new Date(midnight)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) - zone
}

export function nextStep(step: Step, start: number): number {
  if (step === 'hour') return start + hour
  if (step === 'day') return start + day
  if (step === 'week') return start + 7 * day
  const date = new Date(start + zone)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - zone
}

/** Every step of the span, those without statements too. */
export function bucketsOf(
  step: Step,
  span: { readonly from: number; readonly to: number },
  counts: ReadonlyMap<number, number>,
): readonly Bucket[] {
  const buckets: Bucket[] = []
  for (let start = floorTo(step, span.from); start < span.to; start = nextStep(step, start)) {
    const end = nextStep(step, start)
    buckets.push({ start, end, count: counts.get(start) ?? 0 })
  }
  return buckets
}
