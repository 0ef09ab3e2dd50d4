import { kindNamed } from '../../../moving/kinds.ts'
import type { MovedRecord } from '../../../moving/record.ts'
import type { MovedStatement, RecordPage } from '../../../moving/store.ts'
import type { Connection } from '../connection.ts'
import type { Dictionary } from '../dictionary.ts'
import type { StatementInsertion } from '../insert-statements.ts'
import { SharedPartsReader } from '../shared-parts.ts'
import { endOfPage } from '../statement-page.ts'
import { bytesOfUuid, type StatementRow, storedStatement } from '../statement-row.ts'
import type { KindStore } from './plain-table.ts'

/** Of the tables that are read here, column by column. */
export const statementColumns: Readonly<Record<string, readonly string[]>> = {
  statement: ['seq', 'id', 'equality', 'voiding', 'voided', 'keys', 'payload'],
  statement_attachment: ['seq', 'sha2', 'content_type'],
  activity: ['id', 'definition'],
  agent_name: ['id', 'names'],
}

interface Row extends StatementRow {
  equality: Uint8Array
  voiding: number
  voided: number
}

const columns = 'seq, hex(id) AS id, equality, voiding, voided, payload'

export function statementTable(connection: Connection): Omit<KindStore, 'put' | 'remove'> {
  const parts = new SharedPartsReader(connection)
  const recordOf = (row: Row): MovedRecord => {
    const { seq, id, json } = storedStatement(row, parts)
    const equality = Buffer.from(row.equality).toString('hex')
    return { seq, id, equality, isVoiding: row.voiding === 1, isVoided: row.voided === 1, json }
  }
  return {
    read(after): RecordPage {
      const { pageMax } = kindNamed('statements')
      const from = Number(after)
      const { last, isEnd } = endOfPage(connection, { after: from, limit: pageMax })
      const rows = connection.all<Row>(
        `SELECT ${columns} FROM statement WHERE seq > ? AND seq <= ? ORDER BY seq`,
        from,
        last,
      )
      return { records: rows.map(recordOf), ...(!isEnd && { end: String(last) }) }
    },
    find({ id }) {
      const row = connection.get<Row>(
        `SELECT ${columns} FROM statement WHERE id = ?`,
        bytesOfUuid(String(id)),
      )
      return row && recordOf(row)
    },
    count: () => connection.get<{ n: number }>('SELECT count(*) AS n FROM statement')!.n,
  }
}

export function putStatement(
  insertion: StatementInsertion,
  { record, keys }: MovedStatement,
): void {
  const { id, seq, equality, isVoiding, json } = record
  const found = { id: String(id), equality: String(equality), keys, isVoiding: isVoiding === true }
  insertion.insertMoved(found, Number(seq), Buffer.from(json as Uint8Array).toString())
}

/** Which files came with a statement, in the order of their hashes: the only one that every engine keeps. */
export function statementFileTable(connection: Connection): KindStore {
  const { pageMax } = kindNamed('statementFiles')
  const find = (seq: number): MovedRecord | undefined => {
    const files = connection.all<{ sha2: string; contentType: string }>(
      `SELECT sha2, content_type AS contentType FROM statement_attachment WHERE seq = ?
       GROUP BY lower(sha2) ORDER BY lower(sha2)`,
      seq,
    )
    return files.length === 0 ? undefined : { seq, files: JSON.stringify(files) }
  }
  const remove = (seq: number) =>
    connection.run('DELETE FROM statement_attachment WHERE seq = ?', seq)
  return {
    read(after) {
      const rows = connection.all<{ seq: number }>(
        'SELECT DISTINCT seq FROM statement_attachment WHERE seq > ? ORDER BY seq LIMIT ?',
        Number(after),
        pageMax,
      )
      const records = rows.map(({ seq }) => find(seq)!)
      return { records, ...(rows.length === pageMax && { end: String(rows.at(-1)!.seq) }) }
    },
    find: (like) => find(Number(like.seq)),
    count: () =>
      connection.get<{ n: number }>('SELECT count(DISTINCT seq) AS n FROM statement_attachment')!.n,
    put({ seq, files }) {
      remove(Number(seq))
      for (const file of JSON.parse(String(files)) as { sha2: string; contentType: string }[]) {
        connection.run(
          'INSERT INTO statement_attachment VALUES (?, ?, ?)',
          Number(seq),
          file.sha2,
          file.contentType,
        )
      }
    },
    remove: (record) => void remove(Number(record.seq)),
  }
}

interface LearnedTable {
  readonly kind: string
  readonly table: 'activity' | 'agent_name'
  readonly column: 'definition' | 'names'
}

export const learnedTables: readonly LearnedTable[] = [
  { kind: 'activities', table: 'activity', column: 'definition' },
  { kind: 'agents', table: 'agent_name', column: 'names' },
]

/** What statements said of activities and agents: their texts have numbers of their own in each file. */
export function learnedTable(
  connection: Connection,
  dictionary: Dictionary,
  { kind, table, column }: LearnedTable,
): KindStore {
  const select = `SELECT l.id, t.text AS of, l.${column} AS known FROM ${table} l JOIN term t ON t.id = l.id`
  const recordOf = ({ of, known }: { of: string; known: string }): MovedRecord => ({ of, known })
  const { pageMax } = kindNamed(kind)
  return {
    read(after) {
      const rows = connection.all<{ id: number; of: string; known: string }>(
        `${select} WHERE l.id > ? ORDER BY l.id LIMIT ?`,
        Number(after),
        pageMax,
      )
      const end = rows.length === pageMax && { end: String(rows.at(-1)!.id) }
      return { records: rows.map(recordOf), ...end }
    },
    find({ of }) {
      const row = connection.get<{ of: string; known: string }>(
        `${select} WHERE t.text = ?`,
        String(of),
      )
      return row && recordOf(row)
    },
    count: () => connection.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)!.n,
    put({ of, known }) {
      connection.run(
        `INSERT INTO ${table} (id, ${column}) VALUES (?, ?)
         ON CONFLICT (id) DO UPDATE SET ${column} = excluded.${column}`,
        dictionary.idOf(String(of)),
        String(known),
      )
    },
    remove({ of }) {
      const id = dictionary.find(String(of))
      if (id !== undefined) connection.run(`DELETE FROM ${table} WHERE id = ?`, id)
    },
  }
}
