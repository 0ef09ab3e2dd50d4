import { MongoClient } from 'mongodb'
import type { LaneRow } from '../../../../src/storage/mongodb/lane.ts'
import { laneCount } from '../../../../src/storage/mongodb/lane.ts'
import {
  type MongodbOptions,
  openMongodbStorage,
} from '../../../../src/storage/mongodb/open-storage.ts'
import type { Seq } from '../../../../src/xapi/statements/store.ts'
import type { Place } from '../../../contract/engine.ts'
import {
  serverHasTransactions,
  temporaryDatabase,
  testServerUrl,
} from '../../../support/mongodb.ts'
import { preparedStatement } from '../../../support/prepared-statements.ts'

type Store = Awaited<ReturnType<typeof openMongodbStorage>>

const describeLanes =
  testServerUrl !== undefined && (await serverHasTransactions()) ? describe : describe.skip

const someDocument = {
  resource: 'state',
  agent: 'an',
  activity: 'lesson',
  registration: '',
  id: 'one',
} as const

describeLanes('lanes of the sequence (needs HOCBA_TEST_MONGODB_URL, with transactions)', () => {
  let place: Place
  const open: Store[] = []

  beforeEach(async () => {
    place = await temporaryDatabase()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()))
    await place.remove()
  })

  /** A node of its own, whose clock differs from this machine's. */
  async function node(options: MongodbOptions & { clockAhead?: number } = {}): Promise<Store> {
    const { clockAhead = 0, ...rest } = options
    const clock = () => new Date(Date.now() + clockAhead)
    const store = await openMongodbStorage(place.location, clock, rest)
    open.push(store)
    return store
  }

  const insert = async (store: Store, agent = 'an'): Promise<Seq> => {
    const [stored] = await store.transact((tx) =>
      tx.insertStatements([preparedStatement({ agent })]),
    )
    return stored!.seq
  }

  const seqsUpTo = async (store: Store, until: Seq): Promise<Seq[]> => {
    const { items } = await store.queryStatements({ until, ascending: true }, { limit: 10_000 })
    return items.map(({ seq }) => seq)
  }

  /** Waits until a bound is beyond a position, and @returns it. */
  async function boundBeyond(store: Store, seq: Seq): Promise<Seq> {
    for (;;) {
      const bound = await store.consistentThrough()
      if (bound >= seq) return bound
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Inserts a statement and keeps the transaction open until `isDone`. */
  const stalled = (store: Store, isDone: () => boolean, tell: (seq: Seq) => void): Promise<Seq> =>
    store.transact(async (tx) => {
      const [stored] = await tx.insertStatements([preparedStatement({ agent: 'stalled' })])
      tell(stored!.seq)
      while (!isDone()) await tx.findDocumentEtag(someDocument)
      return stored!.seq
    })

  test('each node has lanes of its own, and gives out positions of these only', async () => {
    const [one, other] = [await node({ lanes: 2 }), await node({ lanes: 3 })]
    const seqs = await Promise.all(
      Array.from({ length: 40 }, (_, n) => insert(n % 2 ? one : other)),
    )
    expect(new Set(seqs).size).toBe(40)
    const lanesOf = (odd: number) =>
      seqs.flatMap((seq, n) => (n % 2 === odd ? seq % laneCount : []))
    const ofOther = lanesOf(0)
    expect(lanesOf(1).filter((lane) => ofOther.includes(lane))).toEqual([])
  })

  test('a node that is closed leaves its lanes to others, with their floors', async () => {
    const ahead = await node({ clockAhead: 3_600_000 })
    const seq = await insert(ahead)
    await ahead.close()
    open.length = 0
    expect(await insert(await node())).toBeGreaterThan(seq)
  })

  test('a bound stays below what a stalled writer of another node will store, and follows when it is done', async () => {
    const [slow, other] = [await node(), await node()]
    // The first statement of all makes indexes hold several keys a document, which is a conflict of its own.
    await insert(other)
    let isDone = false
    const given = Promise.withResolvers<Seq>()
    const storing = stalled(slow, () => isDone, given.resolve)
    const seq = await given.promise
    for (let round = 0; round < 5; round++) {
      await insert(other)
      expect(await other.consistentThrough()).toBeLessThan(seq)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    isDone = true
    await storing
    const bound = await boundBeyond(other, seq)
    expect(await seqsUpTo(other, bound)).toContain(seq)
  })

  test('a node that shows no sign of life loses its lanes, and what it had begun comes later or never', async () => {
    const silent = await node({ lanes: 1, beatMilliseconds: 1_000_000 })
    const other = await node({ fenceMilliseconds: 400, beatMilliseconds: 50 })
    let isDone = false
    const given: Seq[] = []
    const storing = stalled(
      silent,
      () => isDone,
      (seq) => given.push(seq),
    )
    while (given.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    const bound = await boundBeyond(other, given[0]!)
    const before = await seqsUpTo(other, bound)
    isDone = true
    const seq = await storing
    expect(given.length).toBeGreaterThan(1)
    expect(seq).toBeGreaterThan(bound)
    expect(await seqsUpTo(other, bound)).toEqual(before)
  })

  test('what a dead node had open keeps nobody waiting once its lanes are taken away', async () => {
    const dead = await node({ lanes: 1, beatMilliseconds: 1_000_000 })
    const other = await node({ fenceMilliseconds: 400, beatMilliseconds: 50 })
    const key = { ...someDocument, agent: 'both' }
    const contents = { bytes: Buffer.from('text'), contentType: 'text/plain', etag: 'one' }
    const put = (store: Store) => store.transact((tx) => tx.putDocument(key, contents))
    await put(other)
    let isOver = false
    let runs = 0
    const isOpen = Promise.withResolvers<void>()
    const opened = dead.transact(async (tx) => {
      if (runs++ > 0) return
      await tx.putDocument(key, contents)
      isOpen.resolve()
      while (!isOver) await tx.findDocumentEtag(key)
    })
    await isOpen.promise
    const start = performance.now()
    await put(other)
    // The server itself gives a transaction up after a minute.
    expect(performance.now() - start).toBeLessThan(20_000)
    isOver = true
    await opened
    expect(runs).toBe(2)
  })

  test('clocks that are an hour apart cost no order, and hardly a delay', async () => {
    const [late, ahead] = [await node(), await node({ clockAhead: 3_600_000 })]
    for (let round = 0; round < 4; round++) {
      for (const [writer, reader] of [
        [late, ahead],
        [ahead, late],
      ] as const) {
        const bound = await reader.consistentThrough()
        const seq = await insert(writer)
        expect(seq).toBeGreaterThan(bound)
        const begun = performance.now()
        await boundBeyond(reader, seq)
        expect(performance.now() - begun).toBeLessThan(20_000)
      }
    }
  })

  test('up to a bound nothing is ever added, whoever writes, fails, comes and goes', async () => {
    const seen: { bound: Seq; seqs: Seq[] }[] = []
    const stored: Seq[] = []
    const work = async (clockAhead: number) => {
      const store = await node({ lanes: 3, clockAhead })
      for (let round = 0; round < 8; round++) {
        const results = await Promise.allSettled(
          Array.from({ length: 6 }, (_, n) =>
            n === 4
              ? store.transact(async (tx) => {
                  await tx.insertStatements([preparedStatement()])
                  throw new Error('no')
                })
              : insert(store),
          ),
        )
        for (const result of results) {
          if (result.status === 'fulfilled') stored.push(result.value)
        }
        const bound = await store.consistentThrough()
        seen.push({ bound, seqs: await seqsUpTo(store, bound) })
      }
    }
    await Promise.all([work(0), work(1_000), work(-5_000)])
    expect(stored).toHaveLength(3 * 8 * 5)
    expect(new Set(stored).size).toBe(stored.length)
    for (const { bound, seqs } of seen) {
      expect(seqs).toEqual(stored.filter((seq) => seq <= bound).sort((a, b) => a - b))
    }
  })

  test('when every lane is taken, a server says so and does not start', async () => {
    const first = await node()
    await insert(first)
    const client = await MongoClient.connect(place.location)
    const lanes = client.db().collection<LaneRow>('lanes')
    const floor = Date.now() * 1000
    const taken = { owner: 'somebody', epoch: 1, beat: 1, floor, isJoining: false }
    for (let number = 0; number < laneCount; number++) {
      await lanes.updateOne({ _id: number }, { $setOnInsert: taken }, { upsert: true })
    }
    await client.close()
    await expect(node()).rejects.toThrow(/write lanes of the database are taken/)
  })
})
