import type { JournalEntry } from '../src/runtime/index.ts'
import type { JournalStore, KeptSession } from './journal-store.ts'

/**
 * The last entries of a page that goes away. IndexedDB is asynchronous and may not finish then; local storage is
 * synchronous. The next page of this browser moves them into the journal store before it delivers anything.
 */
export interface JournalTail {
  keep(kept: KeptSession, entries: readonly JournalEntry[]): void
  moveInto(store: JournalStore): Promise<void>
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
    async moveInto(store) {
      for (const key of keysOf(storage)) {
        const tail = readTail(storage, key)
        if (tail !== undefined) {
          await store.keepSession(tail.kept)
          await store.keepEntries(tail.kept.session, tail.entries)
        }
        storage?.removeItem(key)
      }
    },
  }
}

function keysOf(storage: Storage | undefined): string[] {
  if (storage === undefined) return []
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  return keys.filter((key) => key.startsWith(prefix))
}

function readTail(
  storage: Storage | undefined,
  key: string,
): { kept: KeptSession; entries: JournalEntry[] } | undefined {
  try {
    return JSON.parse(storage?.getItem(key) ?? '') as { kept: KeptSession; entries: JournalEntry[] }
  } catch {
    return undefined
  }
}
