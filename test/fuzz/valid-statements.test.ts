import { xapiVersions } from '../../src/xapi/negotiate-version.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { countSince, newestStored, postAndReadBack, send } from './drive.ts'
import { seed, validStatements } from './seed.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe(`generated valid statements (seed ${seed})`, () => {
  test.each(xapiVersions)(
    'of %s are all taken and read back as they were sent',
    async (version) => {
      const since = await newestStored(server)
      const statements = validStatements(version, 500)
      expect(await postAndReadBack(server, version, statements)).toEqual([])
      for (const format of ['exact', 'ids', 'canonical'])
        expect(await countSince(server, since, format)).toBe(statements.length)
    },
  )

  test('sent again are the same statements, and change nothing', async () => {
    const statements = validStatements('2.0.0', 100, 1).filter(({ id }) => id !== undefined)
    const body = JSON.stringify(statements)
    const post = () =>
      send(server, { method: 'POST', path: '/xapi/statements', version: '2.0.0', body })
    const first = await post()
    const since = await newestStored(server)
    expect(await post()).toMatchObject({ status: 200, text: first.text })
    expect(await countSince(server, since)).toBe(0)
  })
})
