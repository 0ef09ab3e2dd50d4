import type { Session, SessionState } from '../../launch/session.ts'
import type { SessionLogWriter } from '../../launch/session-log/store.ts'
import type {
  LaunchReader,
  LaunchWriter,
  SavedAttempt,
  Ticket,
  TicketUse,
} from '../../launch/store.ts'
import type { OpeningWish } from '../../registrations/choose-opening.ts'
import type { Attempt } from '../../runtime/index.ts'
import type { Connection } from './connection.ts'
import { sharedWriter } from './launch-shared.ts'
import { sessionLogReader, sessionLogWriter } from './session-logs.ts'

interface TicketRow {
  registration: string
  wish: OpeningWish
  expires_at: number
  is_used: number
  used_nonce: string | null
  used_at: number | null
  used_session: string | null
}

interface SessionRow {
  id: string
  registration: string
  epoch: number
  token_hash: string
  state: SessionState
  started_at: number
  seen_at: number
  last_entry: number
  entry_at: number | null
  entry_received_at: number | null
  before_close: string | null
  attempt: number
  version: string
  review: string | null
  is_ended: number
}

/** What this file stores of the launch slice; the rest of its writer is the other slices' . */
type OwnLaunchWriter = Pick<
  LaunchWriter,
  | 'findLaunchSessionByToken'
  | 'findAttempt'
  | 'findTicket'
  | 'insertTicket'
  | 'useTicket'
  | 'deleteTickets'
  | 'findLaunchSession'
  | 'headLaunchSession'
  | 'insertLaunchSession'
  | 'updateLaunchSession'
  | 'saveAttempt'
  | 'deleteTrial'
  | 'findShared'
  | 'saveShared'
  | keyof SessionLogWriter
>

export const launchReader = (connection: Connection): LaunchReader => ({
  ...sessionLogReader(connection),
  sessionsOf: async (registration, { below, limit }) =>
    connection
      .all<SessionRow>(
        'SELECT * FROM launch_session WHERE registration = ? AND epoch < coalesce(?, epoch + 1) ORDER BY epoch DESC LIMIT ?',
        registration,
        below ?? null,
        limit,
      )
      .map(sessionOf),
  findLaunchSession: async (id) => sessionWhere(connection, 'id = ?', id),
  findTicket: async (hash) => findTicket(connection, hash),
  findLaunchSessionByToken: async (hash) => sessionWhere(connection, 'token_hash = ?', hash),
  silentSessions: async (before, limit) =>
    connection
      .all<{ id: string }>(
        `SELECT id FROM launch_session
         WHERE state <> 'closed' AND seen_at < CASE state WHEN 'left' THEN ? ELSE ? END ORDER BY seen_at LIMIT ?`,
        before.left.getTime(),
        before.live.getTime(),
        limit,
      )
      .map(({ id }) => id),
  oldTrials: async (before, limit) =>
    connection
      .all<{ id: string }>(
        'SELECT id FROM registration WHERE is_trial = 1 AND active_at < ? ORDER BY active_at LIMIT ?',
        before.getTime(),
        limit,
      )
      .map(({ id }) => id),
  findAttempt: async (registration, number) => findAttempt(connection, registration, number),
})

export const launchWriter = (connection: Connection): OwnLaunchWriter => ({
  ...ticketWriter(connection),
  ...sessionWriter(connection),
  ...sharedWriter(connection),
  ...sessionLogWriter(connection),
  findAttempt: async (registration, number) => findAttempt(connection, registration, number),
  async deleteTrial(registration) {
    connection.run(
      'DELETE FROM session_log_part WHERE session IN (SELECT session FROM session_log WHERE registration = ?)',
      registration,
    )
    for (const table of trialTables) {
      connection.run(`DELETE FROM ${table} WHERE registration = ?`, registration)
    }
    const deleted = connection.run(
      'DELETE FROM registration WHERE id = ? AND is_trial = 1',
      registration,
    )
    if (deleted !== 1) throw new Error(`${registration} is no try-out`)
  },
  async saveAttempt({ registration, number }, attempt, revision) {
    const json = JSON.stringify(attempt)
    const changed =
      revision === 0
        ? connection.run(
            'INSERT INTO launch_attempt VALUES (?, ?, 1, ?)',
            registration,
            number,
            json,
          )
        : connection.run(
            `UPDATE launch_attempt SET attempt = ?, revision = revision + 1
             WHERE registration = ? AND number = ? AND revision = ?`,
            json,
            registration,
            number,
            revision,
          )
    if (changed !== 1) throw new Error(`the attempt of ${registration} changed under a commit`)
  },
})

/** What refers to a registration goes before it. */
const trialTables = [
  'session_log',
  'attempt_evidence',
  'fetched_files',
  'attestation',
  'launch_ticket',
  'launch_session',
  'launch_attempt',
  'registration_attempt_activity',
  'registration_attempt',
] as const

