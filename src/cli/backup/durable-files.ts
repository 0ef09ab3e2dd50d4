import { createHash } from 'node:crypto'
import { constants, createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Where a package file stands below the folder of files. */
export const placeOf = (sha256: string): string => join(sha256.slice(0, 2), sha256.slice(2))

/** The SHA-256 of a file that stands at such a place. */
export const sha256OfPlace = (place: string): string => place.split(/[/\\]/).slice(-2).join('')

/** @returns undefined if there is no such file. */
export async function sha256Of(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return hash.digest('hex')
}

/** Copies a file, with its folders, and waits until it is on the disk. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  const file = await open(to, 'r+')
  await file.sync().finally(() => file.close())
  await syncFolder(dirname(to))
}

/** Writes what a stream gives into a new file, with its folders, and waits until it is on the disk. */
export async function streamDurably(source: Readable, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await pipeline(source, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }))
  await syncFolder(dirname(to))
}

export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  await file
    .writeFile(text)
    .then(() => file.sync())
    .finally(() => file.close())
  await syncFolder(dirname(path))
}

/** Makes names in the folder durable. Windows has no such call and keeps names in its own journal. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** The paths of the files below a folder, relative to it; none if there is no such folder. */
export async function filesBelow(folder: string): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const
  const entries = await readdir(folder, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder).length + 1))
    .sort()
}

export async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0
  for (const place of await filesBelow(folder)) bytes += (await stat(join(folder, place))).size
  return bytes
}
