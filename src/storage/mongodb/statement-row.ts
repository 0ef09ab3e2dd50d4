import { uuidOfHex } from '../../base/ids.ts'
import type { Seq, StoredStatement } from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import { type Kept, pieceCollection, readKept } from './pieces.ts'
import { type KeyField, type Keys, keyFields } from './statement-keys.ts'
import type { View } from './view.ts'

/**
 * One statement; or, where others refer to a statement that has not arrived, its place, with the first three fields only.
 * Whoever refers to a statement writes its document or its place: so of two transactions, one that brings it and one that
 * refers to it, the later sees the other.
 */
export interface StatementRow extends Partial<Record<KeyField, Buffer[]>> {
  /** The statement's id, 16 bytes. */
  _id: Buffer
  /** How many refer to it. */
  referrers?: number
  /** Some statement voids it. */
  isVoidTarget?: boolean
  /** Its position, for ever. */
  at?: Seq
  /**
   * The same, while it is in lists: absent in a place and when voided. Every list asks for a range of it, which an absent one
   * is not in.
   */
  seq?: Seq
  /** The same, once it is voided: what follows every statement finds those by it that lists leave out. */
  voidedSeq?: Seq
  /** Its text as UTF-8. */
  text?: Kept
  equality?: Buffer
  isVoiding?: boolean
  /** The id of the statement that its object refers to. */
  refersTo?: Buffer
}

/** A row of a statement that has arrived. */
export type ArrivedRow = StatementRow & Required<Pick<StatementRow, 'at' | 'text'>>

export const statements = collection<StatementRow>('statements', [
  { keys: { seq: 1 } },
  { keys: { voidedSeq: 1 }, isSparse: true },
  ...keyFields.map((field) => ({ keys: { [field]: 1, seq: 1 } as const })),
  { keys: { refersTo: 1 }, isSparse: true },
])

/** Texts that are longer are kept apart, so that a page of rows fits into memory. */
export const rowTextBytesMax = 65_536
export const statementPieces = pieceCollection('statementPieces')

export async function storedStatement(view: View, row: ArrivedRow): Promise<StoredStatement> {
  const id = uuidOfBytes(row._id)
  return {
    seq: row.at,
    id,
    json: await readKept(view, statementPieces, { of: id, kept: row.text }),
  }
}

/** The keys alone, as they are read from the store or written to it. */
export const keysOfRow = (row: StatementRow): Keys =>
  Object.fromEntries(keyFields.map((field) => [field, row[field] ?? []])) as unknown as Keys

export const bytesOfUuid = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')

export const uuidOfBytes = (bytes: Buffer): string => uuidOfHex(bytes.toString('hex'))
