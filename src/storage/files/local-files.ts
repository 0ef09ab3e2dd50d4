import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../base/problem.ts'
import type { ByteRange, FileStore, TempFile } from '../../content/store.ts'
import { putStream } from './put-stream.ts'
import { isOlderThan, removeTempOlderThan } from './temp-folder.ts'

/** How many files are synced at once; more than libuv's four threads would only wait. */
const syncsAtOnce = 4

/** Opens the store of package files in `files/` and `tmp/` below `folder`, and creates what is missing. */
export async function openLocalFiles(folder: string): Promise<FileStore> {
  const places = { files: join(folder, 'files'), temp: join(folder, 'tmp') }
  await mkdir(places.files, { recursive: true })
  await mkdir(places.temp, { recursive: true })
  const pathOf = (sha256: string) => join(places.files, shelfOf(sha256), sha256.slice(2))
  const adopt = (files: readonly TempFile[]) => adoptFiles(files, places.files, pathOf)
  return {
    tempFolder: places.temp,
    adopt,
    put: (source, bytesMax) => putStream(source, bytesMax, { tempFolder: places.temp, adopt }),
    open: (sha256, range) => openFile(pathOf(sha256), range),
    has: async (sha256) => (await sizeOf(pathOf(sha256))) !== undefined,
    remove: (sha256, ifOlderThan) => removeFile(pathOf(sha256), ifOlderThan),
    olderThan: (time) => filesOlderThan(places.files, time),
    removeTempOlderThan: (time) => removeTempOlderThan(places.temp, time),
  }
}

/** The folder that holds a file; also keeps a wrong hash from becoming a path. */
function shelfOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not a SHA-256 in lower-case hexadecimal')
  return sha256.slice(0, 2)
}

async function adoptFiles(
  files: readonly TempFile[],
  folder: string,
  pathOf: (sha256: string) => string,
): Promise<void> {
  const shelves = new Set(files.map(({ sha256 }) => shelfOf(sha256)))
  for (const shelf of shelves) await mkdir(join(folder, shelf), { recursive: true })
  await inGroups(files, syncsAtOnce, (file) => adoptFile(file, pathOf(file.sha256)))
  await inGroups([...shelves], syncsAtOnce, (shelf) => syncFolder(join(folder, shelf)))
  await syncFolder(folder)
}

async function adoptFile({ path }: TempFile, target: string): Promise<void> {
  const size = await syncFile(path)
  if ((await sizeOf(target)) === size) {
    // Renews its age, so that a sweep that runs meanwhile spares it.
    const now = new Date()
    await utimes(target, now, now)
    await unlink(path)
    return
  }
  await rename(path, target)
}

/** @returns the file's size in bytes, once its content is durable. */
async function syncFile(path: string): Promise<number> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
    return (await handle.stat()).size
  } finally {
    await handle.close()
  }
}

/** Makes names in the folder durable. Windows has no such call and keeps names in its own journal. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function openFile(path: string, range?: ByteRange) {
  if ((await sizeOf(path)) === undefined) {
    throw new Problem('not-found', 'The file is not in the store.')
  }
  return createReadStream(path, range)
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function removeFile(path: string, ifOlderThan: Date | undefined): Promise<void> {
  if (ifOlderThan && !(await isOlderThan(path, ifOlderThan))) return
  await rm(path, { force: true })
}

async function* filesOlderThan(folder: string, time: Date): AsyncGenerator<string> {
  for (const shelf of await readdir(folder)) {
    for (const name of await readdir(join(folder, shelf))) {
      if (await isOlderThan(join(folder, shelf, name), time)) yield shelf + name
    }
  }
}

async function inGroups<Item>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: size }, worker))
}
