import type { JournalEntry } from '../src/runtime/index.ts'
import type { JournalStore, KeptSession } from './journal-store.ts'

/**
 * The last entries of a page that goes away. IndexedDB is asynchronous and may not finish then; local storage is
 * synchronous. The next page of this browser moves them into the journal store before it delivers anything.
 */
export interface JournalTail {
  keep(kept: KeptSession, entries: readonly JournalEntry[]): void
  /** The server has everything of the session, or wants nothing of it. */
  forget(session: string): void
  /** @param isPlayed whether another page plays the session now, which then takes care of it itself. */
  moveInto(store: JournalStore, isPlayed: (session: string) => boolean | undefined): Promise<void>
}

const prefix = 'hocba.tail.'

export function journalTail(storage: Storage | undefined): JournalTail {
  return {
    keep(kept, entries) {
      try {
        storage?.setItem(prefix + kept.session, JSON.stringify({ kept, entries }))
      } catch {
        // The quota is full: IndexedDB has all but the very last steps.
      }
    },
    forget: (session) => storage?.removeItem(prefix + session),
    async moveInto(store, isPlayed) {
      for (const key of keysOf(storage)) {
        if (isPlayed(key.slice(prefix.length))) continue
        const tail = readTail(storage, key)
        if (tail !== undefined) {
          await store.keepSession(tail.kept)
          await store.keepEntries(tail.kept.session, await newerThanStored(tail, store))
        }
        storage?.removeItem(key)
      }
    },
  }
}

interface Tail {
  readonly kept: KeptSession
  readonly entries: readonly JournalEntry[]
}

/** A page that became hidden and was seen again may have rewritten its last entry since. */
async function newerThanStored(
  { kept, entries }: Tail,
  store: JournalStore,
): Promise<JournalEntry[]> {
  const stored = new Map((await store.entriesOf(kept.session)).map((entry) => [entry.n, entry]))
  return entries.filter(({ n, at }) => at >= (stored.get(n)?.at ?? ''))
}

function keysOf(storage: Storage | undefined): string[] {
  if (storage === undefined) return []
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  return keys.filter((key) => key.startsWith(prefix))
}

function readTail(storage: Storage | undefined, key: string): Tail | undefined {
  try {
    return JSON.parse(storage?.getItem(key) ?? '') as Tail
  } catch {
    return undefined
  }
}
