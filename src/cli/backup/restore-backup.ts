import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { checkBackup, type Manifest, manifestName } from './manifest.ts'
import { copyDurably, syncFolder } from './write-backup.ts'

/**
 * Checks a backup and copies it into a data folder that is new or empty, the database last: until then a server finds no data
 * there. Durable once resolved.
 * @throws OperatorError if the backup is not whole, or the data folder has something in it, which is left as it is.
 */
export async function restoreBackup(from: string, dataFolder: string): Promise<Manifest> {
  const manifest = await checkBackup(from)
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) {
    throw new OperatorError(
      `The data folder ${dataFolder} is not empty. Stop the server and move the folder away, or name another one by HOCBA_DATA.`,
    )
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name).slice(join(from).length + 1)
    if (!entry.isFile() || [manifestName, 'hocba.db'].includes(place)) continue
    await copyDurably(join(from, place), join(dataFolder, place))
  }
  const path = join(dataFolder, 'hocba.db')
  await copyDurably(join(from, 'hocba.db'), `${path}.restored`)
  await rename(`${path}.restored`, path)
  await syncFolder(dataFolder)
  return manifest
}
