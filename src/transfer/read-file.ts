import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'
import { Problem } from '../base/problem.ts'
import type { ImportFiles } from './import-files.ts'
import type { FileSource, ImportJob } from './import-job.ts'
import {
  batchStatementsMax,
  type SourceBatch,
  SourceError,
  type SourceStatement,
} from './source.ts'
import {
  type SplitPosition,
  type SplitStatement,
  StatementSplitter,
  splitStart,
} from './split-statements.ts'

const chunkBytes = 256 * 1024
const batchBytesMax = 8 * 1024 * 1024
const noFiles: SourceStatement['files'] = new Map()

interface ReadingParts {
  readonly importFiles: ImportFiles
  /** Of one statement. */
  readonly requestBytesMax: number
}

/**
 * Reads a file of statements (see `StatementSplitter`), gzipped or not, from where the job stands. Memory is that of a batch.
 * @throws SourceError if it cannot be read, or is damaged.
 */
export async function* readFile(
  source: FileSource,
  job: ImportJob,
  { importFiles, requestBytesMax }: ReadingParts,
): AsyncGenerator<SourceBatch> {
  const position = (job.position as SplitPosition | undefined) ?? splitStart
  const splitter = new StatementSplitter(requestBytesMax, position)
  const batch = new Batch(position)
  try {
    const bytes = await openText(openerOf(source, importFiles), position.offset)
    for await (const chunk of bytes.chunks) {
      for (const one of splitter.push(chunk))
        if (batch.add(one)) yield batch.take(bytes.read(batch.position))
    }
    for (const one of splitter.end()) batch.add(one)
  } catch (error) {
    throw sourceErrorOf(error, source)
  }
  yield batch.take(source.bytes)
}

/** Statements until they are enough. */
class Batch {
  position: SplitPosition
  #statements: SourceStatement[] = []
  #bytes = 0

  constructor(position: SplitPosition) {
    this.position = position
  }

  /** @returns true if it is full. */
  add({ after, ...statement }: SplitStatement): boolean {
    this.#statements.push({ ...statement, files: noFiles })
    this.#bytes += statement.json?.length ?? 0
    this.position = after
    return this.#statements.length >= batchStatementsMax || this.#bytes >= batchBytesMax
  }

  take(bytesRead: number): SourceBatch {
    const statements = this.#statements
    this.#statements = []
    this.#bytes = 0
    return { statements, progress: { position: this.position, bytesRead } }
  }
}

/** Opens the file's bytes from one place on, up to and including another or the end. */
type Open = (start: number, end?: number) => Promise<Readable>

const openerOf =
  (source: FileSource, files: ImportFiles): Open =>
  async (start, end = Number.MAX_SAFE_INTEGER) => {
    if ('path' in source) {
      return createReadStream(source.path, { start, end, highWaterMark: chunkBytes })
    }
    const last = source.bytes - 1
    if (start > last) return Readable.from([])
    return files.open(source.sha256, { start, end: Math.min(end, last) })
  }

/** The text from `offset` on, inflated if need be, and how much of the file has been read at a position. */
async function openText(open: Open, offset: number) {
  if (!(await isGzip(open))) {
    const chunks = await open(offset)
    return {
      chunks: chunks as AsyncIterable<Buffer>,
      read: (position: SplitPosition) => position.offset,
    }
  }
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  return { chunks: skip(inflate(open, gunzip), offset), read: () => gunzip.bytesWritten }
}

/** Of the compressed file at once: inflated, a thousand times as much at most. */
const compressedBytes = 16 * 1024

/**
 * Inflates a file. What comes before a damage comes out before the error does: a stream that fails drops what waits in it, so
 * that how far an import got would depend on who was faster.
 */
async function* inflate(open: Open, gunzip: Gunzip): AsyncGenerator<Buffer> {
  const inflated: Buffer[] = []
  let failure: Error | undefined
  let wake: (() => void) | undefined
  gunzip.on('data', (chunk: Buffer) => inflated.push(chunk))
  gunzip.on('error', (error) => {
    failure = error
    wake?.()
  })
  const step = (work: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      wake = resolve
      work(resolve)
    })
  try {
    for await (const part of piecesOf(await open(0))) {
      await step((done) => gunzip.write(part, () => done()))
      yield* inflated.splice(0)
      if (failure) throw failure
    }
    await step((done) => gunzip.once('end', done).end())
    yield* inflated.splice(0)
    if (failure) throw failure
  } finally {
    gunzip.destroy()
  }
}

/** A compressed text can only be read from its beginning. */
async function* skip(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of chunks) {
    if (left < chunk.length) yield left > 0 ? chunk.subarray(left) : chunk
    left = Math.max(0, left - chunk.length)
  }
}

/** The same bytes, no more than `compressedBytes` at once. */
async function* piecesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += compressedBytes)
      yield chunk.subarray(start, start + compressedBytes)
  }
}

async function isGzip(open: Open): Promise<boolean> {
  const [first, second] = Buffer.concat(await (await open(0, 1)).toArray())
  return first === 0x1f && second === 0x8b
}

function sourceErrorOf(error: unknown, source: FileSource): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  const isGone = error instanceof Problem ? error.code === 'not-found' : code === 'ENOENT'
  const name = 'path' in source ? source.path : source.fileName
  if (isGone) return new SourceError(`The file is not there any more: ${name}.`)
  if (code?.startsWith('Z_'))
    return new SourceError(`The gzip file is damaged or cut short: ${message}.`)
  if (code !== undefined && /^E[A-Z]+$/.test(code))
    return new SourceError(`The file cannot be read: ${message}.`)
  return error
}
