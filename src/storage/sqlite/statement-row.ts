import type { Seq, StoredStatement } from '../../xapi/statements/store.ts'
import type { SharedPartsReader } from './shared-parts.ts'

export interface StatementRow {
  seq: Seq
  id: Uint8Array
  /** The stored form of its text. */
  payload: Uint8Array
}

export const storedStatement = (
  { seq, id, payload }: StatementRow,
  parts: SharedPartsReader,
): StoredStatement => ({ seq, id: uuidOfBytes(id), json: parts.restore(payload) })

export const bytesOfUuid = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')

function uuidOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
