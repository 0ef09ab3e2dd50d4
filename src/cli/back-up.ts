import { resolve } from 'node:path'
import { version } from '../app.ts'
import { Problem } from '../base/problem.ts'
import { keepList } from '../compose-erasure.ts'
import { bringUpToDate, keepCheckpoint, type LedgerParts } from '../ledger/index.ts'
import { openLedgerKeys } from '../storage/files/ledger-keys.ts'
import { writeBackup } from './backup/write-backup.ts'
import type { Command } from './command.ts'
import { withInstallation } from './installation.ts'

/** A backup is worth more than its log: one that does not go on keeps nothing back. */
async function bringLogUpToDate(parts: LedgerParts): Promise<void> {
  try {
    await bringUpToDate(parts)
    await keepCheckpoint(parts)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'ledger-halted') throw error
  }
}

export const backUpCommand: Command = {
  name: 'backup',
  summary: 'Copy the whole installation into a folder, also while the server runs',
  details: `Writes the database as it is at one moment, the package files and the keys, and reads all of it again; ledger-checkpoint.txt is the signed
checkpoint of the verifiable log. What was
acknowledged before the command began is in it. Whoever has the folder has the records of every learner and the key: keep it as
safe as the data folder. Keys that settings give are not in it. A folder that has no backup.json was broken off. With MongoDB the collections are
files that mongorestore --gzip can read too; docs/operating.md says how large a database may be.

JSON: { folder, createdAt, version, statements, files, bytes } and { database: its SHA-256 } or { moment: "snapshot" | "transaction",
collections }`,
  options: {
    to: { value: 'FOLDER', summary: 'A new or empty folder.', isRequired: true },
  },
  examples: ['backup --to /mnt/backup/2026-11-22', 'backup --to /mnt/backup/2026-11-22 --json'],
  audited: { operation: 'backUp', kind: 'read', isWhole: true },
  run({ env, folder, option }) {
    const to = resolve(folder, option('to')!)
    return withInstallation(env, async (installation) => {
      const { config, storage, clock } = installation
      await bringLogUpToDate({ store: storage, clock, keys: openLedgerKeys(config) })
      const manifest = await writeBackup(installation, {
        ...{ to, version, now: clock() },
        keepList: () => keepList(installation),
      })
      const { createdAt, statements, files, bytes } = manifest
      return {
        json: {
          ...{ folder: to, createdAt, version, statements, files, bytes },
          ...(manifest.format === 1
            ? { database: manifest.database }
            : { moment: manifest.moment, collections: manifest.collections.length }),
        },
        text: `${statements} statements and ${files} package files (${bytes} bytes) are in ${to}, read back and whole.`,
      }
    })
  },
}
