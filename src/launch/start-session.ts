import type { Clock } from '../base/clock.ts'
import { newSecret, newUuid, secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Attempt, engines } from '../runtime/index.ts'
import { closeSession, type PlayRules } from './advance-session.ts'
import {
  type Described,
  type DescribeRules,
  type DescribeStore,
  describeSession,
} from './describe-session.ts'
import { readShared, withSharedOfNow } from './learner-shared.ts'
import { mayResume, type Session } from './session.ts'
import type { LaunchReader, LaunchWriter } from './store.ts'
import { linkInvalid, mayOpen, useTicket } from './use-ticket.ts'
import type { SessionStarted, StartSession } from './wire.ts'

export type SessionStore = DescribeStore &
  Pick<LaunchReader, 'findTicket' | 'findLaunchSessionByToken'> &
  Transactor<LaunchWriter>

export type SessionRules = PlayRules & DescribeRules

/**
 * Begins a session with the ticket of a launch link, wherever else the course is open: the newest opening wins, and an
 * earlier session of the registration ends. The ticket works once; the page that used it may send the same request again,
 * should it not have heard the answer.
 * @param language `vi` or `en`
 * @throws Problem `launch-link-invalid`
 */
export const startSession =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async ({ ticket, nonce }: StartSession, language: string): Promise<SessionStarted> => {
    const hash = secretHash(ticket)
    const found = await store.findTicket(hash)
    if (!found || !mayOpen(found, nonce, clock())) throw linkInvalid()
    const described = await describeSession(store, clock, rules)(found.registration, language)
    const opening = newOpening(described, clock())
    return store.transact(async (tx) => {
      await useTicket(tx, hash, { nonce, session: opening.id, now: opening.now })
      return openSession(tx, opening, rules)
    })
  }

/**
 * Begins a new session of the same registration in place of whichever is open: the page whose token this is goes on.
 * @throws Problem `session-token-invalid`; `session-closed` if the page was silent for too long.
 */
export const takeOver =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async (token: string, language: string): Promise<SessionStarted> => {
    const session = await sessionOfToken(store, token)
    if (!mayResume(session, clock())) throw closed()
    const described = await describeSession(store, clock, rules)(session.registration, language)
    const opening = newOpening(described, clock())
    return store.transact((tx) => openSession(tx, opening, rules))
  }

/**
 * Gives the head session's state to a page that was loaded again. Entries that the page has not sent yet must be sent before.
 * @throws Problem `session-token-invalid`; `session-superseded`; `session-closed` if the page was silent for too long.
 */
export const resumeSession =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async (token: string, language: string): Promise<SessionStarted> => {
    const { id, registration } = await sessionOfToken(store, token)
    const described = await describeSession(store, clock, rules)(registration, language)
    return store.transact(async (tx) => {
      const found = await tx.findLaunchSession(id)
      if (!found || (await tx.headLaunchSession(registration))?.id !== id) throw superseded()
      const now = clock()
      if (!mayResume(found, now)) throw closed()
      const { beforeClose: _, ...rest } = found
      const resumed: Session = { ...rest, state: 'live', seenAt: now }
      await tx.updateLaunchSession(resumed)
      return started(tx, described, { session: resumed })
    })
  }

interface Opening {
  readonly described: Described
  readonly id: string
  readonly token: string
  readonly now: Date
}

/** All that is random about a session is chosen before its transaction, which may run twice. */
const newOpening = (described: Described, now: Date): Opening => ({
  described,
  id: newUuid(),
  token: newSecret(),
  now,
})

/** Ends the head session and begins the next one; the first of a registration begins the attempt. */
async function openSession(
  tx: LaunchWriter,
  { described, id, token, now }: Opening,
  rules: PlayRules,
): Promise<SessionStarted> {
  const registration = described.registration.id
  const head = await tx.headLaunchSession(registration)
  if (head) await closeSession(tx, head, { now, rules, isFinal: true })
  if (!(await tx.findAttempt(registration))) {
    await tx.saveAttempt(registration, await freshAttempt(tx, described), 0)
  }
  const session: Session = {
    id,
    registration,
    epoch: (head?.epoch ?? 0) + 1,
    tokenHash: secretHash(token),
    state: 'live',
    startedAt: now,
    seenAt: now,
    lastEntry: 0,
  }
  await tx.insertLaunchSession(session)
  return started(tx, described, { session, token })
}

/** The attempt as it is before anything happened. It is kept without the learner's name. */
async function freshAttempt(
  tx: Pick<LaunchWriter, 'findShared'>,
  { registration, learner, shown: { course, mode } }: Described,
): Promise<Attempt> {
  const shared = await readShared(tx, { registration, course })
  const given = { seed: `${registration.id} 1`, shared }
  return engines[course.standard].start(course, { id: learner.id, name: '' }, mode, given)
}

/** What the player is told. Read with the session in one transaction: the attempt is as of the session's last entry. */
async function started(
  tx: Pick<LaunchWriter, 'findAttempt' | 'saveAttempt' | 'findShared'>,
  { registration, learner, shown }: Described,
  { session, token }: { session: Session; token?: string },
): Promise<SessionStarted> {
  const { id } = registration
  const saved = await tx.findAttempt(id)
  if (!saved) throw new Error(`registration ${id} has a session but no attempt`)
  const attempt = await withSharedOfNow(tx, { registration, course: shown.course }, saved.attempt)
  if (attempt !== saved.attempt) await tx.saveAttempt(id, attempt, saved.revision)
  return {
    session: session.id,
    ...(token !== undefined && { token }),
    epoch: session.epoch,
    registration: id,
    ...shown,
    attempt: { ...attempt, learner },
    nextEntry: session.lastEntry + 1,
  }
}

/** @throws Problem `session-token-invalid` */
export async function sessionOfToken(
  store: Pick<LaunchReader, 'findLaunchSessionByToken'>,
  token: string,
): Promise<Session> {
  const session = await store.findLaunchSessionByToken(secretHash(token))
  if (!session) throw new Problem('session-token-invalid', 'The token belongs to no session.')
  return session
}

export const superseded = (): Problem =>
  new Problem('session-superseded', 'The course was opened elsewhere since; that session counts.')

const closed = (): Problem =>
  new Problem('session-closed', 'The session has ended. Open the course again.')
