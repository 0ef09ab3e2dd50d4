import type { LedgerEntry, LedgerSource, SourceKind } from './entry.ts'
import { leafOf, sourceKindOf } from './entry.ts'
import { isSigned } from './signing.ts'
import type { LedgerHead, LedgerReader } from './store.ts'
import type { BundleEntry, BundleLine } from './verify-bundle.ts'

const pageEntries = 128
const kinds = ['statement', 'audit', 'note'] as const

/**
 * Everything that a verifier needs, line by line: checkpoints, every entry with its salt and payload, what is stored below the
 * log's cursors without an entry, and the end with the signed head. What is added meanwhile is in it too, so that an erasure
 * never comes without the entry that says so.
 */
export async function* exportBundle(store: LedgerReader): AsyncGenerator<BundleLine> {
  yield { format: 'hocba-ledger', v: 1 }
  // Before the head: none may be beyond it.
  yield* checkpointsOf(store)
  const walks = {
    statement: new SourceWalk(store, 'statement'),
    audit: new SourceWalk(store, 'audit'),
    note: new SourceWalk(store, 'note'),
  }
  let entries = 0
  let head = await store.readLedgerHead()
  while (entries < head.size) {
    const page = await store.listLedgerEntries(entries, Math.min(pageEntries, head.size - entries))
    if (page.length === 0) break
    for (const kind of kinds) {
      const ofKind = page.filter((entry) => sourceKindOf(entry.kind) === kind)
      yield* walks[kind].goTo(Math.max(-1, ...ofKind.map(({ source }) => source)), ofKind)
    }
    for (const entry of page) {
      const source = walks[sourceKindOf(entry.kind)].take(entry.source)
      yield { entry: bundleEntry(await asItIsNow(store, entry, source), source) }
    }
    entries += page.length
    if (entries >= head.size) head = await store.readLedgerHead()
  }
  for (const kind of kinds) {
    const cursor = head.cursors[kind]
    const isMoved = head.size === entries && walks[kind].last !== cursor
    if (isMoved) yield { unlogged: { kind: `cursor of ${kind}`, source: cursor } }
    yield* walks[kind].goTo(cursor, [])
  }
  if (!isSigned(head)) yield { unlogged: { kind: 'head', source: head.size } }
  yield* entriesBeyond(store, head)
  yield { end: { entries: head.size, ...(head.checkpoint && { head: head.checkpoint }) } }
}

async function* checkpointsOf(store: LedgerReader): AsyncGenerator<BundleLine> {
  let cursor: string | undefined
  do {
    const page = await store.listLedgerCheckpoints({
      limit: pageEntries,
      ...(cursor !== undefined && { cursor }),
    })
    for (const { size, note } of page.items) yield { checkpoint: { size, note } }
    cursor = page.cursor
  } while (cursor !== undefined)
}

/** What it stands for may have been erased since the entry was read. */
async function asItIsNow(
  store: LedgerReader,
  entry: LedgerEntry,
  source: LedgerSource | undefined,
): Promise<LedgerEntry> {
  if (!entry.salt || source?.payload) return entry
  return (await store.listLedgerEntries(entry.position, 1))[0] ?? entry
}

/** Entries that no head counts: nobody signed them. */
async function* entriesBeyond(
  store: LedgerReader,
  { size }: LedgerHead,
): AsyncGenerator<BundleLine> {
  const [beyond] = await store.listLedgerEntries(size, 1)
  if (!beyond || (await store.readLedgerHead()).size !== size) return
  yield { unlogged: { kind: 'entry', source: beyond.position } }
}

/** Goes once through what the log follows, and holds what entries ask for. */
class SourceWalk {
  readonly #store: LedgerReader
  readonly #kind: SourceKind
  #position: number
  #last: number
  #held = new Map<number, LedgerSource>()

  constructor(store: LedgerReader, kind: SourceKind) {
    this.#store = store
    this.#kind = kind
    // The first note has the number 0.
    this.#position = kind === 'note' ? -1 : 0
    this.#last = this.#position
  }

  /** Reads on up to there. Yields what these entries do not stand for. */
  async *goTo(through: number, entries: readonly LedgerEntry[]): AsyncGenerator<BundleLine> {
    const wanted = new Set(entries.map(({ source }) => source))
    this.#last = Math.max(this.#last, ...wanted)
    this.#held = new Map()
    while (this.#position < through) {
      const range = { after: this.#position, through, limit: pageEntries }
      const page = await this.#store.listLedgerSources(this.#kind, range)
      for (const source of page) {
        if (wanted.has(source.source)) this.#held.set(source.source, source)
        else yield { unlogged: namedOf(this.#kind, source) }
      }
      this.#position = page.at(-1)?.source ?? through
    }
  }

  /** The newest that an entry stands for. */
  get last(): number {
    return this.#last
  }

  take(source: number): LedgerSource | undefined {
    return this.#held.get(source)
  }
}

const namedOf = (kind: SourceKind, { source, id }: LedgerSource) => ({
  kind,
  source,
  ...(id !== undefined && { id }),
})

const bundleEntry = (entry: LedgerEntry, source: LedgerSource | undefined): BundleEntry => ({
  position: entry.position,
  leaf: leafOf(entry),
  ...(entry.salt && { salt: entry.salt.toString('hex') }),
  ...(source?.payload && { payload: source.payload.toString() }),
  ...(source?.id !== undefined && { id: source.id }),
})
