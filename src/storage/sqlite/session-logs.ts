import type {
  LogPart,
  LogSummary,
  SessionLogReader,
  SessionLogWriter,
} from '../../launch/session-log/store.ts'
import type { Connection } from './connection.ts'

type OwnReader = Pick<SessionLogReader, 'findSessionLog' | 'sessionLogLines' | 'oldSessionLogs'>

interface PartRow {
  content: string
  bytes: number
  is_tail: number
}

const linesOf = ({ content }: PartRow) => JSON.parse(content) as LogPart['lines']

export const sessionLogReader = (connection: Connection): OwnReader => ({
  findSessionLog: async (session) => findLog(connection, session),
  sessionLogLines: async (session) =>
    connection
      .all<PartRow>('SELECT * FROM session_log_part WHERE session = ? ORDER BY first', session)
      .flatMap(linesOf),
  oldSessionLogs: async (before, limit) =>
    connection
      .all<{ session: string }>(
        'SELECT session FROM session_log WHERE changed_at < ? ORDER BY changed_at LIMIT ?',
        before.getTime(),
        limit,
      )
      .map(({ session }) => session),
})

export const sessionLogWriter = (connection: Connection): SessionLogWriter => ({
  findSessionLog: async (session) => findLog(connection, session),
  async putSessionLog({ session, registration, changedAt, ...summary }) {
    connection.run(
      'INSERT OR REPLACE INTO session_log (session, registration, changed_at, summary) VALUES (?, ?, ?, ?)',
      session,
      registration,
      changedAt.getTime(),
      JSON.stringify(summary),
    )
  },
  async insertLogPart(session, { lines, bytes, isTail }) {
    connection.run(
      'INSERT INTO session_log_part (session, first, is_tail, lines, bytes, content) VALUES (?, ?, ?, ?, ?, ?)',
      session,
      lines[0]!.n,
      isTail ? 1 : 0,
      lines.length,
      bytes,
      JSON.stringify(lines),
    )
  },
  async oldestTailPart(session) {
    const row = connection.get<PartRow>(
      'SELECT * FROM session_log_part WHERE session = ? AND is_tail = 1 ORDER BY first LIMIT 1',
      session,
    )
    return row && { lines: linesOf(row), bytes: row.bytes, isTail: true }
  },
  async deleteLogPart(session, first) {
    connection.run('DELETE FROM session_log_part WHERE session = ? AND first = ?', session, first)
  },
  async deleteSessionLog(session) {
    connection.run('DELETE FROM session_log_part WHERE session = ?', session)
    connection.run('DELETE FROM session_log WHERE session = ?', session)
  },
})

function findLog(connection: Connection, session: string): LogSummary | undefined {
  const row = connection.get<{ registration: string; changed_at: number; summary: string }>(
    'SELECT * FROM session_log WHERE session = ?',
    session,
  )
  return (
    row && {
      session,
      registration: row.registration,
      changedAt: new Date(row.changed_at),
      ...(JSON.parse(row.summary) as Omit<LogSummary, 'session' | 'registration' | 'changedAt'>),
    }
  )
}
