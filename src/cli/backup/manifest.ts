import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { describeCopy } from '../../storage/sqlite/copy-database.ts'

/** `backup.json`, written last: a folder without it is no backup, or one that was broken off. */
export interface Manifest {
  readonly format: 1
  readonly createdAt: string
  /** Of the hocba that wrote it. */
  readonly version: string
  /** SHA-256 of hocba.db. */
  readonly database: string
  readonly statements: number
  /** Package files that the database refers to. */
  readonly files: number
  /** Bytes of all of it. */
  readonly bytes: number
}

export const manifestName = 'backup.json'

/** The signed checkpoint of the verifiable log in the copy, for whoever keeps it elsewhere. */
export const checkpointName = 'ledger-checkpoint.txt'

/** Where a package file stands below the folder of files. */
export const placeOf = (sha256: string): string => join(sha256.slice(0, 2), sha256.slice(2))

/**
 * Reads every byte of a backup and compares it with what it says of itself.
 * @throws OperatorError with a sentence for the first thing that is wrong.
 */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = readManifest(folder)
  const path = join(folder, 'hocba.db')
  if ((await sha256Of(path)) !== manifest.database) {
    throw new OperatorError(`${path} is not as it was written; take another backup.`)
  }
  const { finding, files } = describeCopy(path)
  if (finding !== 'ok') throw new OperatorError(`${path} is damaged: ${finding}`)
  for (const { sha256 } of files) {
    const file = join(folder, 'files', placeOf(sha256))
    if ((await sha256Of(file)) !== sha256) {
      throw new OperatorError(`${file} is missing or not as it was; take another backup.`)
    }
  }
  const key = await stat(join(folder, 'signing.key')).catch(() => undefined)
  if (key?.size !== 32) throw new OperatorError(`${folder} has no signing.key of 32 bytes.`)
  return manifest
}

function readManifest(folder: string): Manifest {
  let manifest: Manifest
  try {
    manifest = JSON.parse(readFileSync(join(folder, manifestName), 'utf8')) as Manifest
  } catch {
    throw new OperatorError(`${folder} is no backup of hocba: it has no readable ${manifestName}.`)
  }
  if (manifest.format === 1) return manifest
  throw new OperatorError(`${folder} was written by a newer hocba (${manifest.version}).`)
}

/** @returns undefined if there is no such file. */
export async function sha256Of(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return hash.digest('hex')
}
