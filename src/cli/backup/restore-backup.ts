import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { addToList, type ListedErasure, listName } from '../../erasure/index.ts'
import { checkBackup, checkpointName, type Manifest, manifestName } from './manifest.ts'
import { copyDurably, syncFolder } from './write-backup.ts'

/** What is done with the database before anything can open it as the installation's. */
export interface Replay {
  readonly erasures: readonly ListedErasure[]
  /** Writes into the log of these data that they were restored. @param folder holds the database */
  readonly logRestore: (folder: string, manifest: Manifest) => Promise<void>
  /** Carries out what of it these data do not know. @param folder holds the database and the list. @returns how many acts */
  readonly carryOut: (folder: string) => Promise<number>
}

/**
 * Checks a backup and copies it into a data folder that is new or empty, the database last, when every erasure is carried out on it
 * again: until then a server finds no data there. Durable once resolved.
 * @returns what the backup says of itself, and how many acts were repeated
 * @throws OperatorError if the backup is not whole, or the data folder has something in it, which is left as it is.
 */
export async function restoreBackup(
  from: string,
  dataFolder: string,
  { erasures, logRestore, carryOut }: Replay,
): Promise<{ readonly manifest: Manifest; readonly replayed: number }> {
  const manifest = await checkBackup(from)
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) {
    throw new OperatorError(
      `The data folder ${dataFolder} is not empty. Stop the server and move the folder away, or name another one by HOCBA_DATA.`,
    )
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name).slice(join(from).length + 1)
    if (!entry.isFile() || [manifestName, checkpointName, 'hocba.db', listName].includes(place))
      continue
    await copyDurably(join(from, place), join(dataFolder, place))
  }
  const restoring = join(dataFolder, 'restoring')
  await copyDurably(join(from, 'hocba.db'), join(restoring, 'hocba.db'))
  await logRestore(restoring, manifest)
  for (const erasure of erasures) await addToList(restoring, erasure)
  const replayed = erasures.length === 0 ? 0 : await carryOut(restoring)
  for (const name of [listName, 'hocba.db']) {
    if (existsSync(join(restoring, name))) {
      await rename(join(restoring, name), join(dataFolder, name))
    }
  }
  await rm(restoring, { recursive: true })
  await syncFolder(dataFolder)
  return { manifest, replayed }
}
