import { MongoClient } from 'mongodb'
import { newUuid } from '../../src/base/ids.ts'
import { laneCount } from '../../src/storage/mongodb/lane.ts'
import { type MongodbOptions, openMongodbStorage } from '../../src/storage/mongodb/open-storage.ts'
import { readServerFacts } from '../../src/storage/mongodb/server-facts.ts'
import type { Storage } from '../../src/storage/port.ts'
import type { Engine, Place } from '../contract/engine.ts'

/** The server that tests may make databases on, e.g. `mongodb://127.0.0.1:27017/?replicaSet=rs0`. */
export const testServerUrl = process.env.HOCBA_TEST_MONGODB_URL

/** A database with a name of its own on the test server; `remove` drops it. */
export async function temporaryDatabase(server = testServerUrl!): Promise<Place> {
  const url = new URL(server)
  url.pathname = `/hocba_test_${newUuid().slice(0, 8)}`
  return {
    location: url.href,
    async remove() {
      const client = await MongoClient.connect(url.href)
      await client.db().dropDatabase()
      await client.close()
    },
  }
}

/** Whether the test server can undo a transaction. */
export async function serverHasTransactions(server = testServerUrl!): Promise<boolean> {
  const place = await temporaryDatabase(server)
  const client = await MongoClient.connect(place.location)
  const facts = await readServerFacts(client, client.db())
  await client.close()
  await place.remove()
  return facts.hasTransactions
}

/**
 * The MongoDB engine as the storage contract sees it, with one lane, which keeps callers in the order in which they come. A
 * crash of the node leaves the database as it is.
 */
export const mongodbEngine = (hasTransactions: boolean): Engine => ({
  newPlace: temporaryDatabase,
  open: (place, clock) => open(place, clock, { withoutTransactions: !hasTransactions }),
  crash: async ({ location }) => ({ location, remove: async () => undefined }),
  capabilities: hasTransactions
    ? { severalProcesses: true, atomicity: true }
    : { severalProcesses: noTransactions, atomicity: noTransactions },
  microsecondsApart: laneCount,
})

const noTransactions = 'the server has no transactions'

const open = (place: Place, clock: () => Date, options: MongodbOptions): Promise<Storage> =>
  openMongodbStorage(place.location, clock, { lanes: 1, ...options })
