import type { PlayerCounts, SessionFacts, VerdictPoint } from '../../runtime/index.ts'
import type { NumberedLine } from './bound-log.ts'

/** JSON of /api/v1, as schemas/api/course-session-list.json and session-log.json describe it. Times are ISO 8601, UTC. */
export interface SessionItem {
  readonly id: string
  /** Number of the attempt that it played. */
  readonly attempt: number
  /** Number of the package version. */
  readonly version: number
  /** A look at the last result, which counts nowhere. */
  readonly isReview: boolean
  /** `left`: the page said that it went away, and may come back for a while. */
  readonly state: 'live' | 'left' | 'closed'
  readonly startedAt: string
  /** When its player was last heard of. */
  readonly seenAt: string
  /** Journal entries that were stored. */
  readonly entries: number
  /** Lines that the log ever had, and how many of them are kept: its first 300 and its last 700 at most. */
  readonly lines: number
  readonly kept: number
  /** What the player counted. */
  readonly counts: PlayerCounts
  /** What the journal said, counted. */
  readonly facts: SessionFacts
  /** null where no log is kept: an old session. */
  readonly verdict: readonly VerdictPoint[] | null
}

export interface SessionLog extends SessionItem {
  /** In order; `n` counts all lines, so a gap says how many are missing. */
  readonly log: readonly NumberedLine[]
  /** Titles by the ids of activities that the log names. */
  readonly titles: Readonly<Record<string, string>>
  /** Published names by the error codes that the log has. */
  readonly errors: Readonly<Record<string, string>>
}

export type { NumberedLine } from './bound-log.ts'
