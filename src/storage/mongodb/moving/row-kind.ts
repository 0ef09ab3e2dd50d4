import type { Document } from 'mongodb'
import { kindNamed } from '../../../moving/kinds.ts'
import type { FieldValue, MovedRecord } from '../../../moving/record.ts'
import type { Collection } from '../collection.ts'
import { type Kept, keep, readKept, removeKept } from '../pieces.ts'
import type { View } from '../view.ts'

/** How a kind of record is kept: one document each. */
export interface RowKind {
  readonly kind: string
  /** Name of the collection. */
  readonly in: string
  /** Of a record's document. The value of its only key unless given. */
  readonly id?: (record: MovedRecord) => unknown
  /** Where fields are that are not found by their own name, with dots between: `_id`, `use.nonce`. */
  readonly at?: Readonly<Record<string, string>>
  /** Fields of type json that are kept as values; others are text. */
  readonly values?: readonly string[]
  /** Fields that are written another way. */
  readonly coded?: Readonly<Record<string, Coded>>
  /** Fields that may be megabytes: bytes, in pieces where they are too long. */
  readonly kept?: Readonly<Record<string, KeptField>>
  /** Fields of the document that say nothing of their own, or that `make` makes. */
  readonly own?: readonly string[]
  /** What the document has besides what the record says. */
  readonly make?: (view: View, record: MovedRecord, before?: Document) => Promise<Document>
  /** Carries what was put into other documents; may be done again. */
  readonly carry?: (view: View, records: readonly MovedRecord[]) => Promise<void>
  /** Whatever else the document has is in a coded field. */
  readonly isOpen?: boolean
  /** Records are not taken away: others have parts of them. */
  readonly stays?: boolean
}

export interface Coded {
  readonly toRow: (value: FieldValue) => unknown
  readonly toRecord: (value: unknown, row: Document) => FieldValue
}

interface KeptField {
  readonly pieces: string
  readonly of: (id: string) => string
  readonly wholeMax?: number
}

/** Declared where its slice is; here it is only named. */
export const named = (name: string): Collection<Document> => ({ name, indexes: [] })

const piecesNamed = (name: string) => named(name) as unknown as Parameters<typeof keep>[1]

export const idOf = ({ kind, id, at = {} }: RowKind, record: MovedRecord): unknown => {
  if (id) return id(record)
  const field = Object.keys(at).find((name) => at[name] === '_id') ?? kindNamed(kind).key[0]!
  return record[field]
}

/** The document of a record. Pieces of long contents are written. */
export async function rowOf(
  view: View,
  from: RowKind,
  { record, before }: { readonly record: MovedRecord; readonly before?: Document | undefined },
): Promise<Document & { _id: unknown }> {
  const { fields } = kindNamed(from.kind)
  const _id = idOf(from, record)
  const row: Document = {}
  for (const [field, type] of Object.entries(fields)) {
    const value = record[field]
    const path = from.at?.[field] ?? field
    if (value === undefined || path === '_id' || from.at?.[field] === '') continue
    const kept = from.kept?.[field]
    if (kept) {
      const bytes = Buffer.from(value as Uint8Array | string)
      if (before)
        await removeKept(view, piecesNamed(kept.pieces), [
          { of: kept.of(String(_id)), isCut: true },
        ])
      row[path] = await keep(view, piecesNamed(kept.pieces), {
        of: kept.of(String(_id)),
        bytes,
        ...(kept.wholeMax !== undefined && { wholeMax: kept.wholeMax }),
      })
    } else if (from.coded?.[field]) setAt(row, path, from.coded[field].toRow(value))
    else if (type === 'time') setAt(row, path, new Date(Number(value)))
    else if (type === 'bytes') setAt(row, path, Buffer.from(value as Uint8Array))
    else setAt(row, path, from.values?.includes(field) ? JSON.parse(String(value)) : value)
  }
  if (from.kept && Object.keys(from.kept).length > 0 && from.own?.includes('isCut')) {
    row.isCut = Object.keys(from.kept).some(
      (field) => typeof row[from.at?.[field] ?? field] === 'number',
    )
  }
  return { _id, ...row, ...(await from.make?.(view, record, before)) }
}

/**
 * The record of a document.
 * @throws Error for a document with a field that is in no list: it would be lost
 */
export async function recordOf(view: View, from: RowKind, row: Document): Promise<MovedRecord> {
  const { fields } = kindNamed(from.kind)
  const known = new Set(['_id', ...(from.own ?? [])])
  const record: Record<string, FieldValue> = {}
  for (const [field, type] of Object.entries(fields)) {
    const path = from.at?.[field] ?? field
    known.add(path.split('.')[0]!)
    const kept = from.kept?.[field]
    const coded = from.coded?.[field]
    const value = path === '' ? row : getAt(row, path)
    if (value === undefined || value === null) continue
    if (kept) {
      const place = { of: kept.of(String(row._id)), kept: value as Kept }
      const bytes = await readKept(view, piecesNamed(kept.pieces), place)
      record[field] = type === 'bytes' ? bytes : bytes.toString()
    } else if (coded) record[field] = coded.toRecord(value, row)
    else if (type === 'time') record[field] = (value as Date).getTime()
    else
      record[field] = from.values?.includes(field) ? JSON.stringify(value) : (value as FieldValue)
  }
  const unknown = Object.keys(row).find((name) => !known.has(name))
  if (unknown === undefined || from.isOpen) return record
  throw new Error(`${from.in} has the field ${unknown}, which a move does not know.`)
}

export async function removePieces(view: View, from: RowKind, ids: readonly unknown[]) {
  for (const { pieces, of } of Object.values(from.kept ?? {})) {
    const all = ids.map((id) => ({ of: of(String(id)), isCut: true }))
    await removeKept(view, piecesNamed(pieces), all)
  }
}

function getAt(row: Document, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Document | undefined)?.[name], row)
}

function setAt(row: Document, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop()!
  let inner = row
  for (const name of names) inner = inner[name] ??= {}
  inner[last] = value
}
