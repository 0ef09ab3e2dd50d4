import type { CommitAccepted } from '../src/launch/wire.ts'
import type { JournalEntry } from '../src/runtime/index.ts'
import { batchEntries } from './batch-entries.ts'
import type { JournalStore, KeptSession } from './journal-store.ts'
import { batchLimits } from './journal-timing.ts'
import type { Reply, ServerCalls } from './server-calls.ts'

export interface EarlierOptions {
  readonly store: JournalStore
  readonly server: Pick<ServerCalls, 'commit'>
  /** The session that this page goes on with, if any: it is not told to leave, and stays known. */
  readonly own: string | undefined
  /** Whether another page of this browser plays the session now, which then delivers it itself; undefined: who knows. */
  readonly isPlayedElsewhere: (session: string) => Promise<boolean | undefined>
  /** Time of the device, ISO 8601. */
  readonly clock: () => string
}

/**
 * Delivers what earlier pages on this device could not, oldest session first, each with its own token. What the server
 * refuses for good becomes a recovery copy. Pages that are gone without a word (a crash) are reported as left, so that the
 * learner is not told of another window. Stops without harm where the server cannot be reached.
 */
export async function deliverEarlier(options: EarlierOptions): Promise<void> {
  const { store, own, isPlayedElsewhere } = options
  for (const kept of await store.sessions()) {
    const isOwn = kept.session === own
    const isPlayed = isOwn || (await isPlayedElsewhere(kept.session))
    if (isPlayed && !isOwn) continue
    const isDelivered = await deliverSession(kept, options, isPlayed === false)
    if (!isDelivered) return
    if (!isOwn) await store.dropSession(kept.session)
  }
}

/** False if the server cannot be reached. */
async function deliverSession(
  kept: KeptSession,
  options: EarlierOptions,
  isLeaving: boolean,
): Promise<boolean> {
  const { store, server } = options
  const { session, token } = kept
  let entries = await store.entriesOf(session)
  let isTold = !isLeaving
  while (entries.length > 0 || !isTold) {
    const fitting = batchEntries(entries, batchLimits)
    const sent = fitting.length > 0 ? fitting : entries.slice(0, 1)
    const reply = await server.commit(
      { session, token, entries: sent, ...(isLeaving ? { isLeaving } : {}) },
      { keepalive: false },
    )
    if (reply.kind === 'unreachable') return false
    const through = throughOf(reply, entries)
    if (through === undefined) {
      await putAside(kept, entries, reply.kind === 'problem' ? reply.code : 'journal-gap', options)
      return true
    }
    isTold = true
    await store.dropThrough(session, through)
    entries = entries.filter((entry) => entry.n > through)
  }
  return true
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
