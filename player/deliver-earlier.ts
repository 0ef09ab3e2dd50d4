import type { JournalEntry } from '../src/runtime/index.ts'
import { batchEntries } from './batch-entries.ts'
import type { JournalStore, KeptSession } from './journal-store.ts'
import type { ServerCalls } from './server-calls.ts'

export interface EarlierOptions {
  readonly store: JournalStore
  readonly server: Pick<ServerCalls, 'commit'>
  /** The session that this page goes on with, if any: it is not told to leave, and stays known. */
  readonly own: string | undefined
  /** Whether another page of this browser plays the session now; that page delivers it itself. */
  readonly isPlayedElsewhere: (session: string) => Promise<boolean>
  /** Time of the device, ISO 8601. */
  readonly clock: () => string
}

const batch = { bytesMax: 256 * 1024, entriesMax: 500 }

/**
 * Delivers what earlier pages on this device could not, oldest session first, each with its own token. What the server
 * refuses for good becomes a recovery copy. Stops without harm where the server cannot be reached.
 */
export async function deliverEarlier(options: EarlierOptions): Promise<void> {
  const { store, own, isPlayedElsewhere } = options
  for (const kept of await store.sessions()) {
    if (kept.session !== own && (await isPlayedElsewhere(kept.session))) continue
    const isDelivered = await deliverSession(kept, options)
    if (!isDelivered) return
    if (kept.session !== own) await store.dropSession(kept.session)
  }
}

/** False if the server cannot be reached. */
async function deliverSession(kept: KeptSession, options: EarlierOptions): Promise<boolean> {
  const { store, server, own } = options
  let entries = await store.entriesOf(kept.session)
  while (entries.length > 0) {
    const fitting = batchEntries(entries, batch)
    const reply = await server.commit(
      {
        session: kept.session,
        token: kept.token,
        entries: fitting.length > 0 ? fitting : entries.slice(0, 1),
        ...(kept.session === own ? {} : { isLeaving: true }),
      },
      { keepalive: false },
    )
    if (reply.kind === 'unreachable') return false
    const through = reply.kind === 'ok' ? reply.body.acknowledged : throughGap(reply, entries)
    if (through === undefined || through < entries[0]!.n) {
      await putAside(kept, entries, reply.kind === 'problem' ? reply.code : 'journal-gap', options)
      return true
    }
    await store.dropThrough(kept.session, through)
    entries = entries.filter((entry) => entry.n > through)
  }
  return true
}

/** The server is further than this device knew: its answer to an earlier commit was lost. */
function throughGap(
  reply: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> },
  entries: readonly JournalEntry[],
): number | undefined {
  const expected = reply.facts.expected
  const isAhead =
    reply.code === 'journal-gap' && typeof expected === 'number' && expected > entries[0]!.n
  return isAhead ? expected - 1 : undefined
}

async function putAside(
  kept: KeptSession,
  entries: readonly JournalEntry[],
  reason: string,
  { store, clock }: EarlierOptions,
): Promise<void> {
  const { session, registration } = kept
  await store.keepRecovery({ session, registration, reason, at: clock(), entries })
  await store.dropThrough(session, Number.MAX_SAFE_INTEGER)
}
