import { generateKeyPairSync, hash, randomBytes } from 'node:crypto'
import { type LedgerEntry, leafOf } from '../../../src/ledger/entry.ts'
import {
  publicBytes,
  readVerifierKey,
  signCheckpoint,
  verifierKeyOf,
} from '../../../src/ledger/signed-note.ts'
import { GrowingTree, leafHash } from '../../../src/ledger/tree.ts'
import { vouch } from '../../../src/ledger/vouched-note.ts'
import type { Connection } from '../../../src/storage/sqlite/connection.ts'
import { ledgerReader } from '../../../src/storage/sqlite/ledger.ts'

/** What somebody with the database, without the key and without scruples may do. */
export interface Tamper {
  readonly db: Connection
  /** A whole number below `below`. */
  readonly pick: (below: number) => number
}

/** @returns false if there was nothing to do it to. */
export type Mutation = (tamper: Tamper) => boolean | undefined | Promise<boolean | undefined>

interface Row {
  readonly [column: string]: string | number | Uint8Array | null
}

const rowsOf = (db: Connection, table: string, order: string): Row[] =>
  db.all<Row>(`SELECT * FROM ${table} ORDER BY ${order}`)

/** Leaves out those whose leaf has no salt: what was erased may be anything. */
const statementsOf = (db: Connection): Row[] =>
  db.all<Row>(
    `SELECT s.* FROM statement s JOIN ledger_entry e ON e.source = s.seq AND e.kind = 'statement'
     WHERE e.salt IS NOT NULL ORDER BY s.seq`,
  )

const one = ({ pick }: Tamper, rows: readonly Row[]): Row => rows[pick(rows.length)]!

/** Another value of the same kind. */
function changed({ pick }: Tamper, value: Row[string]): string | number | Uint8Array {
  if (typeof value === 'number') return value + 1 + pick(1_000)
  if (value === null) return randomBytes(32)
  if (typeof value === 'string') {
    const at = pick(value.length + 1)
    return `${value.slice(0, at)}${'abcxyz019'[pick(9)]}${value.slice(at)}`
  }
  const bytes = Buffer.from(value)
  const at = pick(bytes.length)
  bytes[at] = bytes[at]! ^ (1 << pick(8))
  return bytes
}

function changeColumn(
  tamper: Tamper,
  {
    table,
    key,
    rows,
    column,
  }: { table: string; key: string; rows: readonly Row[]; column: string },
): void {
  const row = one(tamper, rows)
  tamper.db.run(
    `UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`,
    changed(tamper, row[column]!),
    row[key] as number,
  )
}

const dropGuards = (db: Connection): void =>
  db.exec('DROP TRIGGER IF EXISTS audit_entry_stays; DROP TRIGGER IF EXISTS audit_entry_remains')

const isLogged = 'SELECT 1 FROM ledger_entry'

