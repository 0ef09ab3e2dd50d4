import type { SessionStarted } from '../src/launch/wire.ts'
import type { SessionHold } from './hold-session.ts'
import type { TabMemory, TabSession } from './kept-session.ts'
import type { Reply, ServerCalls } from './server-calls.ts'

/** A session that this page may play. */
export type PlayableSession = SessionStarted & { readonly token: string }

export type Opened =
  | { readonly kind: 'open'; readonly session: PlayableSession }
  /** The course is open in another window or device; `goOn` ends that one. */
  | { readonly kind: 'live'; readonly goOn: () => Promise<Opened> }
  | { readonly kind: 'no-link' }
  | { readonly kind: 'link-invalid' }
  | { readonly kind: 'no-connection' }
  | { readonly kind: 'server-error'; readonly requestId?: string; readonly code?: string }

export interface OpenOptions {
  readonly server: ServerCalls
  readonly memory: TabMemory
  readonly hold: SessionHold
  readonly ticket: string | undefined
}

/** Opens the session of the launch link's ticket, or goes on with the one that this tab played before a reload. */
export async function openSession(options: OpenOptions): Promise<Opened> {
  const kept = options.memory.read()
  if (options.ticket !== undefined && kept?.ticket !== options.ticket) {
    return startWithTicket(options, options.ticket, false)
  }
  if (kept === undefined) return { kind: 'no-link' }
  return goOnWith(options, kept)
}

async function startWithTicket(
  options: OpenOptions,
  ticket: string,
  takeOver: boolean,
): Promise<Opened> {
  const reply = await options.server.start(takeOver ? { ticket, takeOver } : { ticket })
  if (reply.kind === 'problem' && reply.code === 'session-live') {
    return { kind: 'live', goOn: () => startWithTicket(options, ticket, true) }
  }
  return settle(options, reply, { ticket })
}

async function goOnWith(options: OpenOptions, kept: TabSession): Promise<Opened> {
  const goOn = () => takeOver(options, kept)
  const held = await options.hold.hold(kept.session)
  if (held === 'elsewhere') return { kind: 'live', goOn }
  // Without locks a duplicated tab cannot be told from a reload: a new session is safe in both cases.
  if (held === 'unknown') return goOn()
  const reply = await options.server.resume(kept.token)
  if (reply.kind === 'problem' && reply.code === 'session-superseded') return { kind: 'live', goOn }
  return settle(options, reply, kept)
}

/** Begins a new session of the same registration and ends whatever session is live. */
export async function takeOver(options: OpenOptions, kept: TabSession): Promise<Opened> {
  const { ticket } = kept
  const reply = await options.server.takeOver(kept.token)
  return settle(options, reply, ticket === undefined ? {} : { ticket })
}

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
  const isOver = [401, 404, 410].includes(reply.status) || reply.code === 'session-closed'
  if (isOver) return { kind: 'link-invalid' }
  return { kind: 'server-error', code: reply.code, ...about }
}
