import type { VersionMoveReader, VersionMoveWriter } from '../../launch/versions/store.ts'
import type { MoveForecast, VersionMove } from '../../launch/versions/version-move.ts'
import type { Connection } from './connection.ts'

interface MoveRow {
  id: string
  package: string
  version: string
  started_by: string
  started_at: number
  ended_at: number | null
}

/** What a move has not looked at: its three parameters are the package, the version and the move. */
const toMove = `FROM registration
  WHERE is_trial = 0 AND package = ? AND version <> ? AND NOT EXISTS (
    SELECT 1 FROM version_move_registration AS seen WHERE seen.move = ? AND seen.registration = registration.id)`

export const versionMoveReader = (connection: Connection): VersionMoveReader => ({
  versionMoves: async (packageId, limit) =>
    connection
      .all<MoveRow>(
        'SELECT * FROM version_move WHERE package = ? ORDER BY started_at DESC, id LIMIT ?',
        packageId,
        limit,
      )
      .map(moveOf),
  runningMoves: async () => runningMoves(connection),
  async moveCounts(move) {
    const rows = connection.all<{ outcome: string; count: number }>(
      `SELECT outcome, count(*) AS count FROM version_move_registration WHERE move = ? GROUP BY outcome`,
      move,
    )
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]))
  },
  registrationsToMove: async ({ id, package: packageId, version }, limit) =>
    connection
      .all<{ id: string }>(`SELECT id ${toMove} ORDER BY id LIMIT ?`, packageId, version, id, limit)
      .map((row) => row.id),
  countRegistrationsToMove: async ({ id, package: packageId, version }) =>
    connection.get<{ count: number }>(`SELECT count(*) AS count ${toMove}`, packageId, version, id)!
      .count,
  async pinnedVersions(packageId) {
    const rows = connection.all<{ version: string; count: number }>(
      `SELECT version, count(*) AS count FROM registration WHERE package = ? AND is_trial = 0 GROUP BY version`,
      packageId,
    )
    return new Map(rows.map(({ version, count }) => [version, count]))
  },
  forecastMove: async (about) => forecast(connection, about),
})

export const versionMoveWriter = (connection: Connection): VersionMoveWriter => ({
  runningMoves: async () => runningMoves(connection),
  async insertVersionMove({ id, package: packageId, version, startedBy, startedAt, endedAt }) {
    connection.run(
      'INSERT INTO version_move VALUES (?, ?, ?, ?, ?, ?)',
      id,
      packageId,
      version,
      startedBy,
      startedAt.getTime(),
      endedAt?.getTime() ?? null,
    )
  },
  async endVersionMove(id, endedAt) {
    connection.run('UPDATE version_move SET ended_at = ? WHERE id = ?', endedAt.getTime(), id)
  },
  async putMoveOutcome(move, { registration, version, outcome }) {
    connection.run(
      'INSERT OR REPLACE INTO version_move_registration VALUES (?, ?, ?, ?)',
      move,
      registration,
      version,
      outcome,
    )
  },
})

const runningMoves = (connection: Connection): VersionMove[] =>
  connection
    .all<MoveRow>('SELECT * FROM version_move WHERE ended_at IS NULL ORDER BY started_at, id')
    .map(moveOf)

const moveOf = (row: MoveRow): VersionMove => ({
  id: row.id,
  package: row.package,
  version: row.version,
  startedBy: row.started_by,
  startedAt: new Date(row.started_at),
  ...(row.ended_at !== null && { endedAt: new Date(row.ended_at) }),
})

function forecast(
  connection: Connection,
  about: Parameters<VersionMoveReader['forecastMove']>[0],
): MoveForecast {
  const rows = connection.all<{ state: keyof MoveForecast; count: number }>(
    `WITH standing AS (
       SELECT attempt.completion, attempt.last_activity_at,
         EXISTS (SELECT 1 FROM registration AS other WHERE other.learner = registration.learner AND other.version = ?
                   AND other.is_trial = 0) AS is_elsewhere,
         count(begun.activity) AS begun,
         sum(begun.activity IN (SELECT value FROM json_each(?))) AS kept
       FROM registration
       LEFT JOIN registration_attempt AS attempt ON attempt.registration = registration.id AND attempt.number =
         (SELECT max(number) FROM registration_attempt AS one WHERE one.registration = registration.id)
       LEFT JOIN registration_attempt_activity AS begun ON begun.registration = registration.id
         AND begun.attempt = attempt.number AND begun.attempts > 0
         AND begun.activity IN (SELECT value FROM json_each(?))
       WHERE registration.package = ? AND registration.version = ? AND registration.is_trial = 0
       GROUP BY registration.id)
     SELECT CASE WHEN is_elsewhere THEN 'elsewhere'
                 WHEN last_activity_at IS NULL THEN 'notStarted'
                 WHEN completion = 'completed' THEN 'completed'
                 WHEN begun = kept OR begun = 0 THEN 'allKept'
                 WHEN kept > 0 THEN 'someKept'
                 ELSE 'noneKept' END AS state, count(*) AS count
     FROM standing GROUP BY state`,
    about.to,
    JSON.stringify(about.kept),
    JSON.stringify(about.launchable),
    about.package,
    about.from,
  )
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  const count = (state: keyof MoveForecast) => counts.get(state) ?? 0
  return {
    elsewhere: count('elsewhere'),
    notStarted: count('notStarted'),
    completed: count('completed'),
    allKept: count('allKept'),
    someKept: count('someKept'),
    noneKept: count('noneKept'),
  }
}
