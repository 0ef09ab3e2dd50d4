import { join } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import type { FileStore } from '../../content/store.ts'
import { connect } from './connect.ts'
import { openGridfsFiles } from './gridfs-files.ts'

/**
 * Opens the files of packages and of imports in one database, over connections of their own: a film that somebody watches slowly
 * takes none from the records.
 * @param folders of this machine, each with work in progress in its `tmp/`
 * @throws OperatorError when the database cannot be reached.
 */
export async function openGridfs(
  url: string,
  folders: { readonly packages: string; readonly imports: string },
  clock: Clock,
): Promise<{ packages: FileStore; imports: FileStore; close(): Promise<void> }> {
  const client = await connect(url)
  const open = (bucketName: string, folder: string) =>
    openGridfsFiles(client, join(folder, 'tmp'), { clock, bucketName })
  try {
    return {
      packages: await open('packageFiles', folders.packages),
      imports: await open('importFiles', folders.imports),
      close: () => client.close(),
    }
  } catch (error) {
    await client.close()
    throw error
  }
}
