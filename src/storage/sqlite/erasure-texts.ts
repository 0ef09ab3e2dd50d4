import { hash } from 'node:crypto'
import type { PlacedText, ScanPage, TextPlace } from '../../erasure/store.ts'
import { textOfRequest, utf8Of } from '../readable-text.ts'
import type { Connection } from './connection.ts'

type Value = string | number | bigint | Uint8Array | null
type Row = Record<string, Value>

/** Texts outside of statements in which somebody may stand. */
interface Place {
  readonly from: string
  /** Columns that tell rows apart, in the order in which they are gone through. */
  readonly keys: readonly string[]
  readonly columns: readonly string[]
  /** undefined where there is no text. */
  readonly text: (row: Row) => string | undefined
  /** Columns with their new values; absent where a row can only go. */
  readonly change?: (text: string) => Readonly<Record<string, Value>>
}

/** Columns as the members of one JSON object. */
const asJson = (columns: readonly string[]) => ({
  columns,
  text: (row: Row) => JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]!]))),
  change: (text: string) => JSON.parse(text) as Record<string, Value>,
})

const asItIs = (column: string) => ({
  columns: [column],
  text: (row: Row) => row[column] as string,
  change: (text: string) => ({ [column]: text }),
})

const places: Readonly<Record<TextPlace, Place>> = {
  audit: {
    from: 'audit_entry',
    keys: ['seq'],
    columns: ['actor', 'actor_name', 'about', 'network', 'details'],
    text: ({ details, ...row }) =>
      JSON.stringify({ ...row, details: JSON.parse(details as string) }),
    change(text) {
      const { actor, actor_name, about, network, details } = JSON.parse(text)
      return { actor, actor_name, about, network, details: JSON.stringify(details) }
    },
  },
  request: {
    from: 'refused_request NATURAL LEFT JOIN refused_request_content',
    keys: ['seq'],
    columns: ['path', 'message', 'pointer', 'search', 'user_agent', 'headers', 'body'],
    text: ({ body, ...texts }) => textOfRequest(Object.values(texts), body as Uint8Array | null),
  },
  import: { from: 'import_job', keys: ['number'], ...asItIs('details') },
  rejection: { from: 'import_rejection', keys: ['job', 'position'], ...asItIs('details') },
  definition: { from: 'activity', keys: ['id'], ...asItIs('definition') },
  document: {
    from: 'document',
    keys: ['rowid'],
    columns: ['contents'],
    text: ({ contents }) => utf8Of(contents as Uint8Array),
    change: (text) => ({ contents: Buffer.from(text), etag: hash('sha1', text) }),
  },
  destination: {
    from: 'destination',
    keys: ['id'],
    ...asJson(['name', 'filter', 'last_error', 'created_by']),
  },
  delivery: { from: 'delivery', keys: ['id'], ...asJson(['last_attempt']) },
  credential: {
    from: 'credential',
    keys: ['key'],
    ...asJson(['name', 'row_filter', 'created_by']),
  },
  attestation: {
    from: 'attestation',
    keys: ['id'],
    ...asJson([
      'by_id',
      'by_name',
      'note',
      'withdrawn_by_id',
      'withdrawn_by_name',
      'withdrawal_reason',
    ]),
  },
  version: { from: 'package_version', keys: ['id'], ...asJson(['created_by']) },
  move: { from: 'version_move', keys: ['id'], ...asJson(['started_by']) },
  grant: { from: 'account_grant', keys: ['id'], ...asJson(['created_by']) },
  hold: { from: 'legal_hold', keys: ['id'], ...asJson(['reason', 'by']) },
  erasure: { from: 'erasure', keys: ['number'], ...asItIs('details') },
}

export function scanTexts(
  connection: Connection,
  place: TextPlace,
  { after, limit }: { readonly after: string; readonly limit: number },
): ScanPage<PlacedText> {
  const { from, keys, columns, text } = places[place]
  const where = after === '' ? '' : `WHERE (${keys}) > (${keys.map(() => '?')})`
  const rows = connection.all<Row>(
    `SELECT ${[...keys, ...columns]} FROM ${from} ${where} ORDER BY ${keys} LIMIT ?`,
    ...(after === '' ? [] : (JSON.parse(after) as Value[])),
    limit,
  )
  const keyOf = (row: Row) => JSON.stringify(keys.map((name) => row[name]))
  const items = rows.flatMap((row) => {
    const columnsOnly = Object.fromEntries(columns.map((name) => [name, row[name]!]))
    const found = text(columnsOnly)
    return found === undefined ? [] : [{ at: keyOf(row), text: found }]
  })
  const last = rows.at(-1)
  return rows.length < limit || !last ? { items } : { items, end: keyOf(last) }
}

/** What stands there is read again: others write to documents and the like while an act runs. */
export function changeText(
  connection: Connection,
  place: TextPlace,
  given: { readonly at: string; readonly change: (text: string) => string | undefined },
): void {
  const { from, keys, columns, text: textOf, change } = places[place]
  const values = JSON.parse(given.at) as Value[]
  const table = from.split(' ', 1)[0]!
  const where = keys.map((name) => `${name} = ?`).join(' AND ')
  const row = connection.get<Row>(`SELECT ${columns} FROM ${from} WHERE ${where}`, ...values)
  const before = row && textOf(row)
  if (before === undefined) return
  const text = given.change(before)
  if (text === undefined || !change) {
    connection.run(`DELETE FROM ${table} WHERE ${where}`, ...values)
    if (place === 'request')
      connection.run(`DELETE FROM refused_request_content WHERE ${where}`, ...values)
    return
  }
  const changed = Object.entries(change(text))
  if (place === 'audit') connection.run('INSERT INTO audit_redaction VALUES (1)')
  connection.run(
    `UPDATE ${table} SET ${changed.map(([name]) => `${name} = ?`)} WHERE ${where}`,
    ...changed.map(([, value]) => value),
    ...values,
  )
  if (place === 'audit') connection.run('DELETE FROM audit_redaction')
}
