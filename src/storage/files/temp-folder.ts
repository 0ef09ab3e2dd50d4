import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** By ctime: a rename into place renews it, where mtime would stay that of the writing. False if there is no such file. */
export async function isOlderThan(path: string, time: Date): Promise<boolean> {
  try {
    return (await stat(path)).ctimeMs < time.getTime()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

/** Removes what has stood in a folder for work in progress since before this time. */
export async function removeTempOlderThan(folder: string, time: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (await isOlderThan(path, time)) await rm(path, { recursive: true, force: true })
  }
}
