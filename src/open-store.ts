import type { Clock } from './base/clock.ts'
import { OperatorError } from './base/operator-error.ts'
import type { Config } from './config/index.ts'
import type { Storage } from './storage/port.ts'
import { openSqliteStorage } from './storage/sqlite/open-storage.ts'

export interface StoreOptions {
  /** Called once when the disk or the data has failed: writes are refused from then on, and the process should end. */
  readonly onFatal?: (error: unknown) => void
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
  const engines: Partial<Record<Config['storage'], () => Storage | Promise<Storage>>> = {
    sqlite: () =>
      openSqliteStorage(config.dataFolder, clock, {
        ...options,
        limits: { waitingMax: config.writesWaitingMax },
      }),
  }
  const open = engines[config.storage]
  if (open) return open()
  throw new OperatorError(
    `HOCBA_STORAGE is "${config.storage}", which this version cannot keep all of its records in. Leave it out, or set it to "sqlite".`,
  )
}
