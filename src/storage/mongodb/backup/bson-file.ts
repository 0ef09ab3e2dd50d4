import { createHash, hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'

/** A file of documents as `mongodump --gzip` writes them: one after the other in BSON, compressed. */
export interface BsonFile {
  readonly documents: number
  /** SHA-256 of the file. */
  readonly sha256: string
  /** Of its documents in any order (`Contents`). */
  readonly contents: string
}

/** A digest of documents that does not depend on their order: the sum of their SHA-256, number by number. */
export class Contents {
  readonly #sum = new Uint32Array(8)
  #documents = 0

  add(document: Uint8Array): void {
    const digest = hash('sha256', document, 'buffer')
    for (let n = 0; n < this.#sum.length; n++) this.#sum[n]! += digest.readUInt32LE(n * 4)
    this.#documents++
  }

  get documents(): number {
    return this.#documents
  }

  /** 64 hexadecimal digits. */
  digest(): string {
    return Buffer.from(this.#sum.buffer).toString('hex')
  }
}

const blockBytes = 256 * 1024

/** Writes documents, each in BSON, into a new file. Durable once resolved, but for its name. */
export async function writeBsonFile(
  path: string,
  documents: AsyncIterable<Uint8Array>,
): Promise<BsonFile> {
  const contents = new Contents()
  const whole = createHash('sha256')
  await pipeline(
    () => blocksOf(documents, contents),
    createGzip({ level: constants.Z_BEST_SPEED }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        whole.update(chunk)
        yield chunk
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  )
  return {
    documents: contents.documents,
    sha256: whole.digest('hex'),
    contents: contents.digest(),
  }
}

/** Few large writes instead of one for each document. */
async function* blocksOf(
  documents: AsyncIterable<Uint8Array>,
  contents: Contents,
): AsyncGenerator<Buffer> {
  let block: Uint8Array[] = []
  let bytes = 0
  for await (const document of documents) {
    contents.add(document)
    block.push(document)
    bytes += document.length
    if (bytes < blockBytes) continue
    yield Buffer.concat(block)
    block = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(block)
}

/**
 * Reads a file of documents from its first byte to its last.
 * @param onDocument is called with each, in order
 * @returns what the file is; or undefined if it is not there, or is no such file.
 */
export async function readBsonFile(
  path: string,
  onDocument: (document: Buffer) => void | Promise<void>,
): Promise<BsonFile | undefined> {
  const contents = new Contents()
  const whole = createHash('sha256')
  try {
    await pipeline(
      createReadStream(path),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          whole.update(chunk)
          yield chunk
        }
      },
      createGunzip({ chunkSize: gunzippedBytes }),
      async (blocks: AsyncIterable<Buffer>) => {
        for await (const document of documentsIn(blocks)) {
          contents.add(document)
          await onDocument(document)
        }
      },
    )
  } catch (error) {
    if (isUnreadable(error)) return undefined
    throw error
  }
  return {
    documents: contents.documents,
    sha256: whole.digest('hex'),
    contents: contents.digest(),
  }
}

/** A length that no document can have, or an end in the middle of one. */
class NotBson extends Error {}

/** A document may lie in many chunks, each of which is copied with what came before it. */
const gunzippedBytes = 1024 * 1024
const documentBytes = { min: 5, max: 48 * 1024 * 1024 } as const

/** Cuts a stream where documents end: each begins with its length, in four bytes. */
async function* documentsIn(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const block of blocks) {
    rest = rest.length === 0 ? block : Buffer.concat([rest, block])
    let start = 0
    while (rest.length - start >= 4) {
      const bytes = rest.readInt32LE(start)
      if (bytes < documentBytes.min || bytes > documentBytes.max) throw new NotBson()
      if (rest.length - start < bytes) break
      yield rest.subarray(start, start + bytes)
      start += bytes
    }
    rest = rest.subarray(start)
  }
  if (rest.length > 0) throw new NotBson()
}

const isUnreadable = (error: unknown): boolean => {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return error instanceof NotBson || code === 'ENOENT' || code.startsWith('Z_')
}