const ticketWriter = (connection: Connection) => ({
  findTicket: async (hash: string) => findTicket(connection, hash),
  async insertTicket({ hash, registration, wish, expiresAt }: Ticket) {
    connection.run(
      'INSERT INTO launch_ticket (hash, registration, wish, expires_at) VALUES (?, ?, ?, ?)',
      hash,
      registration,
      wish,
      expiresAt.getTime(),
    )
  },
  useTicket: async (hash: string, { nonce, at, session }: TicketUse, before?: string) =>
    connection.run(
      `UPDATE launch_ticket SET is_used = 1, used_nonce = ?, used_at = ?, used_session = ?
         WHERE hash = ? AND is_used = ? AND used_session IS ?`,
      nonce,
      at.getTime(),
      session,
      hash,
      before === undefined ? 0 : 1,
      before ?? null,
    ) === 1,
  async deleteTickets(expiredBefore: Date) {
    connection.run('DELETE FROM launch_ticket WHERE expires_at < ?', expiredBefore.getTime())
  },
})

const sessionWriter = (connection: Connection) => ({
  findLaunchSessionByToken: async (hash: string) =>
    sessionWhere(connection, 'token_hash = ?', hash),
  findLaunchSession: async (id: string) => sessionWhere(connection, 'id = ?', id),
  headLaunchSession: async (registration: string) =>
    sessionWhere(connection, 'registration = ? ORDER BY epoch DESC LIMIT 1', registration),
  async insertLaunchSession(session: Session) {
    connection.run(
      `INSERT INTO launch_session (version, attempt, id, registration, epoch, token_hash, state, started_at, seen_at,
         last_entry, entry_at, entry_received_at, before_close, review, is_ended)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      session.version,
      session.attempt,
      session.id,
      session.registration,
      session.epoch,
      session.tokenHash,
      session.state,
      session.startedAt.getTime(),
      ...progressValues(session),
    )
  },
  async updateLaunchSession(session: Session) {
    connection.run(
      `UPDATE launch_session SET state = ?, seen_at = ?, last_entry = ?, entry_at = ?, entry_received_at = ?,
         before_close = ?, review = ?, is_ended = ? WHERE id = ?`,
      session.state,
      ...progressValues(session),
      session.id,
    )
  },
})

const progressValues = (session: Session) => [
  session.seenAt.getTime(),
  session.lastEntry,
  session.lastEntryTimes?.at.getTime() ?? null,
  session.lastEntryTimes?.receivedAt.getTime() ?? null,
  session.beforeClose ? JSON.stringify(session.beforeClose) : null,
  session.review ? JSON.stringify(session.review) : null,
  session.isEnded ? 1 : 0,
]

function sessionWhere(connection: Connection, condition: string, value: string) {
  const row = connection.get<SessionRow>(`SELECT * FROM launch_session WHERE ${condition}`, value)
  return row && sessionOf(row)
}

const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  registration: row.registration,
  epoch: row.epoch,
  tokenHash: row.token_hash,
  state: row.state,
  startedAt: new Date(row.started_at),
  seenAt: new Date(row.seen_at),
  lastEntry: row.last_entry,
  ...(row.entry_at !== null &&
    row.entry_received_at !== null && {
      lastEntryTimes: { at: new Date(row.entry_at), receivedAt: new Date(row.entry_received_at) },
    }),
  ...(row.before_close !== null && { beforeClose: JSON.parse(row.before_close) as Attempt }),
  attempt: row.attempt,
  version: row.version,
  ...(row.review !== null && { review: JSON.parse(row.review) as Attempt }),
  isEnded: row.is_ended === 1,
})

function findTicket(connection: Connection, hash: string): Ticket | undefined {
  const row = connection.get<TicketRow>('SELECT * FROM launch_ticket WHERE hash = ?', hash)
  if (!row) return undefined
  const { registration, wish, used_nonce: nonce, used_at: at, used_session: session } = row
  return {
    hash,
    registration,
    wish,
    expiresAt: new Date(row.expires_at),
    ...(row.is_used === 1 && {
      use: { nonce: nonce ?? '', at: new Date(at ?? 0), session: session ?? '' },
    }),
  }
}

function findAttempt(
  connection: Connection,
  registration: string,
  number?: number,
): SavedAttempt | undefined {
  const row = connection.get<{ revision: number; attempt: string }>(
    `SELECT revision, attempt FROM launch_attempt WHERE registration = ? AND number = coalesce(?, number)
     ORDER BY number DESC LIMIT 1`,
    registration,
    number ?? null,
  )
  return row && { revision: row.revision, attempt: JSON.parse(row.attempt) as Attempt }
}
