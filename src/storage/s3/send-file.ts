import { type FileHandle, open } from 'node:fs/promises'
import type { Bucket } from './bucket.ts'

/** Bytes that are sent at once, and held in memory meanwhile; S3 takes no smaller parts than 5 MiB. */
const partBytes = 8 * 1024 * 1024
const partsMax = 10_000

/**
 * Sends a file of this machine, in parts if it is large. The object is there when all of it is, or not at all: parts of an upload that
 * broke off are removed, or stay for the sweep where that fails too.
 */
export async function sendFile(
  bucket: Bucket,
  { path, key, bytes }: { readonly path: string; readonly key: string; readonly bytes: number },
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path, 'r')
  try {
    if (bytes > partBytes) await sendInParts(bucket, { file, key, bytes }, signal)
    else await bucket.put(key, await readPart(file, { start: 0, bytes }), signal)
  } finally {
    await file.close()
  }
}

async function sendInParts(
  bucket: Bucket,
  { file, key, bytes }: { readonly file: FileHandle; readonly key: string; readonly bytes: number },
  signal: AbortSignal,
): Promise<void> {
  const size = Math.max(partBytes, Math.ceil(bytes / partsMax))
  const upload = await bucket.beginUpload(key, signal)
  try {
    const parts = []
    for (let start = 0; start < bytes; start += size) {
      const content = await readPart(file, { start, bytes: Math.min(size, bytes - start) })
      parts.push(await bucket.putPart(upload, { number: parts.length + 1, content }, signal))
    }
    await bucket.finishUpload(upload, parts, signal)
  } catch (error) {
    await bucket.dropUpload(upload).catch(() => undefined)
    throw error
  }
}

async function readPart(
  file: FileHandle,
  { start, bytes }: { readonly start: number; readonly bytes: number },
): Promise<Buffer> {
  const content = Buffer.allocUnsafe(bytes)
  for (let filled = 0; filled < bytes; ) {
    const { bytesRead } = await file.read(content, filled, bytes - filled, start + filled)
    if (bytesRead === 0) throw new Error('the file became shorter while it was sent')
    filled += bytesRead
  }
  return content
}
