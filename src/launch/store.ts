import type { PackageVersion } from '../content/index.ts'
import type { ProgressWriter, Registration } from '../registrations/index.ts'
import type { Attempt } from '../runtime/index.ts'
import type { StatementWriter } from '../xapi/index.ts'
import type { Session } from './session.ts'

/** A one-time launch link; the ticket itself is not kept. */
export interface Ticket {
  /** SHA-256 of the ticket. */
  readonly hash: string
  readonly registration: string
  readonly expiresAt: Date
}

/** What is kept of a learner's play of one registration. */
export interface SavedAttempt {
  /** Without the learner's name, which is read anew at each start. */
  readonly attempt: Attempt
  /** Grows by one with each change. */
  readonly revision: number
}

export interface LaunchReader {
  /** A ticket that is not used yet, expired or not. */
  findTicket(hash: string): Promise<Ticket | undefined>
  findLaunchSessionByToken(tokenHash: string): Promise<Session | undefined>
  /** Ids of sessions that are not closed and were last heard of before this time, longest silent first. */
  silentSessions(before: Date, limit: number): Promise<readonly string[]>
  findAttempt(registration: string): Promise<SavedAttempt | undefined>
}

export interface LaunchWriter
  extends ProgressWriter,
    StatementWriter,
    Pick<LaunchReader, 'findLaunchSessionByToken' | 'findAttempt'> {
  findRegistration(id: string): Promise<Registration | undefined>
  packageVersion(id: string): Promise<PackageVersion | undefined>
  insertTicket(ticket: Ticket): Promise<void>
  /** Uses a ticket up. @returns false if it was used already. */
  consumeTicket(hash: string): Promise<boolean>
  /** Forgets tickets that ended before this time. */
  deleteTickets(expiredBefore: Date): Promise<void>
  findLaunchSession(id: string): Promise<Session | undefined>
  /** The registration's session with the highest epoch. */
  headLaunchSession(registration: string): Promise<Session | undefined>
  insertLaunchSession(session: Session): Promise<void>
  updateLaunchSession(session: Session): Promise<void>
  /** Saves the attempt in place of the one with `revision` (0: there is none). @throws if that is not the stored one. */
  saveAttempt(registration: string, attempt: Attempt, revision: number): Promise<void>
}
