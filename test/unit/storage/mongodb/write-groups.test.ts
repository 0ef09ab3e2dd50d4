import type { MongoClient } from 'mongodb'
import { systemClock } from '../../../../src/base/clock.ts'
import { Problem } from '../../../../src/base/problem.ts'
import { Causality } from '../../../../src/storage/mongodb/causality.ts'
import { collection } from '../../../../src/storage/mongodb/collection.ts'
import { createCollections } from '../../../../src/storage/mongodb/collections.ts'
import { connect } from '../../../../src/storage/mongodb/connect.ts'
import { Sequence } from '../../../../src/storage/mongodb/sequence.ts'
import {
  type Transaction,
  type WriteGroupLimits,
  WriteGroups,
} from '../../../../src/storage/mongodb/write-groups.ts'
import type { Place } from '../../../contract/engine.ts'
import {
  serverHasTransactions,
  temporaryDatabase,
  testServerUrl,
} from '../../../support/mongodb.ts'

const describeGroups =
  testServerUrl !== undefined && (await serverHasTransactions()) ? describe : describe.skip

const things = collection<{ _id: string; isOn: boolean }>('things')

const writerOf = ({ view }: Transaction) => ({
  isOn: async (id: string) => (await view.in(things).findOne({ _id: id }))?.isOn === true,
  set: (id: string, isOn: boolean) => view.in(things).put({ _id: id, isOn }),
  insert: (id: string) => view.in(things).insert({ _id: id, isOn: true }),
  guard: (name: string) => view.guard(name),
})

type Writer = ReturnType<typeof writerOf>

