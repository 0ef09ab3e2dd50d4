import { randomBytes } from 'node:crypto'
import { jest } from '@jest/globals'
import { systemClock } from '../../../../src/base/clock.ts'
import { newUuid } from '../../../../src/base/ids.ts'
import type { Delivery, Destination } from '../../../../src/feeds/destination.ts'
import type { LedgerEntry } from '../../../../src/ledger/entry.ts'
import { openMongodbStorage } from '../../../../src/storage/mongodb/open-storage.ts'
import type { Storage } from '../../../../src/storage/port.ts'
import type { Place } from '../../../contract/engine.ts'
import { version } from '../../../contract/school.ts'
import {
  serverHasTransactions,
  temporaryDatabase,
  testServerUrl,
} from '../../../support/mongodb.ts'

const describeRaces =
  testServerUrl !== undefined && (await serverHasTransactions()) ? describe : describe.skip

// The server of scripts/test-mongodb.txt does some hundred operations a second, and each round opens the race anew.
jest.setTimeout(120_000)

const rounds = 8

describeRaces('content on two nodes at once (needs HOCBA_TEST_MONGODB_URL)', () => {
  let place: Place
  let one: Storage
  let other: Storage

  beforeEach(async () => {
    place = await temporaryDatabase()
    const open = async () =>
      (await openMongodbStorage(place.location, systemClock)) as unknown as Storage
    ;[one, other] = [await open(), await open()]
  })
  afterEach(async () => {
    await one.close()
    await other.close()
    await place.remove()
  })

  const onBoth = <Result>(work: (node: Storage) => Promise<Result>) =>
    Promise.all([one, other, one, other].map(work))

  test('packages that come at once do not go beyond what is allowed for all together', async () => {
    for (let round = 1; round <= rounds; round++) {
      await onBoth((node) =>
        node.transact(async (tx) => {
          if ((await tx.packageBytes()) >= round) return
          const added = version('P', { contentBytes: 1 })
          await tx.insertPackage({ id: added.package, createdAt: added.createdAt })
          await tx.insertPackageVersion(added, [])
        }),
      )
      expect(await one.packageBytes()).toBe(round)
    }
  })

  test('questions get a key each and responses a number each, up to the most', async () => {
    for (let round = 0; round < rounds; round++) {
      const id = newUuid()
      const asked = { id, package: id, activity: 'a' }
      const keys = new Set(await onBoth((node) => node.transact((tx) => tx.questionKey(asked, 9))))
      expect(keys.size).toBe(1)
      const [key] = keys
      const numbers = await onBoth((node) =>
        node.transact((tx) => tx.responseNumber(key!, newUuid(), 3)),
      )
      expect(numbers.toSorted()).toEqual([1, 2, 3, undefined])
      const more = await onBoth((node) => {
        const activity = newUuid()
        return node.transact((tx) => tx.questionKey({ id: activity, package: id, activity }, 3))
      })
      expect(more.filter((found) => found !== undefined)).toHaveLength(2)
    }
  })

  test('a delivery is planned for a destination as it is, and one at a time', async () => {
    for (let round = 0; round < rounds; round++) {
      const to = destination()
      await one.transact((tx) => tx.saveDestination(to))
      await onBoth((node) =>
        node.transact(async (tx) => {
          const current = await tx.findDestination(to.id)
          if (current?.name !== to.name || (await tx.findPendingInOrder(to.id))) return
          await tx.saveDelivery(deliveryTo(to))
        }),
      )
      expect((await one.listDeliveries(to.id, { limit: 9 })).items).toHaveLength(1)
      const next = destination()
      await one.transact((tx) => tx.saveDestination(next))
      await Promise.all([
        one.transact(async (tx) => {
          const pending = await tx.findPendingInOrder(next.id)
          await tx.saveDestination({ ...next, name: 'another' })
          if (pending) await tx.deleteDelivery(pending.id)
        }),
        other.transact(async (tx) => {
          const current = await tx.findDestination(next.id)
          if (current?.name === next.name) await tx.saveDelivery(deliveryTo(next))
        }),
      ])
      expect((await one.listDeliveries(next.id, { limit: 9 })).items).toEqual([])
    }
  })

  test('a lease has one holder, whoever asks first', async () => {
    for (let round = 0; round < rounds; round++) {
      const now = new Date()
      const until = new Date(now.getTime() + 60_000)
      const taken = await onBoth((node) =>
        node.transact((tx) =>
          tx.takeLease({ name: `lease ${round}`, holder: newUuid(), until }, now),
        ),
      )
      expect(taken.filter(Boolean)).toHaveLength(1)
    }
  })

  test('of two that append to the ledger at once, one does, and the other is told', async () => {
    for (let size = 0; size < rounds; size++) {
      const appended = await onBoth((node) =>
        node.transact((tx) =>
          tx.appendToLedger({
            size,
            entries: [leaf(size)],
            nodes: [],
            head: { size: size + 1, peaks: randomBytes(32), cursors },
          }),
        ),
      )
      expect(appended.filter(Boolean)).toHaveLength(1)
      expect(await one.listLedgerEntries(size, 9)).toHaveLength(1)
    }
  })

  test('who follows the notes of two nodes misses none', async () => {
    const left: number[] = []
    const followed: number[] = []
    const follow = async () => {
      const after = followed.at(-1) ?? 0
      const range = { after, through: Number.MAX_SAFE_INTEGER, limit: 5 }
      const found = await one.listLedgerSources('note', range)
      followed.push(...found.map(({ source }) => source))
    }
    const leave = async (node: Storage) => {
      for (let count = 0; count < 15; count++) {
        const note = { kind: 'result', at: new Date(), text: '{}' } as const
        left.push(await node.transact((tx) => tx.addLedgerNote(note)))
      }
    }
    let isOver = false
    const following = (async () => {
      while (!isOver) await follow()
    })()
    await Promise.all([leave(one), leave(one), leave(other), leave(other)])
    isOver = true
    await following
    const end = Date.now() + 20_000
    while (followed.length < left.length && Date.now() < end) await follow()
    expect(followed).toEqual(left.toSorted((a, b) => a - b))
  })
})

const cursors = { statement: 0, audit: 0, note: 0 }

const leaf = (position: number): LedgerEntry => ({
  position,
  kind: 'statement',
  source: position,
  stored: '2026-03-02T08:00:00.000000Z',
  commitment: randomBytes(32),
  salt: randomBytes(32),
})

const destination = (): Destination => ({
  id: newUuid(),
  kind: 'webhook',
  name: 'one',
  url: 'https://sis.example.vn/hocba',
  sealedSecret: 'sealed',
  state: 'active',
  createdAt: new Date(),
  createdBy: 'an',
  cursor: 0,
})

const deliveryTo = (to: Destination): Delivery => ({
  id: newUuid(),
  destination: to.id,
  state: 'pending',
  source: 'feed',
  after: 0,
  through: 9,
  statements: 1,
  createdAt: new Date(),
  attempts: 0,
  nextAttemptAt: new Date(),
})
