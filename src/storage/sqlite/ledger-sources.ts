import type { LedgerSource, NoteKind, SourceKind } from '../../ledger/entry.ts'
import type { LedgerReader } from '../../ledger/store.ts'
import { timeOf } from '../ledger-time.ts'
import type { Connection } from './connection.ts'
import { SharedPartsReader } from './shared-parts.ts'
import { endOfPage } from './statement-page.ts'
import { type StatementRow, storedStatement } from './statement-row.ts'

type SourceReader = Pick<LedgerReader, 'listLedgerSources' | 'listLedgerNotes'>
type Range = Parameters<LedgerReader['listLedgerSources']>[1]

/** What the ledger follows, in the order of its positions. What is damaged comes without its payload. */
export function ledgerSourceReader(connection: Connection): SourceReader {
  const parts = new SharedPartsReader(connection)
  const readers: Readonly<Record<SourceKind, (range: Range) => LedgerSource[]>> = {
    statement: (range) => statementsIn(connection, parts, range),
    audit: (range) => auditIn(connection, range),
    note: (range) => notesIn(connection, range),
  }
  return {
    async listLedgerSources(kind, range) {
      return readers[kind](range)
    },

    async listLedgerNotes(kind) {
      return connection
        .all<NoteRow>(
          `SELECT number, kind, at, text FROM ledger_note WHERE kind = ? AND kind <> 'result' ORDER BY number`,
          kind,
        )
        .map(noteOf)
    },
  }
}

function statementsIn(
  connection: Connection,
  parts: SharedPartsReader,
  range: Range,
): LedgerSource[] {
  const rows = connection.all<StatementRow>(
    'SELECT seq, hex(id) AS id, payload FROM statement WHERE seq > ? AND seq <= ? ORDER BY seq',
    range.after,
    endOfPage(connection, range).last,
  )
  return rows.map((row) => {
    const found = { kind: 'statement', source: row.seq, stored: timeOf(row.seq) } as const
    try {
      const { id, json } = storedStatement(row, parts)
      return { ...found, id, payload: json }
    } catch {
      return found
    }
  })
}

interface AuditRow {
  seq: number
  at: number
  kind: string
  operation: string
  actor_kind: string
  actor: string
  actor_name: string
  about: string
  request: string
  network: string
  details: string
}

const auditIn = (connection: Connection, { after, through, limit }: Range): LedgerSource[] =>
  connection
    .all<AuditRow>(
      'SELECT * FROM audit_entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
      after,
      through,
      limit,
    )
    .map((row) => ({
      kind: 'audit',
      source: row.seq,
      stored: timeOf(row.at * 1000),
      payload: Buffer.from(
        JSON.stringify([
          row.seq,
          row.at,
          row.kind,
          row.operation,
          row.actor_kind,
          row.actor,
          row.actor_name,
          row.about,
          row.request,
          row.network,
          row.details,
        ]),
      ),
    }))

interface NoteRow {
  number: number
  kind: NoteKind
  at: number
  text: string | null
}

const notesIn = (connection: Connection, { after, through, limit }: Range): LedgerSource[] =>
  connection
    .all<NoteRow>(
      'SELECT number, kind, at, text FROM ledger_note WHERE number > ? AND number <= ? ORDER BY number LIMIT ?',
      after,
      through,
      limit,
    )
    .map(noteOf)

const noteOf = ({ number, kind, at, text }: NoteRow): LedgerSource => ({
  kind,
  source: number,
  stored: timeOf(at * 1000),
  ...(text !== null && { payload: Buffer.from(text) }),
})
