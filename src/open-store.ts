import type { Clock } from './base/clock.ts'
import type { Config } from './config/index.ts'
import type { Storage } from './storage/port.ts'
import { openSqliteStorage } from './storage/sqlite/open-storage.ts'

interface StoreOptions {
  /** Called once when the disk or the data has failed: writes are refused from then on, and the process should end. */
  readonly onFatal?: (error: unknown) => void
  /** A database that is being restored, which nobody else can open. */
  readonly isFilling?: boolean
}

/**
 * Opens the storage engine that the configuration names: one line an engine.
 * @throws OperatorError when that cannot be done safely.
 */
export async function openStore(
  config: Config,
  clock: Clock,
  options: StoreOptions = {},
): Promise<Storage> {
  const limits = { waitingMax: config.writesWaitingMax }
  const engines: Record<Config['storage'], () => Storage | Promise<Storage>> = {
    sqlite: () =>
      openSqliteStorage(config.dataFolder, clock, {
        ...options,
        limits,
      }),
    async mongodb() {
      // Its driver is loaded where it is used: elsewhere it would cost each start a tenth of a second, and memory.
      const { openMongodbStorage } = await import('./storage/mongodb/open-storage.ts')
      return openMongodbStorage(config.mongodbUrl, clock, {
        lanes: config.mongodbLanes,
        withoutTransactions: config.mongodbWithoutTransactions,
        limits,
        ...(options.isFilling && { isFilling: true }),
      })
    },
  }
  return engines[config.storage]()
}
