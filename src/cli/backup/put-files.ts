import { createReadStream } from 'node:fs'
import { join, sep } from 'node:path'
import { endOfTime } from '../../base/clock.ts'
import { OperatorError } from '../../base/operator-error.ts'
import type { FileStore } from '../../content/index.ts'
import type { OpenedFiles } from '../../open-files.ts'
import { filesBelow, sha256OfPlace } from './durable-files.ts'
import { importsPlace } from './manifest.ts'

/** Whether a file of a backup is one that a store of files keeps, wherever that is. */
export const isStored = (place: string): boolean =>
  place.startsWith(`files${sep}`) || place.startsWith(`${importsPlace}${sep}`)

/**
 * Puts the files of a backup where the configuration keeps files.
 * @throws OperatorError if there are some already: a bucket may be another database's, and each would remove what only the other needs.
 */
export async function putFiles(from: string, { packages, imports }: OpenedFiles): Promise<void> {
  for (const store of [packages, imports]) await requireEmpty(store)
  await putFolder(join(from, 'files'), packages)
  await putFolder(join(from, importsPlace), imports)
}

async function requireEmpty(store: FileStore): Promise<void> {
  for await (const sha256 of store.olderThan(endOfTime)) {
    throw new OperatorError(
      `Where the files are to go there is one already (${sha256}). With files in S3, set HOCBA_S3_PREFIX to a name of the restored installation's own.`,
    )
  }
}

/** The files stand at places made of their SHA-256. */
async function putFolder(folder: string, store: FileStore): Promise<void> {
  for (const place of await filesBelow(folder)) {
    const source = createReadStream(join(folder, place))
    const { sha256 } = await store.put(source, Number.MAX_SAFE_INTEGER)
    if (sha256 !== sha256OfPlace(place)) {
      throw new OperatorError(`${join(folder, place)} was changed while it was restored.`)
    }
  }
}
