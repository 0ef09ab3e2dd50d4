import type { SessionStarted } from '../src/launch/wire.ts'
import type { SessionHold } from './hold-session.ts'
import type { Opening, TabMemory, TabSession } from './kept-session.ts'
import type { OtherPages } from './other-pages.ts'
import type { Reply, ServerCalls } from './server-calls.ts'

/** A session that this page may play. */
export type PlayableSession = SessionStarted & { readonly token: string }

export type Opened =
  | { readonly kind: 'open'; readonly session: PlayableSession }
  /** Another page plays this tab's session, or has opened the course since; `goOn` opens it here instead. */
  | { readonly kind: 'elsewhere'; readonly goOn: () => Promise<Opened> }
  | { readonly kind: 'no-link' }
  | { readonly kind: 'link-invalid' }
  /** The package's policy does not let the learner in now. */
  | { readonly kind: 'not-allowed'; readonly why: 'used-up' | 'not-yet' | 'no-review' }
  | { readonly kind: 'no-connection' }
  | { readonly kind: 'server-error'; readonly requestId?: string; readonly code?: string }

export interface OpenOptions {
  readonly server: ServerCalls
  readonly memory: TabMemory
  readonly hold: SessionHold
  readonly others: OtherPages
  /** The launch link that this page was opened with. */
  readonly opening: Opening | undefined
  /** False: not all of this tab's session is with the server, so that its journal cannot be gone on with. */
  readonly mayResume?: boolean
}

/** Opens the session of the launch link, or goes on with the one that this tab played before a reload. */
export async function openSession(options: OpenOptions): Promise<Opened> {
  const { opening, memory, server } = options
  const kept = memory.read()
  if (opening !== undefined && kept?.ticket !== opening.ticket) {
    const { ticket } = opening
    return settle(options, await server.start(opening), { ticket })
  }
  if (kept === undefined) return { kind: 'no-link' }
  return goOnWith(options, kept)
}

async function goOnWith(options: OpenOptions, kept: TabSession): Promise<Opened> {
  const goOn = () => takeOver(options, kept)
  const held = await options.hold.hold(kept.session)
  if (held === 'elsewhere') return { kind: 'elsewhere', goOn }
  // Without locks a duplicated tab cannot be told from a reload: a new session is safe in both cases.
  if (held === 'unknown' || options.mayResume === false) return goOn()
  const reply = await options.server.resume(kept.token)
  if (reply.kind === 'problem' && reply.code === 'session-superseded') {
    return { kind: 'elsewhere', goOn }
  }
  return settle(options, reply, kept)
}

/** Begins a new session of the same registration and ends whatever session is open, after what its page has to send. */
export async function takeOver(options: OpenOptions, kept: TabSession): Promise<Opened> {
  const { hold, others, server, memory } = options
  await others.ask(await hold.heldElsewhere())
  const ticket = kept.ticket ?? memory.read()?.ticket
  return settle(options, await server.takeOver(kept.token), ticket === undefined ? {} : { ticket })
}

/** Begins the next attempt of a try-out, from the beginning. */
export const resetTrial = async (options: OpenOptions, { token }: TabSession): Promise<Opened> =>
  settle(options, await options.server.resetTrial(token), {})

async function settle(
  { memory, hold }: OpenOptions,
  reply: Reply<SessionStarted>,
  kept: { readonly token?: string; readonly ticket?: string },
): Promise<Opened> {
  if (reply.kind === 'ok') {
    const token = reply.body.token ?? kept.token
    if (token === undefined) return { kind: 'server-error', code: 'session-token-missing' }
    const { session } = reply.body
    memory.write({ session, token, ...(kept.ticket === undefined ? {} : { ticket: kept.ticket }) })
    await hold.hold(session)
    return { kind: 'open', session: { ...reply.body, token } }
  }
  const about = reply.requestId === undefined ? {} : { requestId: reply.requestId }
  if (reply.kind === 'unreachable') {
    return reply.status === undefined
      ? { kind: 'no-connection' }
      : { kind: 'server-error', ...about }
  }
  if (isOver.has(reply.code)) return { kind: 'link-invalid' }
  const why = policyCodes[reply.code]
  if (why !== undefined) return { kind: 'not-allowed', why }
  return { kind: 'server-error', code: reply.code, ...about }
}

const policyCodes: Readonly<Record<string, 'used-up' | 'not-yet' | 'no-review' | undefined>> = {
  'attempt-limit-reached': 'used-up',
  'attempt-not-yet-allowed': 'not-yet',
  'review-not-yet-allowed': 'no-review',
}

/** `invalid-request`: what was in the address is no ticket, perhaps half of one. */
const isOver = new Set([
  'launch-link-invalid',
  'session-token-invalid',
  'session-closed',
  'invalid-request',
])
