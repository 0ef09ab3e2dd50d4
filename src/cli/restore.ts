import { resolve } from 'node:path'
import { OperatorError } from '../base/operator-error.ts'
import { readDataFolder, readGivenKeys, readStorage } from '../config/index.ts'
import { checkKey } from './backup/check-key.ts'
import { findErasures } from './backup/find-erasures.ts'
import { checkBackup, type Manifest, readManifest } from './backup/manifest.ts'
import { type Restore, restoreFolder } from './backup/restore-backup.ts'
import { restoreDatabase } from './backup/restore-mongodb.ts'
import type { Command } from './command.ts'

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Copy a backup into a new data folder, without the persons who were erased since',
  details: `Checks every file of the backup first. The data folder (HOCBA_DATA) must be new or empty; a backup of MongoDB goes into the empty
database of HOCBA_MONGODB_URL, and into the data folder where HOCBA_NODES is one. Nothing is ever written over.
What was recorded after the backup is not in it. Erasures that were carried out after the backup are carried out again before anything
can open the data: those of the lists (erasures.ndjson) that are given, of the backup and of the backups beside it. If the data folder that
is replaced can still be read, give it by --erasures. A newer hocba brings an older backup up to date.

JSON: { folder, createdAt, version, statements, files, bytes, erasuresKnown, erasuresRepeated } and { database: its SHA-256 } or
{ collections, into: the name of the database }`,
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
  audited: { operation: 'restore', kind: 'change', isWhole: true },
  async run({ env, folder, option, options }) {
    const dataFolder = readDataFolder(env)
    const from = resolve(folder, option('from')!)
    const given = (options('erasures') ?? []).map((path) => resolve(folder, path))
    requireEngine(from, readManifest(from), readStorage(env).storage)
    const erasures = findErasures(from, given)
    const manifest = await checkBackup(from)
    checkKey(from, manifest, readGivenKeys(env).signingKey)
    const { replayed, into } = await restore({ env, from, manifest, dataFolder, erasures })
    const { createdAt, version, statements, files, bytes } = manifest
    return {
      json: {
        ...{ folder: dataFolder, createdAt, version, statements, files, bytes },
        ...(manifest.format === 1
          ? { database: manifest.database }
          : { collections: manifest.collections.length, into }),
        erasuresKnown: erasures.length,
        erasuresRepeated: replayed,
      },
      text: `${statements} statements and ${files} package files of ${createdAt} are in ${into}.
${erasures.length} erasures are known of, ${replayed} of them were carried out again.${given.length > 0 ? '' : ' Later ones that no backup here lists are not: give the data folder that is replaced by --erasures.'}`,
    }
  },
}

/** @returns how many acts of erasure were repeated, and where the records are. */
async function restore(
  parts: Restore<Manifest>,
): Promise<{ readonly replayed: number; readonly into: string }> {
  const { manifest } = parts
  if (manifest.format === 1) {
    return { replayed: await restoreFolder({ ...parts, manifest }), into: parts.dataFolder }
  }
  const { replayed, database } = await restoreDatabase({ ...parts, manifest })
  return { replayed, into: database }
}

/** @throws OperatorError for a backup of the other engine. */
function requireEngine(from: string, { format }: Manifest, storage: 'sqlite' | 'mongodb'): void {
  const needed = format === 1 ? 'sqlite' : 'mongodb'
  if (needed === storage) return
  const cure =
    needed === 'sqlite'
      ? 'Restore it with HOCBA_STORAGE=sqlite; hocba migrate moves it on.'
      : 'Set HOCBA_STORAGE to "mongodb" and HOCBA_MONGODB_URL to an empty database.'
  throw new OperatorError(`${from} is a backup of ${engineNames[needed]}. ${cure}`)
}

const engineNames = { sqlite: 'SQLite', mongodb: 'MongoDB' } as const
