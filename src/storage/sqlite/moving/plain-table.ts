import type { SQLInputValue } from 'node:sqlite'
import { kindNamed } from '../../../moving/kinds.ts'
import type { FieldType, FieldValue, Kind, MovedRecord } from '../../../moving/record.ts'
import type { RecordPage } from '../../../moving/store.ts'
import type { Connection } from '../connection.ts'

/** What is read and written of one kind of record. Puts and removals only inside a transaction. */
export interface KindStore {
  read(after: string): RecordPage
  find(like: MovedRecord): MovedRecord | undefined
  count(): number
  put(record: MovedRecord): void
  /** Absent where records are never taken away. */
  remove?(record: MovedRecord): void
}

/** How a kind of record is kept: one row each. */
export interface PlainTable {
  readonly kind: string
  readonly table: string
  /** How times are written: ISO 8601, else milliseconds. */
  readonly times?: 'iso'
  /** Columns of fields that are not called by the field's name in snake case. */
  readonly columns?: Readonly<Record<string, string>>
  /** Fields whose column is an empty text where the field is absent. */
  readonly emptyIfAbsent?: readonly string[]
  /** Rows are never changed or deleted. */
  readonly isAddedOnly?: boolean
  /** Columns that follow from the record, or whose value of a new row says nothing. */
  readonly made?: Readonly<Record<string, (record: MovedRecord) => SQLInputValue>>
  /** Fields that are kept in other tables. */
  readonly elsewhere?: readonly string[]
}

type Row = Readonly<Record<string, SQLInputValue>>

const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The columns of a table by the fields that they hold. */
export const columnsOf = ({ kind, columns = {}, elsewhere = [] }: PlainTable) =>
  Object.keys(kindNamed(kind).fields)
    .filter((field) => !elsewhere.includes(field))
    .map((field) => [field, columns[field] ?? snakeCase(field)] as const)

export function plainTable(connection: Connection, from: PlainTable): KindStore {
  const kind = kindNamed(from.kind)
  const { table } = from
  const columns = new Map(columnsOf(from))
  const keys = kind.key.map((field) => quoted(columns.get(field)!))
  const list = [...columns.values()].map(quoted).join(', ')
  const isIt = keys.map((column) => `${column} = ?`).join(' AND ')
  const keyValues = (record: MovedRecord) => kind.key.map((field) => record[field] as SQLInputValue)
  const recordOf = (row: Row): MovedRecord =>
    Object.fromEntries(
      [...columns].map(([field, column]) => [field, fieldOf(kind, from, [field, row[column]!])]),
    )
  return {
    read(after) {
      const values = after === '' ? [] : (JSON.parse(after) as SQLInputValue[])
      const condition =
        values.length === 0 ? '' : `WHERE (${keys}) > (${values.map(() => '?').join()})`
      const rows = connection.all<Row>(
        `SELECT ${list} FROM ${table} ${condition} ORDER BY ${keys} LIMIT ?`,
        ...values,
        kind.pageMax,
      )
      return pageOfRecords(kind, rows.map(recordOf))
    },
    find(like) {
      const row = connection.get<Row>(
        `SELECT ${list} FROM ${table} WHERE ${isIt}`,
        ...keyValues(like),
      )
      return row && recordOf(row)
    },
    count: () => connection.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)!.n,
    put: (record) => put(connection, from, record),
    ...(!from.isAddedOnly && {
      remove(record: MovedRecord) {
        connection.run(`DELETE FROM ${table} WHERE ${isIt}`, ...keyValues(record))
      },
    }),
  }
}

/** The end is the key of the last, where the page is full. */
function pageOfRecords(kind: Kind, records: readonly MovedRecord[]): RecordPage {
  const last = records.at(-1)
  if (!last || records.length < kind.pageMax) return { records }
  return { records, end: JSON.stringify(kind.key.map((field) => last[field])) }
}

function put(connection: Connection, from: PlainTable, record: MovedRecord): void {
  const kind = kindNamed(from.kind)
  const placed = { ...record, ...freePlaces(connection, from, record) }
  const columns = columnsOf(from)
  const made = Object.entries(from.made ?? {}).map(
    ([column, make]) => [column, make(placed)] as const,
  )
  const names = [...columns.map(([, column]) => column), ...made.map(([column]) => column)]
  const values = [
    ...columns.map(([field]) => columnValue(kind, from, [field, placed[field]])),
    ...made.map(([, value]) => value),
  ]
  const byField = new Map(columns)
  const fixed = new Set([...kind.key, ...kind.loose].map((field) => byField.get(field)))
  const changes = names
    .filter((name) => !fixed.has(name))
    .map((name) => `${quoted(name)} = excluded.${quoted(name)}`)
  const keys = kind.key.map((field) => quoted(byField.get(field)!))
  const otherwise =
    from.isAddedOnly || changes.length === 0 ? 'NOTHING' : `UPDATE SET ${changes.join(', ')}`
  connection.run(
    `INSERT INTO ${from.table} (${names.map(quoted).join(', ')}) VALUES (${names.map(() => '?').join(', ')})
     ON CONFLICT (${keys.join(', ')}) DO ${otherwise}`,
    ...values,
  )
}

/** Numbers that only say what came first, and that must be unique here: the next one that is free. */
function freePlaces(connection: Connection, from: PlainTable, record: MovedRecord): MovedRecord {
  const kind = kindNamed(from.kind)
  const columns = new Map(columnsOf(from))
  return Object.fromEntries(
    kind.loose.map((field) => {
      const column = columns.get(field)!
      const isTaken = (number: number) =>
        connection.get(`SELECT 1 FROM ${from.table} WHERE ${column} = ?`, number) !== undefined
      let number = record[field] as number
      while (isTaken(number)) number++
      return [field, number]
    }),
  )
}

function fieldOf(
  { fields }: Kind,
  { times, emptyIfAbsent = [] }: PlainTable,
  [field, value]: readonly [string, SQLInputValue],
): FieldValue {
  if (value === null || (value === '' && emptyIfAbsent.includes(field))) return undefined
  const type = fields[field]!
  if (type === 'flag') return value === 1
  if (type === 'time') return times === 'iso' ? Date.parse(String(value)) : Number(value)
  return value as FieldValue
}

function columnValue(
  { fields }: Kind,
  { times, emptyIfAbsent = [] }: PlainTable,
  [field, value]: readonly [string, FieldValue],
): SQLInputValue {
  if (value === undefined) return emptyIfAbsent.includes(field) ? '' : null
  const type: FieldType = fields[field]!
  if (type === 'flag') return value ? 1 : 0
  if (type === 'time' && times === 'iso') return new Date(Number(value)).toISOString()
  return value as SQLInputValue
}

/** Some columns are called by words of SQL. */
const quoted = (column: string): string => `"${column}"`
