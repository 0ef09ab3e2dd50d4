/** What a field of a record holds; each kind may be absent. */
export type FieldType =
  | 'text'
  /** Whole or not, exact up to 2^53. */
  | 'number'
  | 'flag'
  /** Milliseconds since 1970-01-01T00:00Z. */
  | 'time'
  | 'bytes'
  /** JSON whose members' order means nothing: engines may keep it as a value. */
  | 'json'

export type FieldValue = string | number | boolean | Uint8Array | undefined

/** One record, the same in every engine: flat, with exact values. */
export type MovedRecord = Readonly<Record<string, FieldValue>>

/** One kind of record that an installation consists of. */
export interface Kind {
  readonly name: string
  /** Names one record, and the order in which SQLite reads them. */
  readonly key: readonly string[]
  readonly fields: Readonly<Record<string, FieldType>>
  /** How many are read and written at once. */
  readonly pageMax: number
  /** Fields that only say in which order things came: an engine that needs them to be unique may give others. */
  readonly loose: readonly string[]
}

/** Whether two values of a field are the same. */
export function isSame(type: FieldType, one: FieldValue, other: FieldValue): boolean {
  if (one === undefined || other === undefined) return one === other
  if (type === 'bytes') {
    return Buffer.compare(one as Uint8Array, other as Uint8Array) === 0
  }
  if (type === 'json' && one !== other) return canonical(String(one)) === canonical(String(other))
  return one === other
}

/** Names of the fields in which two records of a kind differ. */
export const differences = ({ fields, loose }: Kind, one: MovedRecord, other: MovedRecord) =>
  Object.entries(fields)
    .filter(([name, type]) => !loose.includes(name) && !isSame(type, one[name], other[name]))
    .map(([name]) => name)

/** A record as a text that is the same in every engine, for hashes. */
export const recordText = ({ fields, loose }: Kind, record: MovedRecord): string =>
  JSON.stringify(
    Object.entries(fields)
      .filter(([name]) => !loose.includes(name))
      .map(([name, type]) => textOf(type, record[name])),
  )

/** The key of a record, for people. */
export const keyText = ({ key }: Kind, record: MovedRecord): string =>
  key.map((name) => String(record[name])).join(' ')

function textOf(type: FieldType, value: FieldValue): unknown {
  if (value === undefined) return null
  if (type === 'bytes') return Buffer.from(value as Uint8Array).toString('base64')
  return type === 'json' ? canonical(String(value)) : value
}

const canonical = (json: string): string => JSON.stringify(sorted(JSON.parse(json)))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, inner]) => [name, sorted(inner)])
}
