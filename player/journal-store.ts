import type { JournalEntry } from '../src/runtime/index.ts'

/** A session whose journal is on this device, with the token that delivers it. */
export interface KeptSession {
  readonly session: string
  readonly token: string
  readonly registration: string
  /** ISO 8601; earlier sessions are delivered first. */
  readonly startedAt: string
}

/** What the server refused, kept so that a person can look at it; never sent again. */
export interface RecoveryCopy {
  readonly session: string
  readonly registration: string
  /** Problem code of the refusal. */
  readonly reason: string
  /** ISO 8601. */
  readonly at: string
  readonly entries: readonly JournalEntry[]
}

/** Journals on this device: what the server has not yet acknowledged. */
export interface JournalStore {
  /** False if the browser keeps nothing beyond this page (private window, storage switched off). */
  readonly isDurable: boolean
  keepSession(kept: KeptSession): Promise<void>
  keepEntries(session: string, entries: readonly JournalEntry[]): Promise<void>
  /** Oldest first. */
  sessions(): Promise<readonly KeptSession[]>
  /** By number. */
  entriesOf(session: string): Promise<readonly JournalEntry[]>
  /** The server has everything up to `n`. */
  dropThrough(session: string, n: number): Promise<void>
  /** Forgets the session, its token and its entries. */
  dropSession(session: string): Promise<void>
  /** Adds to the recovery copies, of which the latest twenty stay. */
  keepRecovery(copy: RecoveryCopy): Promise<void>
  recoveryCopies(): Promise<readonly RecoveryCopy[]>
}

const recoveryCopiesMax = 20

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Opens the journals in IndexedDB, or in memory where the browser offers none. Never rejects. */
export async function openJournalStore(
  factory: IDBFactory | undefined = globalThis.indexedDB,
  name = 'hocba-journal',
): Promise<JournalStore> {
  try {
    if (factory === undefined) return memoryStore()
    return databaseStore(await openDatabase(factory, name))
  } catch {
    return memoryStore()
  }
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const request = factory.open(name, 1)
  request.onupgradeneeded = () => {
    const database = request.result
    database.createObjectStore('sessions', { keyPath: 'session' })
    database.createObjectStore('entries', { keyPath: ['session', 'entry.n'] })
    database.createObjectStore('recovery', { autoIncrement: true })
  }
  return done(request)
}

function databaseStore(database: IDBDatabase): JournalStore {
  const write = (
    names: readonly string[],
    run: (of: (name: string) => IDBObjectStore) => void,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction([...names], 'readwrite')
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
      run((name) => transaction.objectStore(name))
    })
  const read = <T>(name: string, run: (of: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    done(run(database.transaction(name, 'readonly').objectStore(name)))
  const range = (session: string, through = Number.MAX_SAFE_INTEGER) =>
    IDBKeyRange.bound([session, 0], [session, through])

  return {
    isDurable: true,
    keepSession: (kept) => write(['sessions'], (of) => of('sessions').put(kept)),
    keepEntries: (session, entries) =>
      write(['entries'], (of) => {
        for (const entry of entries) of('entries').put({ session, entry })
      }),
    async sessions() {
      const kept = await read<KeptSession[]>('sessions', (of) => of.getAll())
      return kept.sort((one, other) => one.startedAt.localeCompare(other.startedAt))
    },
    async entriesOf(session) {
      const rows = await read<{ entry: JournalEntry }[]>('entries', (of) =>
        of.getAll(range(session)),
      )
      return rows.map((row) => row.entry)
    },
    dropThrough: (session, n) =>
      write(['entries'], (of) => of('entries').delete(range(session, n))),
    dropSession: (session) =>
      write(['sessions', 'entries'], (of) => {
        of('sessions').delete(session)
        of('entries').delete(range(session))
      }),
    keepRecovery: (copy) =>
      write(['recovery'], (of) => {
        const recovery = of('recovery')
        recovery.add(copy)
        const keys = recovery.getAllKeys()
        keys.onsuccess = () => {
          for (const key of keys.result.slice(0, -recoveryCopiesMax)) recovery.delete(key)
        }
      }),
    recoveryCopies: () => read<RecoveryCopy[]>('recovery', (of) => of.getAll()),
  }
}

function memoryStore(): JournalStore {
  const sessions = new Map<string, KeptSession>()
  const entries = new Map<string, JournalEntry[]>()
  const copies: RecoveryCopy[] = []
  return {
    isDurable: false,
    keepSession: async (kept) => void sessions.set(kept.session, kept),
    async keepEntries(session, added) {
      const numbers = new Set(added.map((entry) => entry.n))
      const others = (entries.get(session) ?? []).filter((entry) => !numbers.has(entry.n))
      entries.set(
        session,
        [...others, ...added].sort((one, other) => one.n - other.n),
      )
    },
    sessions: async () => [...sessions.values()],
    entriesOf: async (session) => entries.get(session) ?? [],
    async dropThrough(session, n) {
      entries.set(
        session,
        (entries.get(session) ?? []).filter((entry) => entry.n > n),
      )
    },
    async dropSession(session) {
      sessions.delete(session)
      entries.delete(session)
    },
    async keepRecovery(copy) {
      copies.push(copy)
      copies.splice(0, copies.length - recoveryCopiesMax)
    },
    recoveryCopies: async () => copies,
  }
}
