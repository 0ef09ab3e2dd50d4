import type { PackageReader, PackageVersion } from '../content/index.ts'
import type { LedgerWriter } from '../ledger/index.ts'
import type { QuestionWriter } from '../questions/index.ts'
import type {
  EvidenceWriter,
  OpeningWish,
  ProgressWriter,
  Registration,
  RegistrationWriter,
} from '../registrations/index.ts'
import type { Attempt, GlobalObjective, SharedKeys, SharedState } from '../runtime/index.ts'
import type { StatementWriter } from '../xapi/index.ts'
import type { Session } from './session.ts'
import type { SessionLogReader, SessionLogWriter } from './session-log/store.ts'

/** A one-time launch link; the ticket itself is not kept. */
export interface Ticket {
  /** SHA-256 of the ticket. */
  readonly hash: string
  readonly registration: string
  readonly wish: OpeningWish
  readonly expiresAt: Date
  /** Absent until it is used. */
  readonly use?: TicketUse
}

export interface TicketUse {
  /** What the page that used it called its own opening. */
  readonly nonce: string
  /** When it was used first. */
  readonly at: Date
  /** The session that it opened last. */
  readonly session: string
}

/** What is kept of a learner's play of one attempt on a course. */
export interface SavedAttempt {
  /** Without the learner's name, which is read anew at each start. */
  readonly attempt: Attempt
  /** Grows by one with each change. */
  readonly revision: number
}

/** A new value of something that a learner's courses share; without one it is unknown again. */
export type SharedChange =
  | { readonly kind: 'objective'; readonly id: string; readonly value?: GlobalObjective }
  | { readonly kind: 'data'; readonly id: string; readonly value?: string }

export interface LaunchReader extends SessionLogReader {
  /** A ticket, used or not, expired or not. */
  findTicket(hash: string): Promise<Ticket | undefined>
  findLaunchSessionByToken(tokenHash: string): Promise<Session | undefined>
  /** Ids of sessions that are not closed and were last heard of before these times, by their state, longest silent first. */
  silentSessions(
    before: { readonly live: Date; readonly left: Date },
    limit: number,
  ): Promise<readonly string[]>
  /** Ids of try-outs in which nothing happened since this time. */
  oldTrials(before: Date, limit: number): Promise<readonly string[]>
  /** A registration's attempt with this number, or the newest. */
  findAttempt(registration: string, number?: number): Promise<SavedAttempt | undefined>
}

export interface LaunchWriter
  extends ProgressWriter,
    Omit<EvidenceWriter, 'insertAttestation' | 'withdrawAttestation'>,
    QuestionWriter,
    SessionLogWriter,
    StatementWriter,
    Pick<LedgerWriter, 'addLedgerNote'>,
    Pick<RegistrationWriter, 'pinRegistration' | 'findRegistrationOf'>,
    Pick<PackageReader, 'findPackage'>,
    Pick<LaunchReader, 'findTicket' | 'findLaunchSessionByToken' | 'findAttempt'> {
  findRegistration(id: string): Promise<Registration | undefined>
  packageVersion(id: string): Promise<PackageVersion | undefined>
  insertTicket(ticket: Ticket): Promise<void>
  /**
   * Writes the use of a ticket, the first or in place of one that opened `session`.
   * @returns false, with nothing written, if the ticket's use is another one.
   */
  useTicket(hash: string, use: TicketUse, session?: string): Promise<boolean>
  /** Forgets tickets that ended before this time. */
  deleteTickets(expiredBefore: Date): Promise<void>
  /** Forgets a try-out: its registration, attempts, sessions and links. What else it left are statements, and they stay. */
  deleteTrial(registration: string): Promise<void>
  findLaunchSession(id: string): Promise<Session | undefined>
  /** The registration's session with the highest epoch. */
  headLaunchSession(registration: string): Promise<Session | undefined>
  insertLaunchSession(session: Session): Promise<void>
  updateLaunchSession(session: Session): Promise<void>
  /** What is known of these global objectives and stores of a learner; ids that are not are left out. */
  findShared(learner: string, keys: SharedKeys): Promise<SharedState>
  saveShared(learner: string, changes: readonly SharedChange[]): Promise<void>
  /** Saves an attempt in place of the one with `revision` (0: there is none). @throws if that is not the stored one. */
  saveAttempt(
    of: { readonly registration: string; readonly number: number },
    attempt: Attempt,
    revision: number,
  ): Promise<void>
}
