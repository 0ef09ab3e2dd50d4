import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../../base/problem.ts'
import type { FileStore } from '../../content/store.ts'

/**
 * Receives a file into `tempFolder`, since its name is known only when it is there, and has the store adopt it.
 * @throws Problem `body-too-large` beyond `bytesMax`; nothing is kept then.
 */
export async function putStream(
  source: AsyncIterable<Uint8Array>,
  bytesMax: number,
  { tempFolder, adopt }: Pick<FileStore, 'tempFolder' | 'adopt'>,
): Promise<{ sha256: string; bytes: number }> {
  const path = join(tempFolder, randomUUID())
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured() {
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > bytesMax) {
        throw new Problem('body-too-large', `The file is larger than ${bytesMax} bytes.`, {
          limit: bytesMax,
        })
      }
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(measured, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    const sha256 = hash.digest('hex')
    await adopt([{ path, sha256 }])
    return { sha256, bytes }
  } finally {
    await rm(path, { force: true })
  }
}
