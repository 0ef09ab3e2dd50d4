import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Problem } from '../base/problem.ts'
import { ReservedDisk } from './reserved-disk.ts'

/** A zip on local disk that was received whole. Whoever received it removes it. */
export interface Upload {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

export interface UploadLimits {
  readonly bytesMax: number
  /** Free bytes of the disk that no upload may use; none unless given. */
  readonly diskReserveBytes?: number
}

/**
 * Receives a zip into a file in `tempFolder`, never holding more than a chunk of it in memory.
 * @throws Problem `package-too-large` beyond `bytesMax`, `upload-incomplete` if the sender goes away, `storage-unavailable` if the
 * disk has no room beside its reserve; no file is left then.
 */
export const receiveUpload =
  (tempFolder: string, { bytesMax, diskReserveBytes = 0 }: UploadLimits) =>
  async (source: Readable): Promise<Upload> => {
    const path = join(tempFolder, `upload-${randomUUID()}`)
    const handle = await openNew(path)
    try {
      const disk = new ReservedDisk(tempFolder, diskReserveBytes)
      return { path, ...(await receive(source, { handle, disk, bytesMax })) }
    } catch (error) {
      await rm(path, { force: true })
      throw error
    } finally {
      await handle.close()
    }
  }

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    throw diskProblem(error)
  }
}

interface Receiving {
  readonly handle: FileHandle
  readonly disk: ReservedDisk
  readonly bytesMax: number
}

async function receive(source: Readable, { handle, disk, bytesMax }: Receiving) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of chunksOf(source)) {
    bytes += chunk.length
    if (bytes > bytesMax) {
      throw new Problem('package-too-large', `The package is larger than ${bytesMax} bytes.`, {
        limit: bytesMax,
      })
    }
    hash.update(chunk)
    await write(handle, disk, chunk)
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** The source's chunks. Giving up on them leaves the connection open, so that the refusal can still be answered on it. */
async function* chunksOf(source: Readable): AsyncGenerator<Buffer> {
  const chunks = source.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await chunks.next().catch(() => {
        throw new Problem('upload-incomplete', 'The connection ended before the package did.')
      })
      if (next.done) return
      yield next.value as Buffer
    }
  } finally {
    await chunks.return?.()
  }
}

async function write(handle: FileHandle, disk: ReservedDisk, chunk: Buffer): Promise<void> {
  try {
    disk.require(chunk.length)
    await handle.writeFile(chunk)
  } catch (error) {
    throw diskProblem(error)
  }
}

/** A full disk is something a caller can understand; any other failure of the disk is not. */
export function diskProblem(error: unknown): unknown {
  const isFull = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
  if (!isFull) return error
  return new Problem('storage-unavailable', 'The disk of the server is full.', {
    retryAfterSeconds: 600,
  })
}
