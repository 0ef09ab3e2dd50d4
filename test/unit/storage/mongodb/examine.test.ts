import { MongoClient } from 'mongodb'
import { systemClock } from '../../../../src/base/clock.ts'
import { examineDatabase } from '../../../../src/storage/mongodb/examine.ts'
import { openMongodbStorage } from '../../../../src/storage/mongodb/open-storage.ts'
import type { Place } from '../../../contract/engine.ts'
import { temporaryDatabase, testServerUrl } from '../../../support/mongodb.ts'

const describeServer = testServerUrl === undefined ? describe.skip : describe

const settings = {
  signingKey: Buffer.alloc(32, 1),
  appUrl: 'https://hocba.example.vn',
  contentUrl: 'https://courses.example.vn',
  nodes: 'many',
  acceptedSettings: '',
} as const

describeServer('examineDatabase() (needs HOCBA_TEST_MONGODB_URL)', () => {
  let place: Place
  beforeEach(async () => {
    place = await temporaryDatabase()
  })
  afterEach(() => place.remove())

  const states = async () =>
    (await examineDatabase(place.location, settings)).indexes.map(({ state }) => state)

  const change = async (work: (client: MongoClient) => Promise<unknown>) => {
    const client = await MongoClient.connect(place.location)
    await work(client)
    await client.close()
  }

  test('tells missing indexes from those that are there, and who has the store open', async () => {
    expect(new Set(await states())).toEqual(new Set(['missing']))
    const storage = await openMongodbStorage(place.location, systemClock, { lanes: 3 })
    expect(new Set(await states())).toEqual(new Set(['ready']))
    expect(await examineDatabase(place.location, settings)).toMatchObject({
      nodes: 1,
      lanes: { taken: 3 },
    })
    await storage.close()
    expect(await examineDatabase(place.location, settings)).toMatchObject({
      nodes: 0,
      lanes: { taken: 0 },
    })
    await change((client) => client.db().collection('statements').dropIndex('agent_1_seq_1'))
    const { indexes } = await examineDatabase(place.location, settings)
    expect(indexes.filter(({ state }) => state !== 'ready')).toEqual([
      { collection: 'statements', index: 'agent_1_seq_1', state: 'missing' },
    ])
  })

  test('an index that somebody made otherwise stops the start with its name', async () => {
    await change(async (client) => {
      await client.db().createCollection('statements')
      const options = { name: 'verb_1_seq_1' }
      await client.db().collection('statements').createIndex({ verb: 1, at: 1 }, options)
    })
    expect(await states()).toContain('different')
    await expect(openMongodbStorage(place.location, systemClock)).rejects.toThrow(
      /statements\.verb_1_seq_1\. Drop them/,
    )
  })

  test('a server that does not answer is named without the password', async () => {
    const url = 'mongodb://an:secret@127.0.0.1:1/hocba?serverSelectionTimeoutMS=300'
    const asking = examineDatabase(url, settings)
    await expect(asking).rejects.toThrow(/HOCBA_MONGODB_URL cannot be used/)
    await expect(asking).rejects.not.toThrow(/secret/)
  })
})
