import { existsSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../base/clock.ts'
import { OperatorError } from '../../base/operator-error.ts'
import { readConfig, readStorage } from '../../config/index.ts'
import { type ListedErasure, listName } from '../../erasure/index.ts'
import { openFiles } from '../../open-files.ts'
import { openLedgerKeys } from '../../storage/files/ledger-keys.ts'
import type { Environment } from '../installation.ts'
import { copyDurably, filesBelow, syncFolder } from './durable-files.ts'
import { finishRestore } from './finish-restore.ts'
import { checkpointName, manifestName, type SqliteManifest } from './manifest.ts'
import { isStored, putFiles } from './put-files.ts'

export interface Restore<Manifest> {
  readonly env: Environment
  /** Checked already. */
  readonly from: string
  readonly manifest: Manifest
  readonly dataFolder: string
  /** Every act that is known of. */
  readonly erasures: readonly ListedErasure[]
}

/** @throws OperatorError if the data folder has something in it. */
export function refuseFilledFolder(dataFolder: string): void {
  if (!existsSync(dataFolder) || readdirSync(dataFolder).length === 0) return
  throw new OperatorError(
    `The data folder ${dataFolder} is not empty. Stop the server and move the folder away, or name another one by HOCBA_DATA.`,
  )
}

/**
 * Copies a backup of SQLite into a data folder that is new or empty, the database last, when every erasure is carried out on it
 * again: until then a server finds no data there. Durable once resolved.
 * @returns how many acts were repeated
 * @throws OperatorError if the data folder has something in it, which is left as it is.
 */
export async function restoreFolder({
  env,
  from,
  manifest,
  dataFolder,
  erasures,
}: Restore<SqliteManifest>): Promise<number> {
  refuseFilledFolder(dataFolder)
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const isLocal = readStorage(env).files === 'local'
  for (const place of await filesBelow(from)) {
    if ([manifestName, checkpointName, 'hocba.db', listName].includes(place)) continue
    if (isLocal || !isStored(place)) await copyDurably(join(from, place), join(dataFolder, place))
  }
  const restoring = join(dataFolder, 'restoring')
  await copyDurably(join(from, 'hocba.db'), join(restoring, 'hocba.db'))
  const config = readConfig({ ...env, HOCBA_DATA: dataFolder })
  const files = await openFiles(config, systemClock)
  let replayed: number
  try {
    if (!isLocal) await putFiles(from, files)
    const restored = {
      config: { ...config, dataFolder: restoring },
      ledgerKeys: openLedgerKeys(config),
      importFiles: files.imports,
    }
    replayed = await finishRestore(restored, new Date(manifest.createdAt), erasures)
  } finally {
    await files.close()
  }
  for (const name of [listName, 'hocba.db']) {
    if (existsSync(join(restoring, name))) {
      await rename(join(restoring, name), join(dataFolder, name))
    }
  }
  await rm(restoring, { recursive: true })
  await syncFolder(dataFolder)
  return replayed
}
