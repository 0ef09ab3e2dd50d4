import { auditing, leaveEntry } from '../audit/index.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { type Config, readConfig } from '../config/index.ts'
import { type FileStore, openContent } from '../content/index.ts'
import { openFiles } from '../open-files.ts'
import { openStore } from '../open-store.ts'
import type { Storage } from '../storage/port.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The data folder, opened as a server opens it. */
export interface Installation {
  readonly config: Config
  readonly storage: Storage
  readonly files: FileStore
  /** Of statements that wait for their import. */
  readonly importFiles: FileStore
  readonly clock: Clock
}

/**
 * Opens the installation, lets `work` use it, and closes it whatever happens. Works beside a running server: the engine lets
 * one process write at a time, and each sees what the other has written.
 */
export async function withInstallation<Result>(
  env: Environment,
  work: (installation: Installation) => Promise<Result>,
  clock: Clock = systemClock,
): Promise<Result> {
  const config = readConfig(env)
  // `stored` is when a statement came, whatever time it tells of: a server beside may have announced all up to now already.
  const storage = auditing(await openStore(config, systemClock))
  try {
    const files = await openFiles(config, systemClock)
    try {
      const { packages, imports } = files
      const result = await work({ config, storage, files: packages, importFiles: imports, clock })
      await leaveEntry(storage).catch(tellUnkept)
      return result
    } finally {
      await files.close()
    }
  } finally {
    await storage.close()
  }
}

/** What was done stands: a backup of a full disk must succeed, also if the log has no room for it. */
function tellUnkept(error: unknown): void {
  process.stderr.write(`The audit log could not be told of this: ${(error as Error).message}\n`)
}

/** Import and check of packages, with the limits of the configuration. */
export const contentOf = ({ config, storage, files, clock }: Installation) =>
  openContent({ store: storage, files, clock, limits: config })
