import { join } from 'node:path'
import type { Clock } from './base/clock.ts'
import type { Config } from './config/index.ts'
import type { FileStore } from './content/index.ts'
import { openLocalFiles } from './storage/files/local-files.ts'

/** The files that are beside the records. */
export interface OpenedFiles {
  readonly packages: FileStore
  /** Of statements that wait for their import. */
  readonly imports: FileStore
  close(): Promise<void>
}

/**
 * Opens the stores of files where the configuration has them.
 * @throws OperatorError when the database or the bucket that holds them cannot be used.
 */
export async function openFiles(config: Config, clock: Clock): Promise<OpenedFiles> {
  const { dataFolder, s3, signingKey } = config
  const folders = { packages: dataFolder, imports: join(dataFolder, 'imports') }
  if (config.files === 'gridfs') {
    const { openGridfs } = await import('./storage/mongodb/open-gridfs.ts')
    return openGridfs(config.mongodbUrl, folders, clock)
  }
  if (s3) {
    const { openS3 } = await import('./storage/s3/open-s3.ts')
    return openS3(s3, { clock, signingKey, folders })
  }
  return {
    packages: await openLocalFiles(folders.packages),
    imports: await openLocalFiles(folders.imports),
    close: async () => undefined,
  }
}
