import type { SQLInputValue } from 'node:sqlite'
import { pageOf, readCursor } from '../../base/page.ts'
import type {
  ActivityProgress,
  ProgressFigures,
  Registration,
  ReportedScore,
} from '../../registrations/registration.ts'
import type {
  RegistrationFilter,
  RegistrationReader,
  RegistrationWriter,
} from '../../registrations/store.ts'
import type { SummaryFigures } from '../../registrations/summary.ts'
import type { Completion, Success } from '../../runtime/index.ts'
import type { Connection } from './connection.ts'

interface FiguresRow {
  completion: Completion
  success: Success
  score: string | null
  progress: number
  centiseconds: number
  attempts: number
  first_activity_at: number | null
  last_activity_at: number | null
}

interface RegistrationRow extends FiguresRow {
  id: string
  learner: string
  trial_name: string | null
  package: string
  version: string
  is_trial: number
  created_at: number
  active_at: number
}

interface ActivityRow extends FiguresRow {
  activity: string
  title: string
}

export const registrationReader = (connection: Connection): RegistrationReader => ({
  findRegistration: async (id) => find(connection, id),
  async queryRegistrations(filter, { limit, cursor }) {
    const { conditions, values } = conditionsOf(filter, cursor)
    const rows = connection.all<RegistrationRow>(
      `SELECT * FROM registration WHERE ${conditions.join(' AND ')}
       ORDER BY active_at DESC, id DESC LIMIT ?`,
      ...values,
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.active_at, last.id])
    return { ...page, items: page.items.map((row) => registrationOf(row, [])) }
  },
  async countRegistrations(learners) {
    const rows = connection.all<{ learner: string; count: number }>(
      `SELECT learner, count(*) AS count FROM registration
       WHERE is_trial = 0 AND learner IN (SELECT value FROM json_each(?)) GROUP BY learner`,
      JSON.stringify(learners),
    )
    return new Map(rows.map(({ learner, count }) => [learner, count]))
  },
  async findSummaryFigures(packageId) {
    const rows = connection.all<{ figure: string; amount: number }>(
      'SELECT figure, amount FROM registration_summary WHERE package = ? AND amount <> 0',
      packageId,
    )
    return Object.fromEntries(rows.map(({ figure, amount }) => [figure, amount])) as SummaryFigures
  },
})

export const registrationWriter = (connection: Connection): RegistrationWriter => ({
  findRegistration: async (id) => find(connection, id),
  findRegistrationOf: async (learner, version) =>
    connection.get<{ id: string }>(
      'SELECT id FROM registration WHERE learner = ? AND version = ? AND is_trial = 0',
      learner,
      version,
    )?.id,
  async insertRegistration(registration) {
    const { progress } = registration
    connection.run(
      `INSERT INTO registration (id, learner, trial_name, package, version, is_trial, created_at, active_at,
         completion, success, score, progress, centiseconds, attempts, first_activity_at, last_activity_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      registration.id,
      registration.learner,
      registration.trialName ?? null,
      registration.package,
      registration.version,
      registration.isTrial ? 1 : 0,
      registration.createdAt.getTime(),
      (progress.lastActivityAt ?? registration.createdAt).getTime(),
      ...figureValues(progress),
    )
    for (const activity of progress.activities) putActivity(connection, registration.id, activity)
  },
  async updateProgress(registration, progress) {
    connection.run(
      `UPDATE registration SET completion = ?, success = ?, score = ?, progress = ?, centiseconds = ?, attempts = ?,
         first_activity_at = ?, last_activity_at = ?, active_at = coalesce(?, created_at) WHERE id = ?`,
      ...figureValues(progress),
      progress.lastActivityAt?.getTime() ?? null,
      registration,
    )
    for (const activity of progress.activities) putActivity(connection, registration, activity)
  },
  async addToSummary(packageId, delta) {
    for (const [figure, amount] of Object.entries(delta)) {
      connection.run(
        `INSERT INTO registration_summary (package, figure, amount) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET amount = amount + excluded.amount`,
        packageId,
        figure,
        amount ?? 0,
      )
    }
  },
})

function find(connection: Connection, id: string): Registration | undefined {
  const row = connection.get<RegistrationRow>('SELECT * FROM registration WHERE id = ?', id)
  if (!row) return undefined
  const activities = connection.all<ActivityRow>(
    'SELECT * FROM registration_activity WHERE registration = ? ORDER BY first_activity_at, activity',
    id,
  )
  return registrationOf(row, activities.map(activityOf))
}

function conditionsOf(filter: RegistrationFilter, cursor: string | undefined) {
  const conditions = ['is_trial = ?']
  const values: SQLInputValue[] = [filter.isTrial ? 1 : 0]
  const add = (condition: string, ...added: SQLInputValue[]) => {
    conditions.push(condition)
    values.push(...added)
  }
  if (filter.learner !== undefined) add('learner = ?', filter.learner)
  // One learner has few registrations: with `+` SQLite reads those, and not the many of the package.
  if (filter.package !== undefined) {
    add(filter.learner === undefined ? 'package = ?' : '+package = ?', filter.package)
  }
  if (filter.completion !== undefined) add('completion = ?', filter.completion)
  if (filter.success !== undefined) add('success = ?', filter.success)
  if (filter.since !== undefined) {
    add('active_at >= ? AND last_activity_at IS NOT NULL', filter.since.getTime())
  }
  if (cursor !== undefined)
    add('(active_at, id) < (?, ?)', ...readCursor(cursor, ['number', 'string']))
  return { conditions, values }
}

/** Writes one activity's figures, unless they are what is stored already. */
function putActivity(
  connection: Connection,
  registration: string,
  activity: ActivityProgress,
): void {
  connection.run(
    `INSERT INTO registration_activity (registration, activity, title, completion, success, score, progress,
       centiseconds, attempts, first_activity_at, last_activity_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET completion = excluded.completion, success = excluded.success, score = excluded.score,
       progress = excluded.progress, centiseconds = excluded.centiseconds, attempts = excluded.attempts,
       first_activity_at = excluded.first_activity_at, last_activity_at = excluded.last_activity_at
     WHERE (completion, success, score, progress, centiseconds, attempts, first_activity_at, last_activity_at) IS NOT
       (excluded.completion, excluded.success, excluded.score, excluded.progress, excluded.centiseconds,
        excluded.attempts, excluded.first_activity_at, excluded.last_activity_at)`,
    registration,
    activity.activity,
    activity.title,
    ...figureValues(activity),
  )
}

const figureValues = (figures: ProgressFigures): SQLInputValue[] => [
  figures.completion,
  figures.success,
  figures.score ? JSON.stringify(figures.score) : null,
  figures.progress,
  figures.centiseconds,
  figures.attempts,
  figures.firstActivityAt?.getTime() ?? null,
  figures.lastActivityAt?.getTime() ?? null,
]

const figuresOf = (row: FiguresRow): ProgressFigures => ({
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

const registrationOf = (
  row: RegistrationRow,
  activities: readonly ActivityProgress[],
): Registration => ({
  id: row.id,
  learner: row.learner,
  ...(row.trial_name !== null && { trialName: row.trial_name }),
  package: row.package,
  version: row.version,
  isTrial: row.is_trial === 1,
  createdAt: new Date(row.created_at),
  progress: { ...figuresOf(row), activities },
})
