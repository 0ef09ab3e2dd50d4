import type { ActivityResult, PlayerCounts, SessionFacts } from '../../runtime/index.ts'
import type { Session } from '../session.ts'
import type { LogExtent, NumberedLine } from './bound-log.ts'

/** What is known of a session's log besides its lines; it stays small however much was said. */
export interface LogSummary extends LogExtent {
  readonly session: string
  readonly registration: string
  readonly facts: SessionFacts
  /** Where the course stood after the last entry. */
  readonly result: ActivityResult
  /** Of the pages before the present one, and of that. */
  readonly earlierCounts: PlayerCounts
  readonly counts: PlayerCounts
  /** The page that sends now, and how many lines it has sent. */
  readonly page?: string
  readonly pageLines: number
  readonly changedAt: Date
}

export interface SessionLogReader {
  /** A registration's sessions, newest first, from below an epoch. */
  sessionsOf(
    registration: string,
    page: { readonly below?: number; readonly limit: number },
  ): Promise<readonly Session[]>
  findLaunchSession(id: string): Promise<Session | undefined>
  findSessionLog(session: string): Promise<LogSummary | undefined>
  /** What is kept of the lines, in order. */
  sessionLogLines(session: string): Promise<readonly NumberedLine[]>
  /** Ids of sessions whose logs did not change since this time. */
  oldSessionLogs(before: Date, limit: number): Promise<readonly string[]>
}

/** Lines that came together. */
export interface LogPart {
  readonly lines: readonly NumberedLine[]
  /** Bytes of their JSON. */
  readonly bytes: number
  readonly isTail: boolean
}

export interface SessionLogWriter extends Pick<SessionLogReader, 'findSessionLog'> {
  putSessionLog(summary: LogSummary): Promise<void>
  /** Adds lines, one or more, none of which is there. */
  insertLogPart(session: string, part: LogPart): Promise<void>
  oldestTailPart(session: string): Promise<LogPart | undefined>
  /** @param first number of the part's first line */
  deleteLogPart(session: string, first: number): Promise<void>
  deleteSessionLog(session: string): Promise<void>
}
