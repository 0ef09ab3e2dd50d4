import type { ActivityState, Attempt, Fact } from './attempt.ts'
import type { Activity, Course } from './course.ts'

/** The activity that is open, and its state: what each call of its run, and each step, works on. */
export interface Running {
  readonly course: Course
  readonly attempt: Attempt
  readonly activity: Activity
  readonly state: ActivityState
}

/** An attempt after a step, and what the step meant. */
export interface Told {
  readonly attempt: Attempt
  readonly facts: readonly Fact[]
}

/** An activity before its first run. */
export const unopened: ActivityState = {
  values: {},
  run: 'closed',
  runs: 0,
  totalCentiseconds: 0,
  entry: 'ab-initio',
  best: {},
  untold: { interactions: [], score: 'none' },
}

export const withState = (attempt: Attempt, id: string, state: ActivityState): Attempt => ({
  ...attempt,
  activities: { ...attempt.activities, [id]: state },
})

/**
 * The attempt with nothing open.
 * @param state of the activity that is open, if one is
 */
export function withRunClosed(attempt: Attempt, state: ActivityState | undefined): Attempt {
  const { current, ...rest } = attempt
  if (current === undefined || !state) return rest
  const { runStartedAt: _, ...closed } = state
  return withState(rest, current, { ...closed, run: 'closed' })
}

const runCentisecondsMax = 24 * 60 * 60 * 100

/**
 * Hundredths of a second between two times of the player's clock; at most 24 hours, since a tab that was left open is no
 * learning; 0 if the clock went back or a time cannot be read.
 */
export function wallClockBetween(from: string | undefined, to: string): number {
  const elapsed = (Date.parse(to) - Date.parse(from ?? '')) / 10
  return Number.isFinite(elapsed)
    ? Math.round(Math.min(Math.max(0, elapsed), runCentisecondsMax))
    : 0
}
