import type { Clock } from '../base/clock.ts'
import type { FileStore, PackageReader } from './store.ts'

/** What is younger may belong to an import that runs now, here or in another process. */
const sparedSeconds = 3600
const hashesPerQuestion = 500

/** Removes work in progress that a crash left behind on this machine. Run at start and then every hour. */
export const sweepTemp = (files: FileStore, clock: Clock) => (): Promise<void> =>
  files.removeTempOlderThan(sparedBefore(clock))

const sparedBefore = (clock: Clock): Date => new Date(clock().getTime() - sparedSeconds * 1000)

/**
 * Removes files that no package version refers to, which crashes left behind. Run at start and then every hour, by any
 * machine that reaches the store; two at once do no harm.
 * @returns how many files were removed from the store.
 */
export const sweepFiles =
  (reader: Pick<PackageReader, 'unreferencedFiles'>, files: FileStore, clock: Clock) =>
  async (): Promise<number> => {
    const time = sparedBefore(clock)
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
