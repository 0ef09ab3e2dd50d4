import { connect, type Socket } from 'node:net'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf } from '../../support/xapi-client.ts'

const version = { 'X-Experience-API-Version': '1.0.3' }

describe('a server with more requests than it takes on', () => {
  let server: TestServer
  let slow: Socket[]
  beforeEach(async () => {
    server = await startServer({ env: { HOCBA_REQUESTS_AT_ONCE_MAX: '3' } })
    slow = []
  })
  afterEach(async () => {
    for (const socket of slow) socket.destroy()
    await server.stop()
  })

  /** A request whose body never ends is under way for as long as its client is there. */
  const hold = () =>
    new Promise<void>((resolve) => {
      const head = `POST /xapi/statements HTTP/1.1\r\nHost: x\r\nAuthorization: ${server.authorization}\r\nX-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[`
      const socket = connect(server.config.port, '127.0.0.1', () =>
        socket.write(head, () => setTimeout(resolve, 50)),
      )
      slow.push(socket)
    })
  const post = () => server.request('POST', '/xapi/statements', statementOf(), version)

  test('refuses the others at once with 503 and Retry-After, on both origins, and says that it is ready', async () => {
    for (let n = 0; n < 3; n++) await hold()
    const refused = await post()
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ code: 'overloaded', limit: 3 })
    const commit = await fetch(`${server.contentUrl}/_rt/commits`, { method: 'POST', body: '{}' })
    expect([commit.status, commit.headers.has('retry-after')]).toEqual([503, true])
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect((await fetch(server.url)).status).not.toBe(503)
  })

  test('takes them again when a client has gone, or has its answer', async () => {
    for (let n = 0; n < 3; n++) await hold()
    slow.pop()!.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await post()).status).toBe(200)
    expect((await post()).status).toBe(200)
  })
})
