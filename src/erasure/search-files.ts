import { spawn } from 'node:child_process'
import { createReadStream, type Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { endOfTime } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { ImportFiles } from '../transfer/index.ts'
import type { Trace } from './trace.ts'

/** As long as the longest identifier: what lies across two chunks is found. */
const overlapBytes = 1_024
const chunkBytes = 1024 * 1024

/** Files of uploaded packages are what producers made; the list of erasures keeps ids on purpose. */
const leftOut = /^files([\\/]|$)|^signing\.key$|^erasures\.ndjson$/

/** What a search found. */
export interface SearchResult {
  readonly searched: number
  /** Paths below the folder. */
  readonly hits: readonly string[]
}

/**
 * The files below a folder that hold one of the subject's words, as bytes, and how many were searched. A process of its own
 * reads them: a process that closes a database's file once, however it was opened, loses the locks that it has on it [SQLite, How To
 * Corrupt An SQLite Database File, 2.2], and another one would then take the write-ahead log away under it.
 */
export async function searchFolder(folder: string, trace: Trace): Promise<SearchResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'search-folder.ts')], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  })
  // Not as arguments, which others on the machine can read.
  child.stdin.end(JSON.stringify({ folder, words: wordsOf(trace) }))
  const answer = await text(child.stdout)
  try {
    return JSON.parse(answer) as SearchResult
  } catch (cause) {
    throw new Error('The files of the data folder could not be searched.', { cause })
  }
}

/** The search itself; never in a process that has the database open. */
export async function searchHere(folder: string, words: readonly string[]): Promise<SearchResult> {
  const bytes = words.map((word) => Buffer.from(word))
  const hits: string[] = []
  let searched = 0
  for (const entry of await filesBelow(folder)) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    if (leftOut.test(name)) continue
    searched++
    if (await holds(() => streamOf(path), bytes)) hits.push(name)
  }
  return { searched, hits }
}

const streamOf = async (path: string): Promise<Readable> =>
  createReadStream(path, { highWaterMark: chunkBytes })

/** Every spelling in which somebody is looked for as bytes. */
export const wordsOf = (trace: Trace): string[] =>
  trace.spellings().flatMap((word) => [word, word.toLowerCase(), escaped(word)])

const filesBelow = async (folder: string): Promise<Dirent[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((one) =>
    one.isFile(),
  )

/** Removes files of imports which hold something of the subject. @returns how many */
export async function removeImportFiles(
  files: Pick<ImportFiles, 'olderThan' | 'open' | 'remove'>,
  trace: Trace,
): Promise<number> {
  const words = wordsOf(trace).map((word) => Buffer.from(word))
  let removed = 0
  for await (const sha256 of files.olderThan(endOfTime)) {
    if (!(await holds(() => files.open(sha256), words))) continue
    await files.remove(sha256)
    removed++
  }
  return removed
}

/** A file that goes away meanwhile holds nothing. */
async function holds(
  open: () => Promise<AsyncIterable<unknown>>,
  words: readonly Buffer[],
): Promise<boolean> {
  try {
    if (!(await isGzip(await open()))) return await holdsIn(await open(), words)
    // Broken gzip is looked at as it is.
    return await holdsIn(Readable.from(await open()).pipe(createGunzip()), words).catch(async () =>
      holdsIn(await open(), words),
    )
  } catch (error) {
    const isGone = error instanceof Problem && error.code === 'not-found'
    if (isGone || (error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

async function holdsIn(chunks: AsyncIterable<unknown>, words: readonly Buffer[]): Promise<boolean> {
  let end: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const piece = Buffer.concat([end, chunk as Buffer])
    if (words.some((word) => piece.includes(word))) return true
    end = piece.subarray(-overlapBytes)
  }
  return false
}

/** As JSON writers that keep to ASCII spell it. */
const escaped = (word: string): string =>
  word.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

async function isGzip(chunks: AsyncIterable<unknown>): Promise<boolean> {
  for await (const chunk of chunks) {
    const [first, second] = chunk as Buffer
    return first === 0x1f && second === 0x8b
  }
  return false
}
