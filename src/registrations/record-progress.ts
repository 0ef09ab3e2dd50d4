import { countedAttempt, progressOf } from './count-attempts.ts'
import { type CourseAttempt, coursePolicy } from './course-attempt.ts'
import {
  type ActivityReport,
  type Report,
  withActivityReport,
  withReport,
} from './derive-progress.ts'
import { type LevelWriter, levelOf } from './evidence/keep-level.ts'
import {
  type ActivityProgress,
  noProgress,
  type Registration,
  type RegistrationProgress,
} from './registration.ts'
import type { RegistrationWriter } from './store.ts'
import { figuresDelta, figuresOf } from './summary.ts'

export type ProgressWriter = LevelWriter &
  Pick<
    RegistrationWriter,
    'updateProgress' | 'addToSummary' | 'courseAttempts' | 'findCoursePolicy' | 'putCourseAttempt'
  >

/** What the player's runtime says after a replay: the whole course, already rolled up, and the activities it touched. */
export interface CourseReport {
  readonly course: Report
  readonly activities: readonly ActivityReport[]
}

/**
 * Adds a report of the player to an attempt, and so to its registration's progress and its package's summary, in the
 * transaction that stores the statements about it.
 * @param registration as `tx` reads it
 * @param number of the attempt
 * @returns the registration as it is now
 */
export function recordProgress(
  tx: ProgressWriter,
  registration: Registration,
  { number, report }: { readonly number: number; readonly report: CourseReport },
): Promise<Registration> {
  return saveProgress(tx, registration, {
    number,
    change(progress) {
      let all: readonly ActivityProgress[] = progress.activities
      for (const one of report.activities) all = withActivityReport(all, one)
      return { ...withReport(progress, report.course), activities: all }
    },
  })
}

/**
 * Changes the progress of one attempt, the newest unless another is named; a first one is begun where there is none.
 * Progress of the registration and the summary follow.
 * @param change the same value means that nothing is written
 */
export async function saveProgress(
  tx: ProgressWriter,
  registration: Registration,
  {
    number,
    change,
  }: {
    readonly number?: number
    readonly change: (progress: RegistrationProgress) => RegistrationProgress
  },
): Promise<Registration> {
  const attempts = await tx.courseAttempts(registration.id)
  const found =
    number === undefined ? attempts.at(-1) : attempts.find((one) => one.number === number)
  const attempt = found ?? firstAttempt(registration, number)
  const progress = change(attempt.progress)
  if (progress === attempt.progress) return registration
  const { firstActivityAt = attempt.startedAt } = progress
  const after = found
    ? { ...attempt, progress }
    : { ...attempt, progress, startedAt: firstActivityAt }
  await tx.putCourseAttempt(registration.id, after)
  const all = found ? attempts.map((one) => (one === found ? after : one)) : [...attempts, after]
  return recount(tx, registration, all)
}

const firstAttempt = ({ version, createdAt }: Registration, number = 1): CourseAttempt => ({
  number,
  version,
  startedAt: createdAt,
  progress: { ...noProgress, activities: [] },
})

/** Begins an attempt, in the transaction that stores its state. */
export async function beginAttempt(
  tx: ProgressWriter & Pick<RegistrationWriter, 'pinRegistration'>,
  registration: Registration,
  begun: { readonly number: number; readonly version: string; readonly now: Date },
): Promise<Registration> {
  const { number, version, now } = begun
  const attempts = await tx.courseAttempts(registration.id)
  const attempt = { ...firstAttempt(registration, number), version, startedAt: now }
  await tx.putCourseAttempt(registration.id, attempt)
  if (version !== registration.version) await tx.pinRegistration(registration.id, version)
  return recount(tx, { ...registration, version }, [...attempts, attempt])
}

/**
 * Writes the figures that a registration's attempts come to, with what stands behind them by now, and their difference to the
 * old ones into the summary.
 */
export async function recount(
  tx: ProgressWriter,
  registration: Registration,
  attempts: readonly CourseAttempt[],
): Promise<Registration> {
  const counts =
    attempts.length > 1 ? (await coursePolicy(tx, registration.package)).counts : 'best'
  const counted = countedAttempt(attempts, counts)
  const progress = progressOf(attempts, counted)
  const evidence = await levelOf(tx, { id: registration.id, counted: counted.number, progress })
  const after = { ...registration, counted: counted.number, evidence, progress }
  await tx.updateProgress(registration.id, progress, counted.number)
  if (evidence !== registration.evidence) await tx.keepEvidenceLevel(registration.id, evidence)
  await tx.addToSummary(
    registration.package,
    figuresDelta(figuresOf(registration), figuresOf(after)),
  )
  return after
}
