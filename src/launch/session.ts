import type { Attempt } from '../runtime/index.ts'

/** One opening of a course by a learner: from a launch link, or by taking over. */
export interface Session {
  readonly id: string
  readonly registration: string
  /** 1, 2, 3 ... within the registration; only the session with the highest one, the head, may commit. */
  readonly epoch: number
  /** SHA-256 of the bearer token. */
  readonly tokenHash: string
  readonly state: SessionState
  /** Number of the attempt that it plays. */
  readonly attempt: number
  /** Id of the package version that it plays. */
  readonly version: string
  /** The copy of the attempt that a review plays on. What happens on it is nobody's progress. */
  readonly review?: Attempt
  /** Nothing of it is taken any more, although no other began: its attempt went on to another version of the package. */
  readonly isEnded: boolean
  /** Server's clock. */
  readonly startedAt: Date
  /** When the player was last heard of; server's clock. */
  readonly seenAt: Date
  /** Number of the last journal entry that is stored, 0 before any. */
  readonly lastEntry: number
  readonly lastEntryTimes?: EntryTimes
  /**
   * The attempt as it was before the server closed the session for silence. Entries that arrive late go on from here, as long
   * as no other session began and the player did not come back for the state.
   */
  readonly beforeClose?: Attempt
}

/**
 * `left`: the page said that it goes away, and is soon closed; `closed`: the server ended the run that was open. Both come back
 * to life.
 */
export type SessionState = 'live' | 'left' | 'closed'

/** When the last entry happened and when it came: the difference between the player's clock and ours. */
export interface EntryTimes {
  /** Player's clock. */
  readonly at: Date
  /** Server's clock. */
  readonly receivedAt: Date
}

/** How long after its last sign of life a session can be resumed or taken over from. */
const resumeHoursMax = 24

/** How long after its last sign of life a session's journal is still taken: a laptop that was offline over a holiday. */
const commitDaysMax = 30

const hourMs = 3_600_000

/** Whether its player never said a word: perhaps it was never told of the session. */
export const isUnheard = ({ startedAt, seenAt, lastEntry }: Session): boolean =>
  lastEntry === 0 && seenAt.getTime() === startedAt.getTime()

export const mayResume = ({ seenAt }: Session, now: Date): boolean =>
  now.getTime() - seenAt.getTime() < resumeHoursMax * hourMs

export const mayCommit = ({ seenAt }: Session, now: Date): boolean =>
  now.getTime() - seenAt.getTime() < commitDaysMax * 24 * hourMs

/** The time on the player's clock at which the player was last heard of. */
export function lastSeenByPlayer({ lastEntryTimes, seenAt }: Session): Date {
  if (!lastEntryTimes) return seenAt
  const since = Math.max(0, seenAt.getTime() - lastEntryTimes.receivedAt.getTime())
  return new Date(lastEntryTimes.at.getTime() + since)
}
