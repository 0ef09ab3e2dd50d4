import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { ImportJob } from './import-job.ts'
import type { TransferReader } from './store.ts'

/** A file that was received whole and is durable. */
export interface ReceivedFile {
  readonly path: string
  readonly bytes: number
}

/**
 * Receives a file of statements into `folder`, never holding more than a chunk of it in memory.
 * @throws Problem `body-too-large`, `upload-incomplete`, `storage-unavailable`; no file is left then.
 */
export async function receiveFile(
  source: Readable,
  { folder, bytesMax }: { readonly folder: string; readonly bytesMax: number },
): Promise<ReceivedFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, newUuid())
  const handle = await open(path, 'wx', 0o600)
  try {
    const bytes = await receive(source, handle, bytesMax)
    await handle.sync()
    return { path, bytes }
  } catch (error) {
    await rm(path, { force: true })
    throw problemOf(error)
  } finally {
    await handle.close()
  }
}

async function receive(source: Readable, handle: FileHandle, bytesMax: number): Promise<number> {
  let bytes = 0
  for await (const chunk of chunksOf(source)) {
    bytes += chunk.length
    if (bytes > bytesMax)
      throw new Problem('body-too-large', `The file is larger than ${bytesMax} bytes.`, {
        limit: bytesMax,
      })
    await handle.writeFile(chunk)
  }
  return bytes
}

/** Giving up on the chunks leaves the connection open, so that the refusal can still be answered on it. */
async function* chunksOf(source: Readable): AsyncGenerator<Buffer> {
  const chunks = source.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await chunks.next().catch(() => {
        throw new Problem('upload-incomplete', 'The connection ended before the file did.')
      })
      if (next.done) return
      yield next.value as Buffer
    }
  } finally {
    await chunks.return?.()
  }
}

function problemOf(error: unknown): unknown {
  const isFull = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
  if (!isFull) return error
  return new Problem('storage-unavailable', 'The disk of the server is full.', {
    retryAfterSeconds: 600,
  })
}

/** Removes the job's file if it was uploaded; one that the command line named stays. */
export async function removeOwnFile({ source }: ImportJob): Promise<void> {
  if (source.kind === 'file' && source.isOurs) await rm(source.path, { force: true })
}

/** Whether what the job reads is still there, as far as that is ours to know. */
export const hasOwnFile = async ({ source }: ImportJob): Promise<boolean> =>
  source.kind === 'pull' ||
  (await stat(source.path).then(
    (found) => found.isFile(),
    () => false,
  ))

const dayMilliseconds = 86_400_000
const keptDays = 7

/** Removes files of jobs that ended a week ago and were not resumed, and what an interrupted upload left. */
export async function sweepImportFiles(
  store: TransferReader,
  folder: string,
  now: Date,
): Promise<void> {
  const needed = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await store.listImportJobs({ limit: 200, ...(cursor && { cursor }) })
    for (const { source, state, endedAt } of page.items) {
      const isOver =
        state === 'done' || now.getTime() - Date.parse(endedAt ?? '') > keptDays * dayMilliseconds
      if (source.kind === 'file' && !isOver) needed.add(source.path)
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    const isOld = found && now.getTime() - found.mtimeMs > dayMilliseconds
    if (isOld && !needed.has(path)) await rm(path, { force: true })
  }
}