export const mutations: Readonly<Record<string, Mutation>> = {
  'a byte of a statement': (t) => {
    changeColumn(t, { table: 'statement', key: 'seq', rows: statementsOf(t.db), column: 'payload' })
    return true
  },

  'a byte that statements share': (t) => {
    const rows = rowsOf(t.db, 'part', 'id')
    if (rows.length === 0) return false
    changeColumn(t, { table: 'part', key: 'id', rows, column: 'text' })
    return true
  },

  'the id of a statement': (t) => {
    changeColumn(t, { table: 'statement', key: 'seq', rows: statementsOf(t.db), column: 'id' })
    return true
  },

  'a statement deleted': (t) => {
    t.db.run('DELETE FROM statement WHERE seq = ?', one(t, statementsOf(t.db)).seq as number)
    return true
  },

  'a statement deleted with its leaf': (t) => {
    const { seq } = one(t, statementsOf(t.db))
    t.db.run('DELETE FROM statement WHERE seq = ?', seq as number)
    t.db.run(`DELETE FROM ledger_entry WHERE kind = 'statement' AND source = ?`, seq as number)
    return true
  },

  'a statement inserted back-dated': (t) => {
    const row = one(t, rowsOf(t.db, 'statement', 'seq').slice(0, -1))
    const seq = (row.seq as number) - 1 - t.pick(1_000)
    if (t.db.get('SELECT 1 FROM statement WHERE seq = ?', seq)) return false
    const insert = 'INSERT INTO statement VALUES (?, ?, ?, 0, 0, ?, ?)'
    const { equality, keys, payload } = row
    t.db.run(insert, seq, randomBytes(16), equality!, keys!, payload!)
    return true
  },

  'two statements in another order': (t) => {
    const [a, b] = twoOf(t)
    t.db.run('UPDATE statement SET seq = 1 WHERE seq = ?', a.seq as number)
    t.db.run('UPDATE statement SET seq = ? WHERE seq = ?', a.seq as number, b.seq as number)
    t.db.run('UPDATE statement SET seq = ? WHERE seq = 1', b.seq as number)
    return true
  },

  'two payloads swapped': (t) => {
    const [a, b] = twoOf(t)
    if (Buffer.from(a.payload as Uint8Array).equals(Buffer.from(b.payload as Uint8Array)))
      return false
    const swap = 'UPDATE statement SET payload = ? WHERE seq = ?'
    t.db.run(swap, a.payload!, b.seq as number)
    t.db.run(swap, b.payload!, a.seq as number)
    return true
  },

  'the time at which a statement was stored': (t) => {
    const { seq } = one(t, statementsOf(t.db))
    const to = (seq as number) + (t.pick(2) === 0 ? 1 : -1) * (1 + t.pick(10_000_000))
    if (t.db.get('SELECT 1 FROM statement WHERE seq = ?', to)) return false
    t.db.run('UPDATE statement SET seq = ? WHERE seq = ?', to, seq as number)
    return true
  },

  'a statement moved with its leaf': (t) => {
    const { seq } = one(t, statementsOf(t.db))
    const to = (seq as number) + 1 + t.pick(1_000)
    if (t.db.get('SELECT 1 FROM statement WHERE seq = ?', to)) return false
    t.db.run('UPDATE statement SET seq = ? WHERE seq = ?', to, seq as number)
    t.db.run(
      `UPDATE ledger_entry SET source = ?, stored = ? WHERE kind = 'statement' AND source = ?`,
      to,
      to,
      seq as number,
    )
    return true
  },

  'an entry of the audit log changed': (t) => {
    dropGuards(t.db)
    const columns = [
      'at',
      'operation',
      'actor',
      'actor_name',
      'about',
      'request',
      'network',
      'details',
    ]
    const rows = rowsOf(t.db, 'audit_entry', 'seq')
    changeColumn(t, {
      table: 'audit_entry',
      key: 'seq',
      rows,
      column: columns[t.pick(columns.length)]!,
    })
    return true
  },

  'an entry of the audit log deleted': (t) => {
    dropGuards(t.db)
    const { seq } = one(t, rowsOf(t.db, 'audit_entry', 'seq'))
    t.db.run('DELETE FROM audit_entry WHERE seq = ?', seq as number)
    return true
  },

  'entries of the audit log swapped': (t) => {
    dropGuards(t.db)
    const rows = rowsOf(t.db, 'audit_entry', 'seq')
    const at = t.pick(rows.length - 1)
    const [a, b] = [rows[at]!, rows[at + 1]!]
    t.db.run('UPDATE audit_entry SET seq = 0 WHERE seq = ?', a.seq as number)
    t.db.run('UPDATE audit_entry SET seq = ? WHERE seq = ?', a.seq as number, b.seq as number)
    t.db.run('UPDATE audit_entry SET seq = ? WHERE seq = 0', b.seq as number)
    return true
  },

  'the result of a session changed or deleted': (t) => {
    const rows = t.db.all<Row>(
      `SELECT n.* FROM ledger_note n JOIN ledger_entry e ON e.source = n.number AND e.kind = n.kind
       WHERE n.kind = 'result'`,
    )
    if (rows.length === 0) return false
    const { number, text } = one(t, rows)
    if (t.pick(2) === 0) t.db.run('DELETE FROM ledger_note WHERE number = ?', number as number)
    else
      t.db.run(
        'UPDATE ledger_note SET text = ? WHERE number = ?',
        changed(t, text!),
        number as number,
      )
    return true
  },

  'a column of a leaf': (t) => {
    const columns = ['kind', 'source', 'stored', 'commitment', 'salt']
    const column = columns[t.pick(columns.length)]!
    const rows = rowsOf(t.db, 'ledger_entry', 'position').filter((row) => row[column] !== null)
    changeColumn(t, { table: 'ledger_entry', key: 'position', rows, column })
    return true
  },

  'a leaf deleted': (t) => {
    const { position } = one(t, rowsOf(t.db, 'ledger_entry', 'position'))
    t.db.run('DELETE FROM ledger_entry WHERE position = ?', position as number)
    return true
  },

  'the tail cut off': async (t) => {
    const checkpoints = rowsOf(t.db, 'ledger_checkpoint', 'size').slice(0, -1)
    const { size, note } = one(t, checkpoints)
    await goBackTo(t.db, size as number, note as string)
    return true
  },

  'the last leaves and what they stand for removed': async (t) => {
    const { size } = t.db.get<{ size: number }>('SELECT size FROM ledger_head')!
    const note = t.db.get<{ note: string }>('SELECT checkpoint AS note FROM ledger_head')!.note
    await goBackTo(t.db, size - 1 - t.pick(Math.min(10, size - 1)), note)
    return true
  },

  'the head': (t) => {
    const columns = [
      'size',
      'peaks',
      'cursor_statement',
      'cursor_audit',
      'cursor_note',
      'checkpoint',
      'key',
    ]
    const rows = rowsOf(t.db, 'ledger_head', 'id')
    changeColumn(t, {
      table: 'ledger_head',
      key: 'id',
      rows,
      column: columns[t.pick(columns.length)]!,
    })
    return true
  },

  'a kept checkpoint': (t) => {
    const rows = rowsOf(t.db, 'ledger_checkpoint', 'size')
    const { size, note } = one(t, rows)
    const lines = (note as string).split('\n')
    // Within the three lines that are signed.
    const line = t.pick(3)
    lines[line] = String(changed(t, lines[line]!))
    t.db.run(
      'UPDATE ledger_checkpoint SET note = ? WHERE size = ?',
      lines.join('\n'),
      size as number,
    )
    return true
  },

  'an erasure that nobody recorded': (t) => {
    const { seq } = one(t, statementsOf(t.db))
    t.db.run(
      `UPDATE ledger_entry SET salt = NULL WHERE kind = 'statement' AND source = ?`,
      seq as number,
    )
    if (t.pick(2) === 0) t.db.run('DELETE FROM statement WHERE seq = ?', seq as number)
    return true
  },

  'an erasure recorded without the key': async (t) => {
    const { seq } = one(t, statementsOf(t.db))
    const entry = (await entriesOf(t.db)).find(
      (each) => each.kind === 'statement' && each.source === seq,
    )!
    t.db.run('UPDATE ledger_entry SET salt = NULL WHERE position = ?', entry.position)
    const { secret, key } = strangersKey(t.db)
    const body = { positions: [entry.position], basis: 'x', approvedBy: 'x', at: 'x' }
    const text = vouch('erasure', body, [{ key, secret }])
    appendNote(t.db, 'erasure', text)
    await rebuild(t.db, { secret, key: currentKey(t.db), isSigned: t.pick(2) === 0 })
    return true
  },

  'the whole tree rebuilt with another key': async (t) => {
    const { seq } = one(t, statementsOf(t.db))
    changeColumn(t, { table: 'statement', key: 'seq', rows: statementsOf(t.db), column: 'payload' })
    t.db.run('UPDATE statement SET voided = 1 - voided WHERE seq = ?', seq as number)
    const { secret, key } = strangersKey(t.db)
    await recommit(t.db, key, secret)
    await rebuild(t.db, { secret, key, isSigned: true })
    t.db.run('DELETE FROM ledger_checkpoint')
    return true
  },

  'the whole log deleted': (t) => {
    for (const table of ['ledger_entry', 'ledger_head', 'ledger_node', 'ledger_checkpoint']) {
      t.db.run(`DELETE FROM ${table}`)
    }
    return t.db.get(isLogged) === undefined
  },
}

