import { startServer, type TestServer } from '../support/server.ts'
import { countSince, postRaw } from './drive.ts'
import { damaged, rawCases } from './raw-json.ts'
import { randomFrom, seed } from './seed.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe(`texts that are barely JSON (seed ${seed})`, () => {
  test('are taken or refused as JSON is, within five seconds each', async () => {
    const { complaints } = await postRaw(server, rawCases(true))
    expect(complaints).toEqual([])
  })

  test('are never an error of the server when a statement was damaged on its way', async () => {
    const random = randomFrom(seed)
    const { complaints } = await postRaw(
      server,
      Array.from({ length: 500 }, () => damaged(random)),
    )
    expect(complaints).toEqual([])
  })

  test.each(['exact', 'ids', 'canonical'])(
    'do not spoil answers in the format %s',
    async (format) => {
      expect(await countSince(server, '1970-01-01T00:00:00Z', format)).toBeGreaterThan(100)
    },
  )
})
