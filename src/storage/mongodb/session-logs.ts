import type {
  LogPart,
  LogSummary,
  SessionLogReader,
  SessionLogWriter,
} from '../../launch/session-log/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

type OwnReader = Pick<SessionLogReader, 'findSessionLog' | 'sessionLogLines' | 'oldSessionLogs'>

interface LogRow {
  /** The session. */
  _id: string
  registration: string
  changedAt: Date
  /** JSON: counts, results, and how far the head reaches. */
  summary: string
}

/** Lines that came with one commit. */
interface PartRow {
  /** Session and number of the first line. */
  _id: string
  session: string
  first: number
  isTail: boolean
  bytes: number
  /** JSON of the lines. */
  content: string
}

export const sessionLogs = collection<LogRow>('sessionLogs', [
  { keys: { changedAt: 1 } },
  { keys: { registration: 1 } },
])
const parts = collection<PartRow>('sessionLogParts', [{ keys: { session: 1, first: 1 } }])

export const sessionLogCollections = [sessionLogs, parts]

const linesOf = ({ content }: PartRow) => JSON.parse(content) as LogPart['lines']

export const sessionLogReader = (view: View): OwnReader => ({
  findSessionLog: (session) => findLog(view, session),
  async sessionLogLines(session) {
    const rows = await view.in(parts).find({ session }, { sort: { first: 1 } })
    return rows.flatMap(linesOf)
  },
  async oldSessionLogs(before, limit) {
    const rows = await view
      .in(sessionLogs)
      .find({ changedAt: { $lt: before } }, { fields: { _id: 1 }, sort: { changedAt: 1 }, limit })
    return rows.map(({ _id }) => _id)
  },
})

export const sessionLogWriter = ({ view }: Transaction): SessionLogWriter => ({
  findSessionLog: (session) => findLog(view, session),
  async putSessionLog({ session, registration, changedAt, ...summary }) {
    const row = { _id: session, registration, changedAt, summary: JSON.stringify(summary) }
    await view.in(sessionLogs).put(row)
  },
  async insertLogPart(session, { lines, bytes, isTail }) {
    const first = lines[0]!.n
    const content = JSON.stringify(lines)
    await view
      .in(parts)
      .insert({ _id: partId(session, first), session, first, isTail, bytes, content })
  },
  async oldestTailPart(session) {
    const row = await view.in(parts).findOne({ session, isTail: true }, { sort: { first: 1 } })
    return row && { lines: linesOf(row), bytes: row.bytes, isTail: true }
  },
  async deleteLogPart(session, first) {
    await view.in(parts).remove({ _id: partId(session, first) })
  },
  async deleteSessionLog(session) {
    await view.in(parts).remove({ session })
    await view.in(sessionLogs).remove({ _id: session })
  },
})

/** Forgets the logs of a registration's sessions. */
export async function removeSessionLogs(view: View, registration: string): Promise<void> {
  const rows = await view.in(sessionLogs).find({ registration }, { fields: { _id: 1 } })
  if (rows.length === 0) return
  await view.in(parts).remove({ session: { $in: rows.map(({ _id }) => _id) } })
  await view.in(sessionLogs).remove({ registration })
}

const partId = (session: string, first: number): string => `${session} ${first}`

async function findLog(view: View, session: string): Promise<LogSummary | undefined> {
  const row = await view.in(sessionLogs).findOne({ _id: session })
  if (!row) return undefined
  const { registration, changedAt, summary } = row
  return {
    session,
    registration,
    changedAt,
    ...(JSON.parse(summary) as Omit<LogSummary, 'session' | 'registration' | 'changedAt'>),
  }
}
