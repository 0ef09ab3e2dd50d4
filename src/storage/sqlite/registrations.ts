import type { SQLInputValue } from 'node:sqlite'
import { pageOf, readCursor } from '../../base/page.ts'
import type { KeptEvidence } from '../../registrations/evidence/evidence.ts'
import type { ActivityProgress, Registration } from '../../registrations/registration.ts'
import type {
  RegistrationFilter,
  RegistrationReader,
  RegistrationWriter,
} from '../../registrations/store.ts'
import type { SummaryFigures } from '../../registrations/summary.ts'
import type { Connection } from './connection.ts'
import {
  activitiesOf,
  courseAttemptReader,
  courseAttemptWriter,
  type FiguresRow,
  figuresOf,
  figureValues,
} from './course-attempts.ts'
import { evidenceReader, evidenceWriter } from './evidence.ts'
import { insideReach } from './reach.ts'

interface RegistrationRow extends FiguresRow {
  id: string
  learner: string
  trial_name: string | null
  package: string
  version: string
  is_trial: number
  created_at: number
  active_at: number
  counted: number
  evidence: KeptEvidence | null
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
  ...courseAttemptReader(connection),
  ...evidenceReader(connection),
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
         completion, success, score, progress, centiseconds, attempts, first_activity_at, last_activity_at, counted, evidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      registration.id,
      registration.learner,
      registration.trialName ?? null,
      registration.package,
      registration.version,
      registration.isTrial ? 1 : 0,
      registration.createdAt.getTime(),
      (progress.lastActivityAt ?? registration.createdAt).getTime(),
      ...figureValues(progress),
      registration.counted,
      registration.evidence ?? null,
    )
  },
  async updateProgress(registration, progress, counted) {
    connection.run(
      `UPDATE registration SET completion = ?, success = ?, score = ?, progress = ?, centiseconds = ?, attempts = ?,
         first_activity_at = ?, last_activity_at = ?, active_at = coalesce(?, created_at), counted = ? WHERE id = ?`,
      ...figureValues(progress),
      progress.lastActivityAt?.getTime() ?? null,
      counted,
      registration,
    )
  },
  async pinRegistration(registration, version) {
    connection.run('UPDATE registration SET version = ? WHERE id = ?', version, registration)
  },
  ...courseAttemptWriter(connection),
  ...evidenceWriter(connection),
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
  return registrationOf(row, activitiesOf(connection, id, row.counted))
}

function conditionsOf(filter: RegistrationFilter, cursor: string | undefined) {
  const conditions = ['is_trial = ?']
  const values: SQLInputValue[] = [filter.isTrial ? 1 : 0]
  const add = (condition: string, ...added: SQLInputValue[]) => {
    conditions.push(condition)
    values.push(...added)
  }
  if (filter.learner !== undefined) add('learner = ?', filter.learner)
  // One learner has few registrations: with `+` SQLite reads those, and not the many of the package or the level.
  if (filter.package !== undefined) {
    add(filter.learner === undefined ? 'package = ?' : '+package = ?', filter.package)
  }
  if (filter.completion !== undefined) add('completion = ?', filter.completion)
  if (filter.success !== undefined) add('success = ?', filter.success)
  if (filter.evidence !== undefined) {
    add(filter.learner === undefined ? 'evidence = ?' : '+evidence = ?', filter.evidence)
  }
  if (filter.since !== undefined) {
    add('active_at >= ? AND last_activity_at IS NOT NULL', filter.since.getTime())
  }
  const within = insideReach('registration', 'id', filter.reach)
  if (within) add(within.condition, ...within.values)
  if (cursor !== undefined)
    add('(active_at, id) < (?, ?)', ...readCursor(cursor, ['number', 'string']))
  return { conditions, values }
}

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
  counted: row.counted,
  ...(row.evidence !== null && { evidence: row.evidence }),
  progress: { ...figuresOf(row), activities },
})
