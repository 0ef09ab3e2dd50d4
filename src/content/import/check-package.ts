import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { diskProblem, receiveUpload } from '../receive-upload.ts'
import type { ImportParts } from './import-package.ts'
import type { Inspection } from './read-package.ts'

/**
 * Reads a zip as an import would, to its last byte, and stores nothing.
 * @throws Problem `package-too-large`, `upload-incomplete`, `storage-unavailable`
 */
export const checkPackage =
  ({ files, inspect, upload: limits }: Omit<ImportParts, 'store' | 'clock' | 'quota'>) =>
  async (source: Readable): Promise<Inspection> => {
    const upload = await receiveUpload(files.tempFolder, limits)(source)
    try {
      return await inspect({ ...upload, folder: undefined })
    } catch (error) {
      throw diskProblem(error)
    } finally {
      await rm(upload.path, { force: true })
    }
  }
