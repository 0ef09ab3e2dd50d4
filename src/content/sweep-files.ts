import type { Clock } from '../base/clock.ts'
import type { FileStore, PackageReader } from './store.ts'

/** What is younger may belong to an import that runs now, here or in another process. */
const sparedSeconds = 3600
const hashesPerQuestion = 500

/**
 * Removes what crashes left behind: work in progress, and files that no package version refers to. Run at
 * start and then every hour.
 * @returns how many files were removed from the store.
 */
export const sweepFiles =
  (reader: Pick<PackageReader, 'unreferencedFiles'>, files: FileStore, clock: Clock) =>
  async (): Promise<number> => {
    const time = new Date(clock().getTime() - sparedSeconds * 1000)
    await files.removeTempOlderThan(time)
    let removed = 0
    const removeOrphans = async (hashes: readonly string[]) => {
      for (const sha256 of await reader.unreferencedFiles(hashes)) {
        // An import may have adopted it between the question and now.
        await files.remove(sha256, time)
        removed += 1
      }
    }
    let batch: string[] = []
    for await (const sha256 of files.olderThan(time)) {
      batch.push(sha256)
      if (batch.length < hashesPerQuestion) continue
      await removeOrphans(batch)
      batch = []
    }
    await removeOrphans(batch)
    return removed
  }
