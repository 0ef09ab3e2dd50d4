import { resolve } from 'node:path'
import { readDataFolder } from '../config/index.ts'
import { restoreBackup } from './backup/restore-backup.ts'
import type { Command } from './command.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Copy a backup into a new data folder',
  details: `Checks every file of the backup first. The data folder (HOCBA_DATA) must be new or empty: nothing is ever written over.
What was recorded after the backup is not in it. A newer hocba brings an older backup up to date when it starts.

JSON: { folder, createdAt, version, database, statements, files, bytes }`,
  options: {
    from: { value: 'FOLDER', summary: 'What hocba backup wrote.', isRequired: true },
  },
  examples: ['restore --from /mnt/backup/2026-11-22'],
  async run({ env, folder, option }) {
    const dataFolder = readDataFolder(env)
    const manifest = await restoreBackup(resolve(folder, option('from')!), dataFolder)
    return {
      json: { folder: dataFolder, ...manifest },
      text: `${manifest.statements} statements and ${manifest.files} package files of ${manifest.createdAt} are in ${dataFolder}.`,
    }
  },
}
