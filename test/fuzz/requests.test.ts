import { startServer, type TestServer } from '../support/server.ts'
import { send } from './drive.ts'
import { evilHeaders, evilParameters, forgedCursors, sendEvil } from './evil-requests.ts'
import { answersIn, sendBytes, smugglingRequests } from './raw-socket.ts'
import { seed, validStatements } from './seed.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
  const body = JSON.stringify(validStatements('1.0.3', 20))
  await send(server, { method: 'POST', path: '/xapi/statements', version: '1.0.3', body })
})
afterAll(() => server.stop())

describe(`requests that no client should send (seed ${seed})`, () => {
  test('parameters of every wrong kind are refused by name or answered', async () => {
    // Every third: the long run sends all.
    const some = evilParameters().filter((request, index) => request.culprit || index % 3 === 0)
    expect(await sendEvil(server, some)).toEqual([])
  })

  test('headers of every wrong kind are refused by name or answered', async () => {
    expect(await sendEvil(server, evilHeaders())).toEqual([])
  })

  test('a cursor with any character changed, or cut anywhere, is refused', async () => {
    const { text } = await send(server, {
      method: 'GET',
      path: '/xapi/statements?limit=5&related_agents=true',
      version: '1.0.3',
    })
    expect(await sendEvil(server, forgedCursors(JSON.parse(text).more))).toEqual([])
  })

  test.each(Object.entries(smugglingRequests))(
    '%s: no second request hides in a body',
    async (_name, bytes) => {
      const answer = await sendBytes(server.url, bytes)
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
      expect(answersIn(answer)).toBe(1)
    },
  )
})
