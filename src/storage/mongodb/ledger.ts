import { pageOf, readCursor } from '../../base/page.ts'
import type { LedgerEntry, LedgerKind, SourceKind } from '../../ledger/entry.ts'
import type {
  LedgerAppend,
  LedgerCheckpoint,
  LedgerHead,
  LedgerReader,
  LedgerWriter,
} from '../../ledger/store.ts'
import { seqOf } from '../../xapi/statements/seq.ts'
import { timeOf } from '../ledger-time.ts'
import { collection } from './collection.ts'
import { ledgerSourceReader, notes } from './ledger-sources.ts'
import type { Sequence } from './sequence.ts'
import { bytesOfUuid, statements } from './statement-row.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface EntryRow extends Omit<LedgerEntry, 'position' | 'stored'> {
  /** Position in the tree. */
  _id: number
  /** What has one leaf is named by this and `source`. */
  of: SourceKind
  /** Microseconds since 1970-01-01T00:00Z. */
  stored: number
}

interface NodeRow {
  /** Level, a space and the position. */
  _id: string
  level: number
  position: number
  hash: Buffer
}

/** The tree as it is. Every append writes it: of two at once, the later one finds another size. */
interface HeadRow extends LedgerHead {
  _id: 'head'
}

interface CheckpointRow extends Omit<LedgerCheckpoint, 'size'> {
  /** Size of the tree. */
  _id: number
}

/** Not unique: with so many entries they may lie on several shards. Whoever appends looks, and the head settles the race. */
const entries = collection<EntryRow>('ledgerEntries', [{ keys: { of: 1, source: 1 } }])
const nodes = collection<NodeRow>('ledgerNodes', [{ keys: { level: 1, position: 1 } }])
const heads = collection<HeadRow>('ledgerHead')
const checkpoints = collection<CheckpointRow>('ledgerCheckpoints')

export const ledgerCollections = [entries, nodes, heads, checkpoints, notes]

/** @param sequence knows up to where audit entries and notes are complete. */
export const ledgerReader = (view: View, sequence: Sequence): LedgerReader => ({
  ...ledgerSourceReader(view, sequence),
  readLedgerHead: () => readHead(view),
  async listLedgerEntries(from, limit) {
    const options = { sort: { _id: 1 }, limit } as const
    const rows = await view.in(entries).find({ _id: { $gte: from } }, options)
    return rows.map(entryOf)
  },
  async findLedgerEntry(kind, source) {
    const row = await view.in(entries).findOne({ of: kind, source })
    return row && entryOf(row)
  },
  async listLedgerNodes(level, { from, limit }) {
    const options = { sort: { position: 1 }, limit } as const
    const rows = await view.in(nodes).find({ level, position: { $gte: from } }, options)
    return rows.map(({ hash }) => hash)
  },
  async listLedgerCheckpoints({ limit, cursor }) {
    const before = cursor === undefined ? undefined : Number(readCursor(cursor, ['number'])[0])
    const rows = await view
      .in(checkpoints)
      .find(before === undefined ? {} : { _id: { $lt: before } }, {
        sort: { _id: -1 },
        limit: limit + 1,
      })
    const page = pageOf(rows, limit, ({ _id }) => [_id])
    return { ...page, items: page.items.map(({ _id, at, note }) => ({ size: _id, at, note })) }
  },
  async findStatementPosition(id) {
    const found = await view.in(statements).findOne({ _id: bytesOfUuid(id) }, { fields: { at: 1 } })
    return found?.at
  },
})

