import type { Random } from './seeded-random.ts'
import type { StudyStep } from './study-steps.ts'

/** A time at which a learner sits down, and how far they get. */
export interface Sitting {
  readonly at: Date
  readonly steps: readonly StudyStep[]
}

const dayMs = 86_400_000
const vietnamHours = 7
/** When officials study: the working day and the evening; hours of Vietnamese time. */
const studyHours = [8, 9, 10, 14, 15, 16, 19, 20, 20, 21]

/**
 * Spreads a learner's steps over one to `most` sittings on different days of the last three weeks.
 * @param now the end of the three weeks
 */
export function sittingsOf(
  steps: readonly StudyStep[],
  { most, now, random }: { most: number; now: Date; random: Random },
): Sitting[] {
  if (steps.length === 0) return []
  const count = Math.min(random.whole(1, most), Math.ceil(steps.length / 4))
  const days = daysAgo(count, random)
  const cuts = days.map((_, index) => Math.round((steps.length * (index + 1)) / count))
  return days.map((day, index) => ({
    at: timeOn(day, now, random),
    steps: steps.slice(index === 0 ? 0 : cuts[index - 1]!, cuts[index]!),
  }))
}

/** That many different days from 20 days ago to yesterday, the earliest first. */
function daysAgo(count: number, random: Random): number[] {
  const days = new Set<number>()
  while (days.size < count) days.add(random.whole(1, 20))
  return [...days].sort((a, b) => b - a)
}

function timeOn(day: number, now: Date, random: Random): Date {
  const local = now.getTime() + vietnamHours * 3_600_000 - day * dayMs
  const midnight = local - (local % dayMs) - vietnamHours * 3_600_000
  const hour = random.pick(studyHours) + random.fraction()
  const time = midnight + hour * 3_600_000
  // Yesterday evening must not be later than an hour ago, wherever on the clock the demonstration is loaded.
  return new Date(Math.min(time, now.getTime() - 2 * 3_600_000 + random.fraction() * 1_800_000))
}