function twoOf(t: Tamper): [Row, Row] {
  const rows = statementsOf(t.db)
  const first = t.pick(rows.length)
  const second = (first + 1 + t.pick(rows.length - 1)) % rows.length
  return [rows[first]!, rows[second]!]
}

const entriesOf = (db: Connection): Promise<readonly LedgerEntry[]> =>
  ledgerReader(db).listLedgerEntries(0, 1_000_000)

const currentKey = (db: Connection): string =>
  db.get<{ key: string }>('SELECT key FROM ledger_head')!.key

/** A key of somebody else that takes the log's name. */
function strangersKey(db: Connection) {
  const secret = generateKeyPairSync('ed25519').privateKey
  const { origin } = readVerifierKey(currentKey(db))
  return { secret, key: verifierKeyOf(origin, secret), bytes: publicBytes(secret) }
}

/** Everything behind `size` leaves is taken out, as if it had never been. */
async function goBackTo(db: Connection, size: number, note: string): Promise<void> {
  dropGuards(db)
  const lost = (await entriesOf(db)).slice(size)
  for (const { kind, source } of lost) {
    if (kind === 'statement') db.run('DELETE FROM statement WHERE seq = ?', source)
    else if (kind === 'audit') db.run('DELETE FROM audit_entry WHERE seq = ?', source)
    else db.run('DELETE FROM ledger_note WHERE number = ?', source)
  }
  db.run('DELETE FROM ledger_entry WHERE position >= ?', size)
  db.run('DELETE FROM ledger_checkpoint WHERE size > ?', size)
  const tree = new GrowingTree()
  const kept = await entriesOf(db)
  for (const entry of kept) tree.append(leafHash(leafOf(entry)))
  const last = (is: (kind: string) => boolean) =>
    Math.max(0, ...kept.filter(({ kind }) => is(kind)).map(({ source }) => source))
  db.run(
    'UPDATE ledger_head SET size = ?, peaks = ?, checkpoint = ?, cursor_statement = ?, cursor_audit = ?, cursor_note = ?',
    size,
    tree.peaks,
    note,
    last((kind) => kind === 'statement'),
    last((kind) => kind === 'audit'),
    last((kind) => kind !== 'statement' && kind !== 'audit'),
  )
}

