import type { LedgerSource, NoteKind } from '../../ledger/entry.ts'
import type { LedgerReader } from '../../ledger/store.ts'
import { timeOf } from '../ledger-time.ts'
import { auditEntries } from './audit.ts'
import { collection } from './collection.ts'
import { readKept } from './pieces.ts'
import type { Sequence } from './sequence.ts'
import { type StatementRow, statementPieces, statements, uuidOfBytes } from './statement-row.ts'
import type { View } from './view.ts'

interface NoteRow {
  /** A position as statements have them; 0 is the first. */
  _id: number
  kind: NoteKind
  at: Date
  registration?: string
  /** JSON; absent once it is erased. */
  text?: string
}

export const notes = collection<NoteRow>('ledgerNotes', [
  { keys: { kind: 1, _id: 1 } },
  { keys: { registration: 1 }, isSparse: true },
])

type SourceReader = Pick<LedgerReader, 'listLedgerSources' | 'listLedgerNotes'>
type Range = Parameters<LedgerReader['listLedgerSources']>[1]

/** A page has no more bytes of texts, unless the first alone has; and no more statements, whose rows are read at once. */
const pageBytesMax = 8 * 1024 * 1024
const pageStatementsMax = 256

/**
 * What the ledger follows, in the order of its positions. Audit entries and notes have positions of several lanes, which are
 * committed in any order: what lies above the bound is left for later.
 */
export function ledgerSourceReader(view: View, sequence: Sequence): SourceReader {
  return {
    async listLedgerSources(kind, range) {
      if (kind === 'statement') return statementsIn(view, range)
      const through = Math.min(range.through, await sequence.bound())
      return kind === 'audit'
        ? auditIn(view, { ...range, through })
        : notesIn(view, { ...range, through })
    },
    async listLedgerNotes(kind) {
      const rows = await view.in(notes).find({ kind }, { sort: { _id: 1 } })
      return rows.map(noteOf)
    },
  }
}

async function statementsIn(view: View, range: Range): Promise<LedgerSource[]> {
  const found: LedgerSource[] = []
  let bytes = 0
  for (const row of await rowsIn(view, range)) {
    const source = { kind: 'statement', source: row.at!, stored: timeOf(row.at!) } as const
    const id = uuidOfBytes(row._id)
    const kept = row.text
    const payload =
      kept === undefined ? kept : await readKept(view, statementPieces, { of: id, kept })
    bytes += payload?.length ?? 0
    if (found.length > 0 && bytes > pageBytesMax) break
    found.push({ ...source, id, ...(payload && { payload }) })
  }
  return found
}

/** One that is voided between the two is in both: were the voided ones read first, it could be in none. */
async function rowsIn(view: View, { after, through, limit }: Range): Promise<StatementRow[]> {
  const within = { $gt: after, $lte: through }
  const most = { limit: Math.min(limit, pageStatementsMax), fields: { at: 1, text: 1 } } as const
  const listed = await view.in(statements).find({ seq: within }, { ...most, sort: { seq: 1 } })
  const voided = await view
    .in(statements)
    .find({ voidedSeq: within }, { ...most, sort: { voidedSeq: 1 } })
  const byPosition = new Map([...listed, ...voided].map((row) => [row.at!, row]))
  return [...byPosition.values()].sort((a, b) => a.at! - b.at!).slice(0, most.limit)
}

async function auditIn(view: View, { after, through, limit }: Range): Promise<LedgerSource[]> {
  const rows = await view
    .in(auditEntries)
    .find({ _id: { $gt: after, $lte: through } }, { sort: { _id: 1 }, limit })
  return rows.map((row) => ({
    kind: 'audit',
    source: row._id,
    stored: timeOf(row.at.getTime() * 1000),
    payload: Buffer.from(
      JSON.stringify([
        row._id,
        row.at.getTime(),
        row.kind,
        row.operation,
        row.actorKind,
        row.actor,
        row.actorName,
        ['', ...row.about, ''].join(' '),
        row.request,
        row.network,
        row.details,
      ]),
    ),
  }))
}

async function notesIn(view: View, { after, through, limit }: Range): Promise<LedgerSource[]> {
  const rows = await view
    .in(notes)
    .find({ _id: { $gt: after, $lte: through } }, { sort: { _id: 1 }, limit })
  return rows.map(noteOf)
}

const noteOf = ({ _id, kind, at, text }: NoteRow): LedgerSource => ({
  kind,
  source: _id,
  stored: timeOf(at.getTime() * 1000),
  ...(text !== undefined && { payload: Buffer.from(text) }),
})
