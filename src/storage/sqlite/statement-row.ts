import { uuidOfHex } from '../../base/ids.ts'
import type { Seq, StoredStatement } from '../../xapi/statements/store.ts'
import type { SharedPartsReader } from './shared-parts.ts'

export interface StatementRow {
  seq: Seq
  /** In hexadecimal: a text costs less than an array of bytes, and a page has fifty. */
  id: string
  /** The stored form of its text. */
  payload: Uint8Array
}

export const storedStatement = (
  { seq, id, payload }: StatementRow,
  parts: SharedPartsReader,
): StoredStatement => new Stored(seq, id, parts.restore(payload))

class Stored implements StoredStatement {
  readonly seq: Seq
  readonly json: Buffer
  readonly #hex: string

  constructor(seq: Seq, hex: string, json: Buffer) {
    this.seq = seq
    this.#hex = hex
    this.json = json
  }

  /** Made when it is asked for: who answers with the text never does. */
  get id(): string {
    return uuidOfHex(this.#hex.toLowerCase())
  }
}

export const bytesOfUuid = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')
