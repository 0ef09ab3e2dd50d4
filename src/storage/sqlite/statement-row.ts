import { uuidOfHex } from '../../base/ids.ts'
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

const uuidOfBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  uuidOfHex(Buffer.from(buffer, byteOffset, byteLength).toString('hex'))
