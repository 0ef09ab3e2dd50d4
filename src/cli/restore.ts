import { join, resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { OperatorError } from '../base/operator-error.ts'
import { readConfig, readDataFolder } from '../config/index.ts'
import { carryOutParts, replayListed } from '../erasing.ts'
import { runErasures } from '../erasure/index.ts'
import { openStore } from '../open-store.ts'
import { openLedgerKeys } from '../storage/files/ledger-keys.ts'
import { openLocalFiles } from '../storage/files/local-files.ts'
import { findErasures } from './backup/find-erasures.ts'
import { logRestore } from './backup/log-restore.ts'
import { restoreBackup } from './backup/restore-backup.ts'
import type { Command } from './command.ts'
import type { Environment } from './installation.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Copy a backup into a new data folder, without the persons who were erased since',
  details: `Checks every file of the backup first. The data folder (HOCBA_DATA) must be new or empty: nothing is ever written over.
What was recorded after the backup is not in it. Erasures that were carried out after the backup are carried out again before anything
can open the data: those of the lists (erasures.ndjson) that are given, of the backup and of the backups beside it. If the data folder that
is replaced can still be read, give it by --erasures. A newer hocba brings an older backup up to date.

JSON: { folder, createdAt, version, database, statements, files, bytes, erasuresKnown, erasuresRepeated }`,
  options: {
    from: { value: 'FOLDER', summary: 'What hocba backup wrote.', isRequired: true },
    erasures: {
      value: 'PATH',
      summary: 'A list of erasures, or a data folder or backup that has one.',
      isRepeatable: true,
    },
  },
  examples: [
    'restore --from /mnt/backup/2026-11-22',
    'restore --from /mnt/backup/2026-11-22 --erasures /srv/hocba/data.broken',
  ],
  async run({ env, folder, option, options }) {
    const dataFolder = readDataFolder(env)
    const from = resolve(folder, option('from')!)
    const given = (options('erasures') ?? []).map((path) => resolve(folder, path))
    const erasures = findErasures(from, given)
    const { manifest, replayed } = await restoreBackup(from, dataFolder, {
      erasures,
      logRestore: (restoring, { createdAt }) =>
        logRestore(env, { dataFolder, restoring }, new Date(createdAt)),
      carryOut: (restoring) => repeatErasures(env, { dataFolder, restoring }),
    })
    return {
      json: {
        folder: dataFolder,
        ...manifest,
        erasuresKnown: erasures.length,
        erasuresRepeated: replayed,
      },
      text: `${manifest.statements} statements and ${manifest.files} package files of ${manifest.createdAt} are in ${dataFolder}.
${erasures.length} erasures are known of, ${replayed} of them were carried out again.${given.length > 0 ? '' : ' Later ones that no backup here lists are not: give the data folder that is replaced by --erasures.'}`,
    }
  },
}

/** Carries out on the data in `restoring` what its list has and they do not know. @returns how many acts */
async function repeatErasures(
  env: Environment,
  { dataFolder, restoring }: { readonly dataFolder: string; readonly restoring: string },
): Promise<number> {
  const config = { ...readConfig({ ...env, HOCBA_DATA: dataFolder }), dataFolder: restoring }
  const storage = await openStore(config, systemClock)
  try {
    const ledgerKeys = openLedgerKeys({ ...config, dataFolder })
    const importFiles = await openLocalFiles(join(dataFolder, 'imports'))
    const parts = { config, storage, clock: systemClock, ledgerKeys, importFiles }
    const replayed = await replayListed(parts)
    const failures: unknown[] = []
    const carrying = carryOutParts(parts)!
    await runErasures({
      ...carrying,
      mayWork: async () => true,
      isStopped: () => false,
      report: (error) => failures.push(error),
    })()
    if (failures.length === 0) return replayed
    throw new OperatorError(
      `An erasure could not be repeated on the backup: ${String(failures[0])}. Nothing can open ${dataFolder} yet; remove it and try again.`,
    )
  } finally {
    await storage.close()
  }
}
