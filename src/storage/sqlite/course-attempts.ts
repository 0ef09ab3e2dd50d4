import type { SQLInputValue } from 'node:sqlite'
import type { CourseAttempt, CoursePolicy } from '../../registrations/course-attempt.ts'
import type {
  ActivityProgress,
  ProgressFigures,
  ReportedScore,
} from '../../registrations/registration.ts'
import type { RegistrationReader, RegistrationWriter } from '../../registrations/store.ts'
import type { Completion, Success } from '../../runtime/index.ts'
import type { Connection } from './connection.ts'

export interface FiguresRow {
  completion: Completion
  success: Success
  score: string | null
  progress: number
  centiseconds: number
  attempts: number
  first_activity_at: number | null
  last_activity_at: number | null
}

interface ActivityRow extends FiguresRow {
  activity: string
  title: string
}

interface AttemptRow extends FiguresRow {
  number: number
  version: string
  started_at: number
}

/** A registration's attempts on its course, and what its package allows of them. */
export const courseAttemptReader = (
  connection: Connection,
): Pick<RegistrationReader, 'courseAttempts' | 'findCoursePolicy' | 'repeatedRegistrations'> => ({
  courseAttempts: async (registration) =>
    connection
      .all<AttemptRow>(
        'SELECT * FROM registration_attempt WHERE registration = ? ORDER BY number',
        registration,
      )
      .map(
        (row): CourseAttempt => ({
          number: row.number,
          version: row.version,
          startedAt: new Date(row.started_at),
          progress: {
            ...figuresOf(row),
            activities: activitiesOf(connection, registration, row.number),
          },
        }),
      ),
  async findCoursePolicy(packageId) {
    const row = connection.get<{ policy: string }>(
      'SELECT policy FROM registration_policy WHERE package = ?',
      packageId,
    )
    return row && (JSON.parse(row.policy) as CoursePolicy)
  },
  repeatedRegistrations: async (packageId) =>
    connection
      .all<{ id: string }>(
        `SELECT DISTINCT registration AS id FROM registration_attempt
         WHERE number > 1 AND registration IN (SELECT id FROM registration WHERE package = ?)`,
        packageId,
      )
      .map(({ id }) => id),
})

export const courseAttemptWriter = (
  connection: Connection,
): Pick<
  RegistrationWriter,
  'courseAttempts' | 'findCoursePolicy' | 'putCourseAttempt' | 'putCoursePolicy'
> => ({
  courseAttempts: courseAttemptReader(connection).courseAttempts,
  findCoursePolicy: courseAttemptReader(connection).findCoursePolicy,
  async putCourseAttempt(registration, { number, version, startedAt, progress }) {
    connection.run(
      `INSERT OR REPLACE INTO registration_attempt (registration, number, version, started_at, completion, success, score,
         progress, centiseconds, attempts, first_activity_at, last_activity_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      registration,
      number,
      version,
      startedAt.getTime(),
      ...figureValues(progress),
    )
    for (const activity of progress.activities) {
      putActivity(connection, [registration, number], activity)
    }
  },
  async putCoursePolicy(packageId, policy) {
    connection.run(
      'INSERT OR REPLACE INTO registration_policy VALUES (?, ?)',
      packageId,
      JSON.stringify(policy),
    )
  },
})

/** What was reported about the activities of one attempt. */
export const activitiesOf = (
  connection: Connection,
  registration: string,
  attempt: number,
): ActivityProgress[] =>
  connection
    .all<ActivityRow>(
      `SELECT * FROM registration_attempt_activity WHERE registration = ? AND attempt = ?
       ORDER BY first_activity_at, activity`,
      registration,
      attempt,
    )
    .map(activityOf)

/** Writes one activity's figures, unless they are what is stored already. */
function putActivity(
  connection: Connection,
  [registration, attempt]: readonly [string, number],
  activity: ActivityProgress,
): void {
  connection.run(
    `INSERT INTO registration_attempt_activity (registration, attempt, activity, title, completion, success, score, progress,
       centiseconds, attempts, first_activity_at, last_activity_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET completion = excluded.completion, success = excluded.success, score = excluded.score,
       progress = excluded.progress, centiseconds = excluded.centiseconds, attempts = excluded.attempts,
       first_activity_at = excluded.first_activity_at, last_activity_at = excluded.last_activity_at
     WHERE (completion, success, score, progress, centiseconds, attempts, first_activity_at, last_activity_at) IS NOT
       (excluded.completion, excluded.success, excluded.score, excluded.progress, excluded.centiseconds,
        excluded.attempts, excluded.first_activity_at, excluded.last_activity_at)`,
    registration,
    attempt,
    activity.activity,
    activity.title,
    ...figureValues(activity),
  )
}

export const figureValues = (figures: ProgressFigures): SQLInputValue[] => [
  figures.completion,
  figures.success,
  figures.score ? JSON.stringify(figures.score) : null,
  figures.progress,
  figures.centiseconds,
  figures.attempts,
  figures.firstActivityAt?.getTime() ?? null,
  figures.lastActivityAt?.getTime() ?? null,
]

export const figuresOf = (row: FiguresRow): ProgressFigures => ({
  completion: row.completion,
  success: row.success,
  ...(row.score !== null && { score: JSON.parse(row.score) as ReportedScore }),
  progress: row.progress,
  centiseconds: row.centiseconds,
  attempts: row.attempts,
  ...(row.first_activity_at !== null && { firstActivityAt: new Date(row.first_activity_at) }),
  ...(row.last_activity_at !== null && { lastActivityAt: new Date(row.last_activity_at) }),
})

const activityOf = (row: ActivityRow): ActivityProgress => ({
  activity: row.activity,
  title: row.title,
  ...figuresOf(row),
})
