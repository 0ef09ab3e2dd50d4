import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { endOfTime } from '../../base/clock.ts'
import { OperatorError } from '../../base/operator-error.ts'
import type { Config } from '../../config/index.ts'
import type { FileStore } from '../../content/index.ts'
import { identifierHash, listName } from '../../erasure/index.ts'
import { isLedgerKeyName } from '../../storage/files/ledger-keys.ts'
import { copyDatabase } from '../../storage/sqlite/copy-database.ts'
import type { Installation } from '../installation.ts'
import {
  bytesBelow,
  copyDurably,
  filesBelow,
  placeOf,
  sha256Of,
  streamDurably,
  syncFolder,
  writeDurably,
} from './durable-files.ts'
import {
  checkDatabase,
  checkFiles,
  checkpointName,
  importsPlace,
  type Manifest,
  type MongodbManifest,
  manifestName,
  type SqliteManifest,
} from './manifest.ts'

export interface BackupOptions {
  /** New, or empty. */
  readonly to: string
  readonly version: string
  readonly now: Date
  /** Brings the list of erasures in the data folder up to date. */
  readonly keepList: () => Promise<void>
}

type Copied = Pick<Installation, 'config' | 'files' | 'importFiles'>

/**
 * Writes the database, the package files that it refers to, files of imports that wait, and the keys into a folder, and
 * reads all of it again. Beside a running server: what was acknowledged before the call is in it. Durable once resolved.
 * @throws OperatorError if the folder is not empty, or what was written is not as it should be.
 */
export async function writeBackup(
  installation: Copied,
  { to, version, now, keepList }: BackupOptions,
): Promise<Manifest> {
  const { config } = installation
  if (existsSync(to) && readdirSync(to).length > 0) {
    throw new OperatorError(`${to} is not empty: a backup needs a folder of its own.`)
  }
  await mkdir(to, { recursive: true, mode: 0o700 })
  const database = await copyRecords(config, to)
  // Files are never changed and stay as long as a version refers to them: those of the copy are all there afterwards, too.
  const { statements, files, checkpoint } = await checkDatabase(to, database)
  await copyPackageFiles(installation, files, to)
  await copyImportFiles(installation, to)
  if (checkpoint !== undefined) await writeDurably(join(to, checkpointName), checkpoint)
  await copyKeys(config, to)
  // After the database: an act that is listed and not in the copy is carried out again when this is restored.
  await keepList()
  if (existsSync(join(config.dataFolder, listName))) {
    await copyDurably(join(config.dataFolder, listName), join(to, listName))
  }
  const manifest: Manifest = {
    ...database,
    createdAt: now.toISOString(),
    version,
    installation: identifierHash(config.signingKey)(''),
    hasKey: existsSync(join(to, 'signing.key')),
    others: await hashesOf(to),
    statements,
    files: files.length,
    importFiles: (await filesBelow(join(to, importsPlace))).length,
    bytes: await bytesBelow(to),
  }
  await writeDurably(join(to, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`)
  await checkFiles(to, manifest, files)
  return manifest
}

type CopiedRecords =
  | Pick<SqliteManifest, 'format' | 'database'>
  | Pick<MongodbManifest, 'format' | 'moment' | 'collections'>

async function copyRecords(config: Config, to: string): Promise<CopiedRecords> {
  if (config.storage === 'mongodb') {
    const { collectionsFolder, copyOut } = await import('../../storage/mongodb/backup/copy-out.ts')
    const copy = await copyOut(config.mongodbUrl, to)
    await syncFolder(join(to, collectionsFolder))
    return { format: 2, ...copy }
  }
  await copyDatabase(config.dataFolder, join(to, 'hocba.db'))
  return { format: 1, database: (await sha256Of(join(to, 'hocba.db')))! }
}

async function copyPackageFiles(
  { config, files }: Copied,
  hashes: readonly string[],
  to: string,
): Promise<void> {
  for (const sha256 of hashes) {
    const place = join('files', placeOf(sha256))
    // On one machine the file system may do it without reading them.
    if (config.files === 'local') await copyDurably(join(config.dataFolder, place), join(to, place))
    else await streamDurably(await openFile(files, sha256), join(to, place))
  }
}

const openFile = (files: FileStore, sha256: string) =>
  files.open(sha256).catch((error: Error) => {
    throw new OperatorError(`The package file ${sha256} cannot be read: ${error.message}`)
  })

/** Without uploads that are under way. */
async function copyImportFiles({ config, importFiles }: Copied, to: string): Promise<void> {
  if (config.files === 'local') {
    for (const place of await filesBelow(join(config.dataFolder, importsPlace))) {
      await copyDurably(join(config.dataFolder, importsPlace, place), join(to, importsPlace, place))
    }
    return
  }
  for await (const sha256 of importFiles.olderThan(endOfTime)) {
    // One whose import has ended meanwhile is needed no more.
    if (!(await importFiles.has(sha256))) continue
    await streamDurably(await importFiles.open(sha256), join(to, importsPlace, placeOf(sha256)))
  }
}

/** Keys that a setting gives are not in the data folder, and stay with who gave them. */
async function copyKeys({ dataFolder }: Config, to: string): Promise<void> {
  const isKeyName = (name: string) => name === 'signing.key' || isLedgerKeyName(name)
  for (const name of (await readdir(dataFolder)).filter(isKeyName)) {
    await copyDurably(join(dataFolder, name), join(to, name))
  }
}

/** Of the small files beside the database, which nothing else vouches for. */
async function hashesOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'hocba.db')
    .map(({ name }) => name)
    .sort()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await sha256Of(join(folder, name))])),
  )
}
