import { readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import type { DatabaseCopy as CollectionsCopy } from '../../storage/mongodb/backup/copy-out.ts'
import { describeCopy } from '../../storage/sqlite/copy-database.ts'
import { filesBelow, placeOf, sha256Of, sha256OfPlace } from './durable-files.ts'

/** What the manifest of every backup says. */
interface Whole {
  readonly createdAt: string
  /** Of the hocba that wrote it. */
  readonly version: string
  /** Which installation's it is: a hash with its signing key. Absent in backups of before it was written. */
  readonly installation?: string
  /** False where a setting gives the signing key: it is not in the backup then, and the same one is needed to restore it. */
  readonly hasKey?: boolean
  /** SHA-256 of the keys, the checkpoint and the list of erasures by their names; absent as above. */
  readonly others?: Readonly<Record<string, string>>
  readonly statements: number
  /** Package files that the database refers to. */
  readonly files: number
  /** Files of imports that wait; absent as above. */
  readonly importFiles?: number
  /** Bytes of all of it. */
  readonly bytes: number
}

export interface SqliteManifest extends Whole {
  readonly format: 1
  /** SHA-256 of hocba.db. */
  readonly database: string
}

export interface MongodbManifest extends Whole, CollectionsCopy {
  readonly format: 2
}

/** `backup.json`, written last: a folder without it is no backup, or one that was broken off. */
export type Manifest = SqliteManifest | MongodbManifest

export const manifestName = 'backup.json'

/** The signed checkpoint of the verifiable log in the copy, for whoever keeps it elsewhere. */
export const checkpointName = 'ledger-checkpoint.txt'

export const importsPlace = join('imports', 'files')

/** What the copy of a database must come with, and what it holds. */
export interface CopyFacts {
  readonly statements: number
  readonly checkpoint?: string
  /** SHA-256 of the package files that it refers to, each once. */
  readonly files: readonly string[]
}

/**
 * Reads every byte of a backup and compares it with what it says of itself.
 * @throws OperatorError with a sentence for the first thing that is wrong.
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder)
  const { files } = await checkDatabase(folder, manifest)
  await checkFiles(folder, manifest, files)
  return manifest
}

/**
 * The same for all that is beside the database.
 * @param packageFiles that the database refers to
 */
export async function checkFiles(
  folder: string,
  manifest: Manifest,
  packageFiles: readonly string[],
): Promise<void> {
  for (const sha256 of packageFiles) {
    const file = join(folder, 'files', placeOf(sha256))
    if ((await sha256Of(file)) !== sha256) throw notAsItWas(file)
  }
  await checkImports(folder, manifest)
  for (const [name, sha256] of Object.entries(manifest.others ?? {})) {
    const file = join(folder, name)
    if ((await sha256Of(file)) !== sha256) throw notAsItWas(file)
  }
  if (manifest.hasKey === false) return
  const key = await stat(join(folder, 'signing.key')).catch(() => undefined)
  if (key?.size !== 32) throw new OperatorError(`${folder} has no signing.key of 32 bytes.`)
}

/** @returns what the copy of the database in a backup, each byte of which is read, holds. */
export async function checkDatabase(
  folder: string,
  manifest:
    | Pick<SqliteManifest, 'format' | 'database'>
    | Pick<MongodbManifest, 'format' | 'collections'>,
): Promise<CopyFacts> {
  if (manifest.format === 2) {
    // Loaded where it is needed: it brings the driver of MongoDB along.
    const { checkCopy } = await import('../../storage/mongodb/backup/copy-out.ts')
    return checkCopy(folder, manifest.collections)
  }
  const path = join(folder, 'hocba.db')
  if ((await sha256Of(path)) !== manifest.database) {
    throw new OperatorError(`${path} is not as it was written; take another backup.`)
  }
  const { finding, files, ...facts } = describeCopy(path)
  if (finding !== 'ok') throw new OperatorError(`${path} is damaged: ${finding}`)
  return { ...facts, files: files.map(({ sha256 }) => sha256) }
}

async function checkImports(folder: string, { importFiles }: Manifest): Promise<void> {
  const places = await filesBelow(join(folder, importsPlace))
  for (const place of places) {
    const file = join(folder, importsPlace, place)
    if ((await sha256Of(file)) !== sha256OfPlace(place)) throw notAsItWas(file)
  }
  if (importFiles === undefined || places.length === importFiles) return
  throw new OperatorError(
    `${join(folder, importsPlace)} has ${places.length} files instead of ${importFiles}; take another backup.`,
  )
}

const notAsItWas = (path: string): OperatorError =>
  new OperatorError(`${path} is missing or not as it was; take another backup.`)

/** @throws OperatorError if there is none that this hocba understands. */
export function readManifest(folder: string): Manifest {
  let manifest: Manifest
  try {
    manifest = JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as Manifest
  } catch {
    throw new OperatorError(`${folder} is no backup of hocba: it has no readable ${manifestName}.`)
  }
  if (manifest.format === 1 || manifest.format === 2) return manifest
  const { version } = manifest as { version?: string }
  throw new OperatorError(`${folder} was written by a newer hocba (${version}).`)
}
