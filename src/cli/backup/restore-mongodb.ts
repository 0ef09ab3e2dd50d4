import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemClock } from '../../base/clock.ts'
import { readConfig, readGivenKeys, readStorage } from '../../config/index.ts'
import { openFiles } from '../../open-files.ts'
import { isLedgerKeyName, openLedgerKeys } from '../../storage/files/ledger-keys.ts'
import { copyDurably, filesBelow } from './durable-files.ts'
import { finishRestore } from './finish-restore.ts'
import type { MongodbManifest } from './manifest.ts'
import { putFiles } from './put-files.ts'
import { type Restore, refuseFilledFolder } from './restore-backup.ts'

/**
 * Copies a backup of MongoDB into the empty database of HOCBA_MONGODB_URL, its files to where the configuration keeps files, and its
 * keys into the data folder unless settings give them. No server starts on the database before every erasure is carried out on it again.
 * @returns how many acts were repeated, and the name of the database
 * @throws OperatorError if the database, or the data folder where it is used, has something in it, which is left as it is.
 */
export async function restoreDatabase({
  env,
  from,
  manifest,
  dataFolder,
  erasures,
}: Restore<MongodbManifest>): Promise<{ readonly replayed: number; readonly database: string }> {
  const { mongodbUrl, nodes } = readStorage(env)
  // A node that shares its data with others has only work in progress there.
  if (nodes === 'one') refuseFilledFolder(dataFolder)
  const { copyIn } = await import('../../storage/mongodb/backup/copy-in.ts')
  const filling = await copyIn(mongodbUrl, {
    folder: from,
    copies: manifest.collections,
    now: systemClock(),
  })
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
    await copyKeys(env, from, dataFolder)
    const config = readConfig({ ...env, HOCBA_DATA: dataFolder })
    const files = await openFiles(config, systemClock)
    try {
      await putFiles(from, files)
      const restored = {
        config,
        ledgerKeys: openLedgerKeys(config),
        importFiles: files.imports,
      }
      const replayed = await finishRestore(restored, new Date(manifest.createdAt), erasures)
      await filling.finish()
      return { replayed, database: filling.name }
    } finally {
      await files.close()
    }
  } finally {
    await filling.close()
  }
}

async function copyKeys(
  env: Restore<MongodbManifest>['env'],
  from: string,
  dataFolder: string,
): Promise<void> {
  const { signingKey, ledgerKeys } = readGivenKeys(env)
  for (const name of await filesBelow(from)) {
    const isNeeded =
      (name === 'signing.key' && signingKey === undefined) ||
      (isLedgerKeyName(name) && ledgerKeys === undefined)
    if (isNeeded) await copyDurably(join(from, name), join(dataFolder, name))
  }
}