export const ledgerWriter = ({ view, ticks }: Transaction): LedgerWriter => ({
  readLedgerHead: () => readHead(view),
  appendToLedger: (append) => appendToLedger(view, append),
  async keepLedgerCheckpoint({ size, at, note }) {
    const known = await view.in(checkpoints).findOne({ _id: size }, { fields: { _id: 1 } })
    if (!known) await view.in(checkpoints).insert({ _id: size, at, note })
  },
  async hasLedgerNotesAfter(number) {
    // Whoever asks is about to leave a note that must be the next one of its kind.
    await view.guard('ledger notes')
    const later = { _id: { $gt: number } }
    return (await view.in(notes).findOne(later, { fields: { _id: 1 } })) !== undefined
  },
  async beginLedger({ kind, at, text }) {
    const known = await view.in(notes).findOne({ _id: 0 }, { fields: { _id: 1 } })
    if (!known) await view.in(notes).insert({ _id: 0, kind, at, text })
  },
  async addLedgerNote({ kind, at, text, registration }) {
    // A position as statements have them: nodes need not wait for each other to number their notes, and the bound holds.
    const number = ticks.next()
    const of = registration === undefined ? {} : { registration }
    await view.in(notes).insert({ _id: number, kind, at, text, ...of })
    return number
  },
  async destroyLedgerSalts({ statements: ofStatements, audit = [], registrations = [] }) {
    const ofNotes = await eraseNotes(view, registrations)
    return [
      ...(await destroySalts(view, 'statement', ofStatements)),
      ...(await destroySalts(view, 'audit', audit)),
      ...(await destroySalts(view, 'note', ofNotes)),
    ].sort((a, b) => a - b)
  },
})

async function appendToLedger(
  view: View,
  { size, entries: added, nodes: completed, head }: LedgerAppend,
): Promise<boolean> {
  if ((await readHead(view)).size !== size) return false
  await requireNoLeaves(view, added)
  const rows = added.map(({ position, kind, source, stored, commitment, salt }) => ({
    _id: position,
    of: sequenceOf(kind),
    kind,
    source,
    stored: seqOf(stored)!,
    commitment,
    ...(salt && { salt }),
  }))
  await view.in(entries).insert(...rows)
  const roots = completed.map((node) => ({ _id: `${node.level} ${node.position}`, ...node }))
  await view.in(nodes).insert(...roots)
  await view.in(heads).put({ _id: 'head', ...head })
  return true
}

/** Nothing has two leaves: that would be an error of whoever appends, and would not be found out later. */
async function requireNoLeaves(view: View, added: readonly LedgerEntry[]): Promise<void> {
  const bySource = Map.groupBy(added, ({ kind }) => sequenceOf(kind))
  for (const [of, all] of bySource) {
    const source = { $in: all.map((one) => one.source) }
    const known = await view.in(entries).findOne({ of, source })
    if (known) throw new Error(`The ${of} ${known.source} has a leaf already, ${known._id}.`)
  }
}

/** @returns the numbers of the notes about these registrations, whose texts are gone. */
async function eraseNotes(view: View, registrations: readonly string[]): Promise<number[]> {
  if (registrations.length === 0) return []
  const about = { registration: { $in: [...registrations] } }
  const found = await view.in(notes).find(about, { fields: { _id: 1 } })
  await view.in(notes).updateAll(about, { $unset: { text: true } })
  return found.map(({ _id }) => _id)
}

/** @returns the positions of their leaves. */
async function destroySalts(
  view: View,
  of: SourceKind,
  sources: readonly number[],
): Promise<number[]> {
  if (sources.length === 0) return []
  const named = { of, source: { $in: [...sources] } }
  await view.in(entries).updateAll(named, { $unset: { salt: true } })
  const found = await view.in(entries).find(named, { fields: { _id: 1 } })
  return found.map(({ _id }) => _id)
}

async function readHead(view: View): Promise<LedgerHead> {
  const row = await view.in(heads).findOne({ _id: 'head' })
  if (!row)
    return { size: 0, peaks: Buffer.alloc(0), cursors: { statement: 0, audit: 0, note: -1 } }
  const { _id, ...head } = row
  return head
}

/** Which of the three sequences something is in: whatever is no statement and no audit entry is a note. */
const sequenceOf = (kind: LedgerKind): SourceKind =>
  kind === 'statement' || kind === 'audit' ? kind : 'note'

const entryOf = ({ _id, of: _, stored, ...entry }: EntryRow): LedgerEntry => ({
  position: _id,
  ...entry,
  stored: timeOf(stored),
})
