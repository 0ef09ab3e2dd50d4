import type { Clock } from './base/clock.ts'
import type { Config } from './config/index.ts'
import type { Storage } from './storage/port.ts'
import { openSqliteStorage } from './storage/sqlite/open-storage.ts'

/** Opens the storage engine that the configuration names: one line an engine. */
export function openStore(config: Config, clock: Clock): Storage {
  const engines = {
    sqlite: () => openSqliteStorage(config.dataFolder, clock),
  }
  return engines[config.storage]()
}
