import type { CommitAccepted } from '../src/launch/wire.ts'
import type { JournalEntry } from '../src/runtime/index.ts'
import { batchEntries, entriesMaxAfter } from './batch-entries.ts'
import type { JournalStore, KeptSession } from './journal-store.ts'
import { slowBatchLimits } from './journal-timing.ts'
import type { Reply, ServerCalls } from './server-calls.ts'

export interface EarlierOptions {
  readonly store: JournalStore
  readonly server: Pick<ServerCalls, 'commit'>
  /** The session that this page goes on with, if any: it stays known. */
  readonly own: string | undefined
  /** Whether another page of this browser plays the session now, which then delivers it itself; undefined: who knows. */
  readonly isPlayed: (session: string) => boolean | undefined
  /** Time of the device, ISO 8601. */
  readonly clock: () => string
}

export interface Delivery {
  /** False: the server cannot be reached, or cannot answer now. */
  readonly isReached: boolean
  /** Sessions over whose journal the server fails; they stay on the device. */
  readonly failing: readonly string[]
}

/**
 * Delivers what earlier pages on this device could not, oldest session first, each with its own token. What the server
 * refuses for good becomes a recovery copy. Stops, and keeps everything, where the server cannot be reached.
 */
export async function deliverEarlier(options: EarlierOptions): Promise<Delivery> {
  const { store, own, isPlayed } = options
  const failing: string[] = []
  for (const kept of await store.sessions()) {
    const { session } = kept
    if (isPlayed(session)) continue
    const outcome = await deliverSession(kept, options)
    if (outcome === 'unreachable') return { isReached: false, failing }
    if (outcome === 'failing') failing.push(session)
    else if (session !== own && (isPlayed(session) === false || isForgotten(kept, options))) {
      await store.dropSession(session)
    }
  }
  return { isReached: true, failing }
}

/** The server takes no journal of a session that was silent for so long. */
const keptDaysMax = 30

/** Whether a session that may still be open in a page that does not answer cannot be delivered any more anyway. */
const isForgotten = ({ startedAt }: KeptSession, { clock }: EarlierOptions): boolean =>
  Date.parse(clock()) - Date.parse(startedAt) > keptDaysMax * 86_400_000

/** Answers of a server, or of what stands before it, that say "not now" and nothing about the request. */
const notNow = new Set([408, 429, 502, 503, 504])

async function deliverSession(
  kept: KeptSession,
  options: EarlierOptions,
): Promise<'done' | 'unreachable' | 'failing'> {
  const { store, server } = options
  const { session, token } = kept
  let entries = await store.entriesOf(session)
  let limits = slowBatchLimits
  while (entries.length > 0) {
    const fitting = batchEntries(entries, limits)
    const sent = fitting.length > 0 ? fitting : entries.slice(0, 1)
    const reply = await server.commit({ session, token, entries: sent }, { keepalive: false })
    if (reply.kind === 'unreachable') {
      return reply.status === undefined || notNow.has(reply.status) ? 'unreachable' : 'failing'
    }
    const entriesMax = entriesMaxAfter(reply, sent)
    if (entriesMax !== undefined) {
      limits = { ...slowBatchLimits, entriesMax }
      continue
    }
    const through = throughOf(reply, entries)
    if (through === undefined) {
      await putAside(kept, entries, reply.kind === 'problem' ? reply.code : 'journal-gap', options)
      return 'done'
    }
    limits = slowBatchLimits
    await store.dropThrough(session, through)
    entries = entries.filter((entry) => entry.n > through)
  }
  return 'done'
}

/** Number of the last entry that the server has; undefined if it will never take the first of these. */
function throughOf(
  reply: Reply<CommitAccepted>,
  entries: readonly JournalEntry[],
): number | undefined {
  if (reply.kind === 'unreachable') return undefined
  const through = reply.kind === 'ok' ? reply.body.acknowledged : throughGap(reply, entries)
  const first = entries[0]?.n
  return first === undefined || (through !== undefined && through >= first)
    ? (through ?? 0)
    : undefined
}

/** The server is further than this device knew: its answer to an earlier commit was lost. */
function throughGap(
  reply: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> },
  entries: readonly JournalEntry[],
): number | undefined {
  const expected = reply.facts.expected
  const first = entries[0]?.n ?? Number.POSITIVE_INFINITY
  const isAhead = reply.code === 'journal-gap' && typeof expected === 'number' && expected > first
  return isAhead ? expected - 1 : undefined
}

async function putAside(
  kept: KeptSession,
  entries: readonly JournalEntry[],
  reason: string,
  { store, clock }: EarlierOptions,
): Promise<void> {
  const { session, registration } = kept
  if (entries.length === 0) return
  await store.keepRecovery({ session, registration, reason, at: clock(), entries })
  await store.dropThrough(session, Number.MAX_SAFE_INTEGER)
}
