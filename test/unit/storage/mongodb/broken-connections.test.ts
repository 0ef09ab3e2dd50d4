import { type Document, MongoClient } from 'mongodb'
import { systemClock } from '../../../../src/base/clock.ts'
import { openMongodbStorage } from '../../../../src/storage/mongodb/open-storage.ts'
import type { Place } from '../../../contract/engine.ts'
import {
  serverHasTransactions,
  temporaryDatabase,
  testServerUrl,
} from '../../../support/mongodb.ts'
import { type MongodbProxy, startMongodbProxy } from '../../../support/mongodb-proxy.ts'
import { preparedStatement } from '../../../support/prepared-statements.ts'

const describeBroken =
  testServerUrl !== undefined && (await serverHasTransactions()) ? describe : describe.skip

type Store = Awaited<ReturnType<typeof openMongodbStorage>>

describeBroken('broken connections (needs HOCBA_TEST_MONGODB_URL, with transactions)', () => {
  let place: Place
  let proxy: MongodbProxy
  let store: Store

  beforeAll(async () => {
    place = await temporaryDatabase()
    proxy = await startMongodbProxy()
    const url = new URL(place.location)
    url.host = new URL(proxy.url).host
    store = await openMongodbStorage(url.href, systemClock, { lanes: 1 })
    // The first statement of all makes indexes hold several keys a document, which is a conflict of its own.
    await insert()
  })
  afterEach(() => {
    proxy.rule = () => 'pass'
  })
  afterAll(async () => {
    await store.close()
    await proxy.close()
    await place.remove()
  })

  const insert = (agent = 'an') =>
    store.transact((tx) => tx.insertStatements([preparedStatement({ agent })]))

  const countStored = async () =>
    (await store.queryStatements({ until: Number.MAX_SAFE_INTEGER }, { limit: 100 })).items.length

  /** Does once what `rule` says, to the first command or reply that it says something of. @returns how often it was asked to */
  function once(rule: (command: Document, isReply: boolean) => 'cut' | Document | undefined) {
    const met = { count: 0 }
    proxy.rule = (command, reply) => {
      const verdict = met.count === 0 ? rule(command, reply !== undefined) : undefined
      if (verdict === undefined) return 'pass'
      met.count += 1
      return verdict
    }
    return met
  }

  const isOfTransaction = ({ txnNumber, autocommit }: Document) =>
    txnNumber !== undefined && autocommit === false

  test.each([
    ['first command', false, ({ startTransaction }: Document) => startTransaction === true],
    ['first reply', true, ({ startTransaction }: Document) => startTransaction === true],
    ['insertion', false, ({ insert: into }: Document) => into === 'statements'],
    ["insertion's reply", true, ({ insert: into }: Document) => into === 'statements'],
    ['commit', false, ({ commitTransaction }: Document) => commitTransaction === 1],
    ["commit's reply", true, ({ commitTransaction }: Document) => commitTransaction === 1],
  ])('a transaction whose connection breaks at its %s is stored once', async (_, ofReply, isIt) => {
    const met = once((command, isReply) =>
      isReply === ofReply && isOfTransaction(command) && isIt(command) ? 'cut' : undefined,
    )
    const before = await countStored()
    await insert()

    expect(met.count).toBe(1)
    expect(await countStored()).toBe(before + 1)
  })

  test('nobody of a group whose commit nobody knows the result of is run again', async () => {
    const met = once(({ commitTransaction }, isReply) =>
      commitTransaction && isReply
        ? { ok: 0, code: 50, codeName: 'MaxTimeMSExpired', errmsg: 'operation exceeded time limit' }
        : undefined,
    )
    const before = await countStored()
    let runs = 0
    const results = await Promise.allSettled(
      ['an', 'binh', 'chi'].map((agent) =>
        store.transact((tx) => {
          runs += 1
          return tx.insertStatements([preparedStatement({ agent })])
        }),
      ),
    )

    expect(met.count).toBe(1)
    expect(runs).toBe(3)
    expect(results).toMatchObject(
      Array.from({ length: 3 }, () => ({
        reason: {
          code: 'storage-unavailable',
          message: expect.stringContaining('did not say whether this was stored'),
        },
      })),
    )
    expect(await countStored()).toBe(before + 3)
  })

  /** What another node does that takes this one for dead. */
  async function takeLanes(): Promise<void> {
    const client = await MongoClient.connect(place.location)
    const lanes = client.db().collection('lanes')
    await lanes.updateMany({}, { $set: { owner: null }, $inc: { epoch: 1 } })
    await client.close()
  }

  const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

  /** As long as the node has no lane, it says so. */
  async function insertedAtLast() {
    for (;;) {
      try {
        return (await insert())[0]!
      } catch (error) {
        expect(error).toMatchObject({ code: 'storage-unavailable' })
        await pause()
      }
    }
  }

  const isClaim = ({ update, updates }: Document, change: string, value: unknown) =>
    update === 'lanes' && updates?.[0]?.u?.$set?.[change] === value

  test.each([
    ['takes a lane', 'isJoining', true],
    ['gives it a floor', 'isJoining', false],
  ] as const)(
    'a node whose connection breaks as it %s gets one after all',
    async (_, field, value) => {
      const met = { count: 0 }
      // The driver sends a command once more; that is cut, too.
      proxy.rule = (command, reply) => {
        if (reply !== undefined || met.count === 2 || !isClaim(command, field, value)) return 'pass'
        met.count += 1
        return 'cut'
      }
      const before = await countStored()
      await takeLanes()
      while (met.count < 2) await pause()
      const { seq } = await insertedAtLast()
      while ((await store.consistentThrough()) < seq) await pause()

      expect(await countStored()).toBe(before + 1)
    },
  )
})
