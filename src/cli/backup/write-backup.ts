import { constants, existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { listName } from '../../erasure/index.ts'
import { isLedgerKeyName } from '../../storage/files/ledger-keys.ts'
import { copyDatabase, describeCopy } from '../../storage/sqlite/copy-database.ts'
import {
  checkBackup,
  checkpointName,
  type Manifest,
  manifestName,
  placeOf,
  sha256Of,
} from './manifest.ts'

export interface BackupOptions {
  /** New, or empty. */
  readonly to: string
  readonly version: string
  readonly now: Date
}

/**
 * Writes the database, the package files that it refers to, files of imports that wait, and the signing key into a folder, and
 * reads all of it again. Beside a running server: what was acknowledged before the call is in it. Durable once resolved.
 * @throws OperatorError if the folder is not empty, or what was written is not as it should be.
 */
export async function writeBackup(
  dataFolder: string,
  { to, version, now }: BackupOptions,
): Promise<Manifest> {
  if (existsSync(to) && readdirSync(to).length > 0) {
    throw new OperatorError(`${to} is not empty: a backup needs a folder of its own.`)
  }
  await mkdir(to, { recursive: true, mode: 0o700 })
  await copyDatabase(dataFolder, join(to, 'hocba.db'))
  // Files are never changed and stay as long as a version refers to them: those of the copy are all there afterwards, too.
  const { finding, statements, files, checkpoint } = describeCopy(join(to, 'hocba.db'))
  if (finding !== 'ok') throw new OperatorError(`The database is damaged: ${finding}`)
  for (const { sha256 } of files) {
    const place = join('files', placeOf(sha256))
    await copyDurably(join(dataFolder, place), join(to, place))
  }
  for (const place of await placesOfImports(dataFolder)) {
    await copyDurably(join(dataFolder, place), join(to, place))
  }
  // Keys that a setting gives are not here, and stay with who gave them.
  const isKeyName = (name: string) => name === 'signing.key' || isLedgerKeyName(name)
  for (const name of (await readdir(dataFolder)).filter(isKeyName)) {
    await copyDurably(join(dataFolder, name), join(to, name))
  }
  if (checkpoint !== undefined) await writeDurably(join(to, checkpointName), checkpoint)
  // After the database: an act that is listed and not in the copy is carried out again when this is restored.
  if (existsSync(join(dataFolder, listName))) {
    await copyDurably(join(dataFolder, listName), join(to, listName))
  }
  const manifest: Manifest = {
    format: 1,
    createdAt: now.toISOString(),
    version,
    database: (await sha256Of(join(to, 'hocba.db')))!,
    statements,
    files: files.length,
    bytes: await bytesBelow(to),
  }
  await writeDurably(join(to, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`)
  return checkBackup(to)
}

/** Files of imports, without uploads that are under way. */
async function placesOfImports(dataFolder: string): Promise<string[]> {
  const place = join('imports', 'files')
  const options = { recursive: true, withFileTypes: true } as const
  const entries = await readdir(join(dataFolder, place), options).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)))
}

/** Copies a file, with its folders, and waits until it is on the disk. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  const file = await open(to, 'r+')
  await file.sync().finally(() => file.close())
  await syncFolder(dirname(to))
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  await file
    .writeFile(text)
    .then(() => file.sync())
    .finally(() => file.close())
  await syncFolder(dirname(path))
}

/** Makes names in the folder durable. Windows has no such call and keeps names in its own journal. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0
  for (const name of await readdir(folder, { recursive: true })) {
    const found = await stat(join(folder, name))
    if (found.isFile()) bytes += found.size
  }
  return bytes
}
