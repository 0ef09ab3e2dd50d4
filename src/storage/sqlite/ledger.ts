import { pageOf, readCursor } from '../../base/page.ts'
import type { LedgerEntry, LedgerKind, SourceKind } from '../../ledger/entry.ts'
import type {
  LedgerCheckpoint,
  LedgerHead,
  LedgerReader,
  LedgerWriter,
} from '../../ledger/store.ts'
import { timeOf } from '../ledger-time.ts'
import type { Connection } from './connection.ts'
import { ledgerSourceReader } from './ledger-sources.ts'
import { bytesOfUuid } from './statement-row.ts'

interface EntryRow {
  position: number
  kind: LedgerKind
  source: number
  stored: number
  commitment: Uint8Array
  salt: Uint8Array | null
}

interface HeadRow {
  size: number
  peaks: Uint8Array
  cursor_statement: number
  cursor_audit: number
  cursor_note: number
  checkpoint: string
  key: string
}

interface CheckpointRow {
  size: number
  at: number
  note: string
}

/** Conditions of the partial indexes. */
const isOf: Readonly<Record<SourceKind, string>> = {
  statement: `kind = 'statement'`,
  audit: `kind = 'audit'`,
  note: `kind NOT IN ('statement', 'audit')`,
}

export const ledgerReader = (connection: Connection): LedgerReader => ({
  ...ledgerSourceReader(connection),

  async readLedgerHead() {
    return readHead(connection)
  },

  async listLedgerEntries(from, limit) {
    return connection
      .all<EntryRow>(
        'SELECT * FROM ledger_entry WHERE position >= ? ORDER BY position LIMIT ?',
        from,
        limit,
      )
      .map(entryOf)
  },

  async findLedgerEntry(kind, source) {
    const row = connection.get<EntryRow>(
      `SELECT * FROM ledger_entry WHERE source = ? AND ${isOf[kind]}`,
      source,
    )
    return row && entryOf(row)
  },

  async listLedgerNodes(level, { from, limit }) {
    return connection
      .all<{ hash: Uint8Array }>(
        'SELECT hash FROM ledger_node WHERE level = ? AND position >= ? ORDER BY position LIMIT ?',
        level,
        from,
        limit,
      )
      .map(({ hash }) => Buffer.from(hash))
  },

  async listLedgerCheckpoints({ limit, cursor }) {
    const [before] = cursor ? readCursor(cursor, ['number']) : [Number.MAX_SAFE_INTEGER]
    const rows = connection.all<CheckpointRow>(
      'SELECT * FROM ledger_checkpoint WHERE size < ? ORDER BY size DESC LIMIT ?',
      before!,
      limit + 1,
    )
    const page = pageOf(rows, limit, ({ size }) => [size])
    return { ...page, items: page.items.map(checkpointOf) }
  },

  async findStatementPosition(id) {
    return connection.get<{ seq: number }>(
      'SELECT seq FROM statement WHERE id = ?',
      bytesOfUuid(id),
    )?.seq
  },
})

export const ledgerWriter = (connection: Connection): LedgerWriter => ({
  async readLedgerHead() {
    return readHead(connection)
  },

  async appendToLedger({ size, entries, nodes, head }) {
    if (readHead(connection).size !== size) return false
    for (const { position, kind, source, stored, commitment, salt } of entries) {
      connection.run(
        'INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?, ?)',
        position,
        kind,
        source,
        microsecondsOf(stored),
        commitment,
        salt ?? null,
      )
    }
    for (const { level, position, hash } of nodes) {
      connection.run('INSERT INTO ledger_node VALUES (?, ?, ?)', level, position, hash)
    }
    connection.run(
      'INSERT OR REPLACE INTO ledger_head VALUES (1, ?, ?, ?, ?, ?, ?, ?)',
      head.size,
      head.peaks,
      head.cursors.statement,
      head.cursors.audit,
      head.cursors.note,
      head.checkpoint ?? '',
      head.key ?? '',
    )
    return true
  },

  async keepLedgerCheckpoint({ size, at, note }) {
    connection.run(
      'INSERT OR IGNORE INTO ledger_checkpoint VALUES (?, ?, ?)',
      size,
      at.getTime(),
      note,
    )
  },

  async hasLedgerNotesAfter(number) {
    return (
      connection.get('SELECT 1 FROM ledger_note WHERE number > ? LIMIT 1', number) !== undefined
    )
  },

  async beginLedger({ kind, at, text }) {
    connection.run(
      'INSERT OR IGNORE INTO ledger_note (number, kind, at, text) VALUES (0, ?, ?, ?)',
      kind,
      at.getTime(),
      text,
    )
  },

  async addLedgerNote({ kind, at, text, registration }) {
    return connection.insert(
      'INSERT INTO ledger_note (kind, at, registration, text) VALUES (?, ?, ?, ?)',
      kind,
      at.getTime(),
      registration ?? null,
      text,
    )
  },

  async destroyLedgerSalts({ statements, audit = [], registrations = [] }) {
    const notes = registrations.flatMap((registration) =>
      connection
        .all<{ number: number }>(
          'SELECT number FROM ledger_note WHERE registration = ?',
          registration,
        )
        .map(({ number }) => number),
    )
    for (const number of notes) {
      connection.run('UPDATE ledger_note SET text = NULL WHERE number = ?', number)
    }
    return [
      ...destroySalts(connection, 'statement', statements),
      ...destroySalts(connection, 'audit', audit),
      ...destroySalts(connection, 'note', notes),
    ].sort((a, b) => a - b)
  },
})

function destroySalts(
  connection: Connection,
  kind: SourceKind,
  sources: readonly number[],
): number[] {
  return sources.flatMap((source) => {
    connection.run(`UPDATE ledger_entry SET salt = NULL WHERE source = ? AND ${isOf[kind]}`, source)
    return connection
      .all<{ position: number }>(
        `SELECT position FROM ledger_entry WHERE source = ? AND ${isOf[kind]}`,
        source,
      )
      .map(({ position }) => position)
  })
}

function readHead(connection: Connection): LedgerHead {
  const row = connection.get<HeadRow>('SELECT * FROM ledger_head WHERE id = 1')
  const cursors = {
    statement: row?.cursor_statement ?? 0,
    audit: row?.cursor_audit ?? 0,
    note: row?.cursor_note ?? -1,
  }
  if (!row) return { size: 0, peaks: Buffer.alloc(0), cursors }
  const { size, peaks, checkpoint, key } = row
  return { size, peaks: Buffer.from(peaks), cursors, checkpoint, key }
}

/** Of what `storedOf` writes. */
const microsecondsOf = (stored: string): number =>
  Date.parse(`${stored.slice(0, 23)}Z`) * 1000 + Number(stored.slice(23, 26))

const entryOf = ({ position, kind, source, stored, commitment, salt }: EntryRow): LedgerEntry => ({
  position,
  kind,
  source,
  stored: timeOf(stored),
  commitment: Buffer.from(commitment),
  ...(salt && { salt: Buffer.from(salt) }),
})

const checkpointOf = ({ size, at, note }: CheckpointRow): LedgerCheckpoint => ({
  size,
  at: new Date(at),
  note,
})
