import type { Attempt, AttemptMode, Course, JournalEntry } from '../runtime/index.ts'
import type { PlayerLog } from './session-log/log-line.ts'

/**
 * What the player and the server say to each other on the content origin. Types only.
 *
 *   POST /_rt/sessions         StartSession  -> 201 SessionStarted | 410 launch-link-invalid | 409 attempt-limit-reached |
 *                                               409 attempt-not-yet-allowed | 409 review-not-yet-allowed
 *   POST /_rt/sessions/resume  Bearer token  -> 200 SessionStarted | 409 session-superseded | 409 session-closed | 401
 *   POST /_rt/sessions/takeover Bearer token -> 201 SessionStarted (of a new session of the same registration) | 409 session-closed | 401
 *   POST /_rt/trials/reset     Bearer token -> 201 SessionStarted (of a new attempt) | 403 forbidden: no try-out
 *   POST /_rt/trials/statements Bearer token -> 200 TrialStatements | 403 forbidden: no try-out
 *   POST /_rt/commits          CommitSession -> 200 CommitAccepted | 409 journal-gap | session-superseded | 400 | 401
 *
 * The player commits at least every 60 seconds while it is open, without entries if there are none. Entries of a session that are
 * not sent yet must be sent before it is resumed: what comes after is replayed onto the state that resume gave. Likewise before
 * the next session of the registration begins, which refuses what the one before it still has.
 *
 * Every error body is { code, message, pointer?, ... } (docs/problems.md).
 */
export interface StartSession {
  /** From the launch link's fragment; works once. A session that is open elsewhere ends: the newest opening wins. */
  readonly ticket: string
  /**
   * A UUID that the player makes for each opening. The answer may be lost: the same request with the same nonce opens again for
   * five minutes, until something is heard from the session.
   */
  readonly nonce: string
}

export interface SessionStarted {
  readonly session: string
  /** Bearer token: good for this registration and nothing else. Absent on resume (the caller has it). */
  readonly token?: string
  /** Grows by one with each session of the registration; a commit of an older epoch is refused. */
  readonly epoch: number
  readonly registration: string
  /** Number of the learner's attempt on the course: 1, 2, 3 ... */
  readonly attemptNumber: number
  readonly course: Course
  /** In a review nothing is recorded as progress. */
  readonly mode: AttemptMode
  /** A producer tries the package: the player offers its debugger. */
  readonly isTrial?: boolean
  /** As the server's replay left it; `learner` in it is who plays. */
  readonly attempt: Attempt
  /** Number that the next journal entry of this session must have. */
  readonly nextEntry: number
  /** Path prefix on the content origin under which the package's files are, ends with `/`. */
  readonly filesPrefix: string
  /** Where "leave" goes, on the app origin; absent: the page says that it may be closed. */
  readonly returnUrl?: string
  /** `vi` or `en`. */
  readonly language: string
}

export interface CommitSession {
  readonly session: string
  /** The token, for beacons, which have no headers; else it is in Authorization. */
  readonly token?: string
  /** In order, without gaps. Entries that the server has already are skipped, so sending again is safe. */
  readonly entries: readonly JournalEntry[]
  /** The page is going away: the server waits for more only shortly. A later commit of the same session undoes it. */
  readonly isLeaving?: boolean
  /** What only the player knows, for the session's log: calls that failed, missing files, how often values were read. */
  readonly log?: PlayerLog
}

/** What a try-out has led to, newest first, at most fifty. */
export interface TrialStatements {
  readonly statements: readonly Readonly<Record<string, unknown>>[]
  /** By a statement's id the number of the journal entry of this session that led to it; none for what others led to. */
  readonly entries: Readonly<Record<string, number>>
}

export type { LogLine, LogWhat, PlayerLine, PlayerLog } from './session-log/log-line.ts'

export interface CommitAccepted {
  /** The last entry number that is durable on the server. */
  readonly acknowledged: number
}
