import type { Clock } from '../base/clock.ts'
import { newSecret, newUuid, secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { packageVersion } from '../content/index.ts'
import type { Opening, OpeningWish, Registration } from '../registrations/index.ts'
import type { Attempt, Course, Learner } from '../runtime/index.ts'
import { closeSession, type PlayRules } from './advance-session.ts'
import { hostLabel } from './content-origin.ts'
import {
  type DescribeRules,
  type DescribeStore,
  describeSession,
  learnerOf,
} from './describe-session.ts'
import { withSharedOfNow } from './learner-shared.ts'
import { openAttempt } from './open-attempt.ts'
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
 * should it not have heard the answer. Where the package's policy refuses what the link asks for, the ticket stays unused.
 * @param language `vi` or `en`
 * @param label of the content host that asks; another registration's host does not open this one's course
 * @throws Problem `launch-link-invalid`; `attempt-limit-reached`, `attempt-not-yet-allowed`, `review-not-yet-allowed`
 */
export const startSession =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async (
    { ticket, nonce }: StartSession,
    language: string,
    label?: string,
  ): Promise<SessionStarted> => {
    const hash = secretHash(ticket)
    const found = await store.findTicket(hash)
    if (!found || !mayOpen(found, nonce, clock())) throw linkInvalid()
    if (label !== undefined && label !== hostLabel(rules, found.registration)) throw linkInvalid()
    const page = newPage(await learnerOf(store)(found.registration), language, clock())
    return store.transact(async (tx) => {
      const unheard = await useTicket(tx, hash, { nonce, session: page.session, now: page.now })
      const asked = unheard ? openingOf(unheard) : found.wish
      return openSession(tx, { ...page, registration: found.registration, asked }, rules)
    })
  }

/**
 * Begins a new session of the same registration in place of whichever is open: the page whose token this is goes on. What a
 * review shows stays; who learns goes on in the newest attempt, also if another page began it.
 * @throws Problem `session-token-invalid`; `session-closed` if the page was silent for too long.
 */
export const takeOver =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async (token: string, language: string): Promise<SessionStarted> => {
    const session = await resumableSession(store, token, clock)
    const asked = (newest: number | undefined): Opening =>
      session.review ? openingOf(session) : { open: 'resume', number: newest ?? session.attempt }
    return openAgain({ store, clock, rules }, session, { language, asked })
  }

/**
 * Ends the session of a try-out and begins another attempt from the beginning, whatever the package's policy allows: a
 * producer tries again.
 * @throws Problem `session-token-invalid`; `session-closed`; `forbidden` for a learner's session
 */
export const resetTrial =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async (token: string, language: string): Promise<SessionStarted> => {
    const session = await resumableSession(store, token, clock)
    requireTrial(await store.findRegistration(session.registration))
    const asked = (newest = 0): Opening => ({ open: 'new', number: newest + 1 })
    return openAgain({ store, clock, rules }, session, { language, asked })
  }

/** @throws Problem `session-token-invalid`; `session-closed` */
async function resumableSession(
  store: SessionStore,
  token: string,
  clock: Clock,
): Promise<Session> {
  const session = await sessionOfToken(store, token)
  if (!mayResume(session, clock())) throw closed()
  return session
}

/** @param wanted.asked what opens, by the number of the newest attempt, if there is one */
async function openAgain(
  { store, clock, rules }: { store: SessionStore; clock: Clock; rules: SessionRules },
  { registration }: Session,
  wanted: { language: string; asked: (newest: number | undefined) => Opening },
): Promise<SessionStarted> {
  const page = newPage(await learnerOf(store)(registration), wanted.language, clock())
  return store.transact(async (tx) => {
    const asked = wanted.asked((await tx.courseAttempts(registration)).at(-1)?.number)
    return openSession(tx, { ...page, registration, asked }, rules)
  })
}

/** @throws Problem `forbidden` */
export function requireTrial(registration: Registration | undefined): asserts registration {
  if (registration?.isTrial) return
  throw new Problem('forbidden', 'This is for try-outs only.')
}

const openingOf = ({ attempt, review }: Session): Opening => ({
  open: review ? 'review' : 'resume',
  number: attempt,
})

/**
 * Gives the head session's state to a page that was loaded again. Entries that the page has not sent yet must be sent before.
 * @throws Problem `session-token-invalid`; `session-superseded`; `session-closed` if the page was silent for too long.
 */
export const resumeSession =
  (store: SessionStore, clock: Clock, rules: SessionRules) =>
  async (token: string, language: string): Promise<SessionStarted> => {
    const { id, registration } = await sessionOfToken(store, token)
    const learner = await learnerOf(store)(registration)
    return store.transact(async (tx) => {
      const found = await tx.findLaunchSession(id)
      const head = await tx.headLaunchSession(registration)
      if (!found || found.isEnded || head?.id !== id) throw superseded()
      const now = clock()
      if (!mayResume(found, now)) throw closed()
      const { beforeClose: _, ...rest } = found
      const resumed: Session = { ...rest, state: 'live', seenAt: now }
      await tx.updateLaunchSession(resumed)
      return started(tx, { session: resumed, learner, language, now }, rules)
    })
  }

/** A page that is about to begin a session. All that is random is chosen before the transaction, which may run twice. */
interface Page {
  readonly session: string
  readonly token: string
  readonly learner: Learner
  readonly language: string
  readonly now: Date
}

const newPage = (learner: Learner, language: string, now: Date): Page => ({
  session: newUuid(),
  token: newSecret(),
  learner,
  language,
  now,
})

/** Ends the head session and begins the next one, on the attempt that is asked for. */
async function openSession(
  tx: LaunchWriter,
  page: Page & { readonly registration: string; readonly asked: OpeningWish | Opening },
  rules: SessionRules,
): Promise<SessionStarted> {
  const { now, token, asked } = page
  const head = await tx.headLaunchSession(page.registration)
  if (head) await closeSession(tx, head, { now, rules, isFinal: true })
  const registration = await registrationOf(tx, page.registration)
  const { number, version, review } = await openAttempt(tx, registration, { asked, now, rules })
  const session: Session = {
    id: page.session,
    registration: registration.id,
    epoch: (head?.epoch ?? 0) + 1,
    tokenHash: secretHash(token),
    state: 'live',
    attempt: number,
    version: version.id,
    ...(review && { review }),
    isEnded: false,
    startedAt: now,
    seenAt: now,
    lastEntry: 0,
  }
  await tx.insertLaunchSession(session)
  return { ...(await started(tx, { ...page, session }, rules)), token }
}

async function registrationOf(
  tx: Pick<LaunchWriter, 'findRegistration'>,
  id: string,
): Promise<Registration> {
  const registration = await tx.findRegistration(id)
  if (!registration) throw linkInvalid()
  return registration
}

/** What the player is told. Read with the session in one transaction: the attempt is as of the session's last entry. */
async function started(
  tx: LaunchWriter,
  { session, learner, language, now }: Omit<Page, 'session' | 'token'> & { session: Session },
  rules: SessionRules,
): Promise<SessionStarted> {
  const registration = await registrationOf(tx, session.registration)
  const version = await packageVersion(tx)(session.version)
  const taker = { registration, course: version.course }
  const attempt = session.review ?? (await attemptOfNow(tx, taker, session.attempt))
  return {
    ...describeSession(rules, { registration, version, session, language, now }),
    attempt: { ...attempt, learner },
    ...(registration.isTrial && { isTrial: true }),
    nextEntry: session.lastEntry + 1,
  }
}

/** The saved attempt, with what the learner's other courses have shared since. */
async function attemptOfNow(
  tx: LaunchWriter,
  taker: { readonly registration: Registration; readonly course: Course },
  number: number,
): Promise<Attempt> {
  const { id } = taker.registration
  const saved = await tx.findAttempt(id, number)
  if (!saved) throw new Error(`registration ${id} has a session but no attempt ${number}`)
  const attempt = await withSharedOfNow(tx, taker, saved.attempt)
  if (attempt !== saved.attempt) {
    await tx.saveAttempt({ registration: id, number }, attempt, saved.revision)
  }
  return attempt
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
