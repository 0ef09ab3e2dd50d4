import { hash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { PlacedText, ScanPage, TextPlace } from '../../erasure/store.ts'
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
    text: textOfRequest,
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
    ...asJson(['name', 'filter', 'last_error']),
  },
  delivery: { from: 'delivery', keys: ['id'], ...asJson(['last_attempt']) },
  credential: { from: 'credential', keys: ['key'], ...asJson(['name', 'row_filter']) },
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

export function rewriteText(
  connection: Connection,
  place: TextPlace,
  { at, text }: { readonly at: string; readonly text: string | undefined },
): void {
  const { from, keys, change } = places[place]
  const values = JSON.parse(at) as Value[]
  const table = from.split(' ', 1)[0]!
  const where = keys.map((name) => `${name} = ?`).join(' AND ')
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

/** Everything that a refused request says, its target decoded, and its body as far as it can be read. */
function textOfRequest(row: Row): string {
  const { body, ...texts } = row
  const parts = Object.values(texts).filter((value): value is string => typeof value === 'string')
  const decoded = parts.map(decodedOf)
  return [...parts, ...decoded, ...(body ? textsOfBody(body as Uint8Array) : [])].join('\n')
}

function textsOfBody(body: Uint8Array): string[] {
  let bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: 16 * 1024 * 1024 })
    } catch {
      // Cut off, or no gzip after all: what is there is looked at as it is.
    }
  }
  const text = bytes.toString()
  return [text, decodedOf(text), unescaped(text)]
}

function decodedOf(text: string): string {
  return text.replaceAll(/(%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  )
}

/** Escapes of JSON resolved, in a text that need not be JSON. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\u([0-9a-f]{4})/gi, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )

/** undefined for bytes that are no text. */
function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
