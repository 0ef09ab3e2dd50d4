import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { Problem } from '../base/problem.ts'
import type { ImportJob } from './import-job.ts'
import type { TransferReader } from './store.ts'

/** Files of statements that wait for their import, by the SHA-256 of their content, where every node finds them. */
export interface ImportFiles {
  /** Durable once resolved. @throws Problem `body-too-large`; nothing is kept then. */
  put(
    source: AsyncIterable<Uint8Array>,
    bytesMax: number,
  ): Promise<{ readonly sha256: string; readonly bytes: number }>
  /** @param range in bytes, both included. @throws Problem `not-found` */
  open(sha256: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>
  has(sha256: string): Promise<boolean>
  /** @param ifOlderThan leaves a file that was put since. */
  remove(sha256: string, ifOlderThan?: Date): Promise<void>
  /** Every file that was put before this time. */
  olderThan(time: Date): AsyncIterable<string>
  /** Removes what interrupted uploads left on this machine before this time. */
  removeTempOlderThan(time: Date): Promise<void>
}

/**
 * Receives a file of statements, never holding more than a chunk of it in memory.
 * @throws Problem `body-too-large`, `upload-incomplete`, `storage-unavailable`; no file is left then.
 */
export const receiveFile = (files: ImportFiles, source: Readable, bytesMax: number) =>
  files.put(chunksOf(source), bytesMax).catch((error) => Promise.reject(problemOf(error)))

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

interface Kept {
  readonly store: TransferReader
  readonly importFiles: ImportFiles
}

/**
 * Removes the job's file, unless another job is to read the same content or it was sent again since; one that the command line
 * named stays where it is.
 */
export async function removeFileOf(job: ImportJob, { store, importFiles }: Kept): Promise<void> {
  const sha256 = sha256Of(job)
  if (sha256 === undefined) return
  const needed = await neededFiles(store, new Date(job.createdAt), job.id)
  if (needed.has(sha256)) return
  await importFiles.remove(sha256, new Date(Date.parse(job.createdAt) + 1))
}

/** Whether what the job reads is still there, as far as that is ours to know. */
export async function hasFile({ source }: ImportJob, importFiles: ImportFiles): Promise<boolean> {
  if (source.kind === 'pull') return true
  if ('sha256' in source) return importFiles.has(source.sha256)
  return stat(source.path).then(
    (found) => found.isFile(),
    () => false,
  )
}

const dayMilliseconds = 86_400_000
const keptDays = 7

/** Removes files of jobs that ended a week ago and were not resumed, and what an interrupted upload left. */
export async function sweepImportFiles({ store, importFiles }: Kept, now: Date): Promise<void> {
  const yesterday = new Date(now.getTime() - dayMilliseconds)
  await importFiles.removeTempOlderThan(yesterday)
  const needed = await neededFiles(store, now)
  for await (const sha256 of importFiles.olderThan(yesterday)) {
    if (!needed.has(sha256)) await importFiles.remove(sha256, yesterday)
  }
}

/** What jobs that are not done read, or read until a week ago. @param leftOut a job that does not count */
async function neededFiles(
  store: TransferReader,
  now: Date,
  leftOut?: string,
): Promise<ReadonlySet<string>> {
  const needed = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await store.listImportJobs({ limit: 200, ...(cursor && { cursor }) })
    for (const job of page.items) {
      const isOver =
        job.state === 'done' ||
        now.getTime() - Date.parse(job.endedAt ?? '') > keptDays * dayMilliseconds
      const sha256 = sha256Of(job)
      if (sha256 !== undefined && !isOver && job.id !== leftOut) needed.add(sha256)
    }
    cursor = page.cursor
  } while (cursor !== undefined)
  return needed
}

const sha256Of = ({ source }: ImportJob): string | undefined =>
  source.kind === 'file' && 'sha256' in source ? source.sha256 : undefined
