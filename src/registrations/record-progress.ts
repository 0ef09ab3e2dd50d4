import {
  type ActivityReport,
  type Report,
  withActivityReport,
  withReport,
} from './derive-progress.ts'
import type { ActivityProgress, Registration, RegistrationProgress } from './registration.ts'
import type { RegistrationWriter } from './store.ts'
import { figuresDelta, figuresOf } from './summary.ts'

export type ProgressWriter = Pick<RegistrationWriter, 'updateProgress' | 'addToSummary'>

/** What the player's runtime says after a replay: the whole course, already rolled up, and the activities it touched. */
export interface CourseReport {
  readonly course: Report
  readonly activities: readonly ActivityReport[]
}

/**
 * Adds a report of the player to a registration's progress and to its package's summary, in the transaction that stores the
 * statements about it.
 * @param registration as `tx` reads it
 * @returns the registration as it is now
 */
export function recordProgress(
  tx: ProgressWriter,
  registration: Registration,
  { course, activities }: CourseReport,
): Promise<Registration> {
  let all: readonly ActivityProgress[] = registration.progress.activities
  for (const report of activities) all = withActivityReport(all, report)
  const progress = { ...withReport(registration.progress, course), activities: all }
  return saveProgress(tx, registration, progress)
}

/** Writes new progress, and its difference to the old into the summary. */
export async function saveProgress(
  tx: ProgressWriter,
  registration: Registration,
  progress: RegistrationProgress,
): Promise<Registration> {
  const after = { ...registration, progress }
  await tx.updateProgress(registration.id, progress)
  await tx.addToSummary(
    registration.package,
    figuresDelta(figuresOf(registration), figuresOf(after)),
  )
  return after
}