function appendNote(db: Connection, kind: string, text: string): void {
  const number = db.insert(
    'INSERT INTO ledger_note (kind, at, text) VALUES (?, 1772438400000, ?)',
    kind,
    text,
  )
  const salt = randomBytes(32)
  const { size } = db.get<{ size: number }>('SELECT size FROM ledger_head')!
  db.run(
    'INSERT INTO ledger_entry VALUES (?, ?, ?, 1772438400000000, ?, ?)',
    size,
    kind,
    number,
    hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'buffer'),
    salt,
  )
  db.run('UPDATE ledger_head SET cursor_note = ?', number)
}

/** Makes every leaf commit to what is there now, and the key leaves name the stranger's key. */
async function recommit(
  db: Connection,
  key: string,
  secret: ReturnType<typeof strangersKey>['secret'],
): Promise<void> {
  const store = ledgerReader(db)
  const change = { to: key, at: '2026-03-02T08:00:00.000Z' }
  for (const entry of await entriesOf(db)) {
    if (!entry.salt) continue
    if (entry.kind === 'key') {
      const text = vouch('key', change, [{ key, secret }])
      db.run('UPDATE ledger_note SET text = ? WHERE number = ?', text, entry.source)
    }
    const kind = entry.kind === 'statement' || entry.kind === 'audit' ? entry.kind : 'note'
    const range = { after: entry.source - 1, through: entry.source, limit: 1 }
    const [source] = await store.listLedgerSources(kind, range)
    const payload = source?.payload ?? Buffer.alloc(0)
    const commitment = hash('sha256', Buffer.concat([entry.salt, payload]), 'buffer')
    db.run('UPDATE ledger_entry SET commitment = ? WHERE position = ?', commitment, entry.position)
  }
}

/** The head of all leaves as they are now, signed by a key that is not the log's. */
async function rebuild(
  db: Connection,
  {
    secret,
    key,
    isSigned,
  }: { secret: ReturnType<typeof strangersKey>['secret']; key: string; isSigned: boolean },
): Promise<void> {
  const tree = new GrowingTree()
  for (const entry of await entriesOf(db)) tree.append(leafHash(leafOf(entry)))
  const { origin } = readVerifierKey(key)
  const note = isSigned
    ? signCheckpoint({ origin, size: tree.size, root: tree.root }, key, secret)
    : db.get<{ note: string }>('SELECT checkpoint AS note FROM ledger_head')!.note
  db.run(
    'UPDATE ledger_head SET size = ?, peaks = ?, checkpoint = ?, key = ?',
    tree.size,
    tree.peaks,
    note,
    key,
  )
}
