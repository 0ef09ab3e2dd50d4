import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import type { Storage } from '../../src/storage/port.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-storage.ts'
import type { Engine, Place } from '../contract/engine.ts'

/** A real SQLite store in a temporary folder, for tests of what is built on storage. `remove` closes and deletes it. */
export async function temporaryStorage(
  clock: Clock = systemClock,
): Promise<{ storage: Storage; folder: string; remove(): Promise<void> }> {
  const place = await temporaryFolder()
  const storage = openSqliteStorage(place.location, clock)
  return {
    storage,
    folder: place.location,
    async remove() {
      await storage.close()
      await place.remove()
    },
  }
}

export async function temporaryFolder(): Promise<Place> {
  const location = await mkdtemp(join(tmpdir(), 'hocba-'))
  return { location, remove: () => rm(location, { recursive: true, force: true }) }
}

/** The SQLite engine as the storage contract sees it. */
export const sqliteEngine: Engine = {
  newPlace: temporaryFolder,
  open: async (place, clock) => openSqliteStorage(place.location, clock),
  async crash(place) {
    const found = await temporaryFolder()
    await cp(place.location, found.location, {
      recursive: true,
      filter: (path) => !path.endsWith('-shm'),
    })
    return found
  },
  capabilities: { severalProcesses: true, atomicity: true },
  microsecondsApart: 1,
}