describeGroups('write groups (needs HOCBA_TEST_MONGODB_URL, with transactions)', () => {
  let place: Place
  let client: MongoClient
  let sequence: Sequence
  let causality: Causality

  beforeEach(async () => {
    place = await temporaryDatabase()
    client = await connect(place.location)
    await createCollections(client.db())
    await client.db().createCollection(things.name)
    causality = new Causality(client, true)
    sequence = await openSequence(4)
  })
  afterEach(async () => {
    await sequence.close()
    await client.close()
    await place.remove()
  })

  const openSequence = (lanes: number) =>
    Sequence.open(client.db(), systemClock, { lanes, hasSnapshots: true, causality })

  const groups = (limits: Partial<WriteGroupLimits> = {}, hasTransactions = true) =>
    new WriteGroups<Writer>(
      { client, database: client.db(), sequence, causality, hasTransactions },
      writerOf,
      limits,
    )

  const idsOf = async () =>
    (await client.db().collection(things.name).find().sort({ _id: 1 }).toArray()).map(
      ({ _id }) => `${_id}`,
    )

  /** Turns one of two off, if the other is on then: both may never be off. */
  const turnOff = (id: string, other: string) => async (tx: Writer) => {
    await tx.guard('one of two is on')
    if (await tx.isOn(other)) await tx.set(id, false)
  }

  test('transactions with the same guard do not decide by what the other changes', async () => {
    const alone = groups({ groupMax: 1 })
    for (let round = 0; round < 10; round++) {
      await alone.transact(async (tx) => {
        await tx.set('a', true)
        await tx.set('b', true)
      })
      await Promise.all([alone.transact(turnOff('a', 'b')), alone.transact(turnOff('b', 'a'))])
      const [a, b] = await alone.transact(async (tx) => [await tx.isOn('a'), await tx.isOn('b')])
      expect([a, b].filter(Boolean)).toHaveLength(1)
    }
  })

  test('a unique key that another takes in the meantime is a reason to look again', async () => {
    const alone = groups({ groupMax: 1 })
    const insertOnce = async (tx: Writer) => {
      if (await tx.isOn('one')) return false
      await tx.insert('one')
      return true
    }
    const results = await Promise.all(Array.from({ length: 8 }, () => alone.transact(insertOnce)))
    expect(results.filter(Boolean)).toHaveLength(1)
  })

  test('a unique key that stays taken fails its caller alone, with a Problem', async () => {
    const all = groups({ attemptsMax: 2 })
    const results = await Promise.allSettled([
      all.transact((tx) => tx.insert('one')),
      all.transact((tx) => tx.insert('one')),
      all.transact((tx) => tx.insert('two')),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({
      reason: { code: 'storage-unavailable', detail: { retryAfterSeconds: expect.any(Number) } },
    })
    expect(await idsOf()).toEqual(['one', 'two'])
  })

  test('an error of the database that a callback swallows does not commit the rest', async () => {
    const all = groups({ attemptsMax: 2 })
    await all.transact((tx) => tx.insert('one'))
    const swallowing = all.transact(async (tx) => {
      await tx.insert('two')
      await tx.insert('one').catch(() => undefined)
    })
    await expect(swallowing).rejects.toMatchObject({ code: 'storage-unavailable' })
    expect(await idsOf()).toEqual(['one'])
  })

  test('the error of a callback rests on nothing but what is stored', async () => {
    await sequence.close()
    // In one lane, so that callers keep their order.
    sequence = await openSequence(1)
    const all = groups()
    const refuse = async (tx: Writer) => {
      if (await tx.isOn('one')) throw new Problem('invalid-request', 'One is on.')
      return 'One is off.'
    }
    const results = await Promise.allSettled([
      all.transact(async (tx) => {
        await tx.insert('one')
        throw new Error('no')
      }),
      all.transact(refuse),
      all.transact((tx) => tx.insert('one')),
      all.transact(refuse),
    ])
    expect(results).toMatchObject([
      { reason: { message: 'no' } },
      { value: 'One is off.' },
      { status: 'fulfilled' },
      { reason: { code: 'invalid-request' } },
    ])
  })

  /** What a process that is gone leaves behind: a transaction that nobody ends. */
  async function leftOpen(id: string): Promise<() => Promise<void>> {
    const session = client.startSession()
    session.startTransaction()
    const rows = client.db().collection<{ _id: string; isOn: boolean }>(things.name)
    await rows.updateOne({ _id: id }, { $set: { isOn: true } }, { session })
    return () => session.endSession()
  }

  test('who writes what is being written elsewhere waits, and keeps no lane from the others', async () => {
    await sequence.close()
    sequence = await openSequence(1)
    const all = groups()
    await all.transact((tx) => tx.set('a', false))
    const end = await leftOpen('a')
    let isStored = false
    const hindered = all
      .transact((tx) => tx.set('a', true))
      .then(() => {
        isStored = true
      })
    for (let n = 0; n < 20; n++) await all.transact((tx) => tx.set(`other ${n}`, true))
    expect(isStored).toBe(false)
    await end()
    await hindered
  })

  test('who waits for others for too long is refused with a Problem', async () => {
    const all = groups({ conflictSecondsMax: 0.3 })
    await all.transact((tx) => tx.set('a', false))
    const end = await leftOpen('a')
    await expect(all.transact((tx) => tx.set('a', true))).rejects.toMatchObject({
      code: 'storage-unavailable',
      detail: { retryAfterSeconds: expect.any(Number) },
    })
    await end()
    await all.transact((tx) => tx.set('a', true))
    await all.close()
  })

  test('more callers than may wait are refused at once', async () => {
    const few = groups({ waitingMax: 2 })
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((id) => few.transact((tx) => tx.insert(id))),
    )
    expect(results[2]).toMatchObject({ reason: { code: 'overloaded' } })
    expect(await idsOf()).toEqual(['a', 'b'])
  })

  test('without transactions a callback that fails keeps what it wrote, and the others go on', async () => {
    const bare = groups({}, false)
    const results = await Promise.allSettled([
      bare.transact(async (tx) => {
        await tx.insert('kept')
        throw new Error('no')
      }),
      bare.transact((tx) => tx.insert('next')),
    ])
    expect(results).toMatchObject([{ reason: { message: 'no' } }, { status: 'fulfilled' }])
    expect(await idsOf()).toEqual(['kept', 'next'])
  })
})
