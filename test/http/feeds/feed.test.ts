import { newUuid } from '../../../src/base/ids.ts'
import { type EventStream, followEvents } from '../../support/event-stream.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import {
  referringTo,
  statementOf,
  voiding,
  type XapiClient,
  xapiClient,
} from '../../support/xapi-client.ts'

/** GET /api/v1/feed over real connections. */

let server: TestServer
let client: XapiClient
const streams: EventStream[] = []

beforeEach(async () => {
  server = await startServer({ env: { HOCBA_FEED_CLIENTS_MAX: '4' } })
  client = xapiClient(server)
})
afterEach(async () => {
  for (const stream of streams.splice(0)) stream.close()
  await server.stop()
})

async function follow(query = '', headers: Record<string, string> = {}): Promise<EventStream> {
  const stream = await followEvents(server, `/api/v1/feed${query}`, headers)
  streams.push(stream)
  return stream
}

const post = async (...statements: Record<string, unknown>[]): Promise<string[]> => {
  const { status, body } = await client.post(statements)
  expect(status).toBe(200)
  return body as string[]
}

const idsOf = (stream: EventStream): string[] =>
  stream.events.map(({ data }) => (JSON.parse(data) as { id: string }).id)

/** Makes the first administrator; returns the cookie of the session. */
async function setUp({ url, setupUrl }: TestServer): Promise<string> {
  const token = new URL(setupUrl!).hash.slice(1)
  const claim = { token, name: 'Lan', email: 'lan@truong.vn', password: 'con trâu ăn cỏ' }
  const answer = await fetch(`${url}/api/v1/setup`, { method: 'POST', body: JSON.stringify(claim) })
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ')
}

describe('GET /api/v1/feed', () => {
  test('sends what is stored, as it is stored, then what comes, in order and each with a rising id', async () => {
    const before = await post(statementOf(), statementOf())
    const stream = await follow()
    await stream.until(2)
    const after = await post(statementOf(), statementOf(), statementOf())
    const events = await stream.until(5)
    expect(idsOf(stream)).toEqual([...before, ...after])
    const positions = events.map(({ id }) => Number(id))
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(events.every(({ event }) => event === 'statement')).toBe(true)
    const { body } = await client.get({ statementId: before[0]! })
    expect(JSON.parse(events[0]!.data)).toEqual(body)
  })

  test('a statement arrives within half a second', async () => {
    const stream = await follow()
    await new Promise((resolve) => setTimeout(resolve, 50))
    const start = performance.now()
    await post(statementOf())
    await stream.until(1)
    expect(performance.now() - start).toBeLessThan(500)
  })

  test('a statement that was sent over several lines arrives as one event with the same content', async () => {
    const statement = statementOf({ id: newUuid(), timestamp: '2026-01-02T03:04:05.000Z' })
    const { status } = await client.post(
      JSON.stringify(statement, null, 2).replaceAll('\n', '\r\n'),
    )
    expect(status).toBe(200)
    const stream = await follow()
    const [event] = await stream.until(1)
    expect(JSON.parse(event!.data)).toMatchObject(statement)
  })

  test('filters as GET /xapi/statements does', async () => {
    const registration = newUuid()
    const agent = { account: { homePage: 'https://example.vn', name: 'an' } }
    const activity = 'https://example.vn/lessons/2'
    const parent = { contextActivities: { parent: [{ id: activity }] } }
    const [a, b, c, d] = await post(
      statementOf({ actor: agent }),
      statementOf({ context: { registration } }),
      statementOf({ object: { id: activity } }),
      statementOf({ context: parent, verb: { id: 'http://example.vn/verbs/rare' } }),
      statementOf(),
    )
    const found = async (query: Record<string, string>, count: number) => {
      const stream = await follow(`?${new URLSearchParams(query)}`)
      await stream.until(count)
      stream.close()
      await stream.ended
      return idsOf(stream)
    }
    expect(await found({ agent: JSON.stringify(agent) }, 1)).toEqual([a])
    expect(await found({ registration: registration.toUpperCase() }, 1)).toEqual([b])
    expect(await found({ activity }, 1)).toEqual([c])
    expect(await found({ activity, related_activities: 'true' }, 2)).toEqual([c, d])
    expect(await found({ verb: 'http://example.vn/verbs/rare' }, 1)).toEqual([d])
    const { body } = await client.get({ statementId: c! })
    const since = (body as { stored: string }).stored
    expect((await found({ since }, 2))[0]).toBe(d)
  })

  test('sends what has a result that fits, and moves on past the rest', async () => {
    const results = [
      { success: true, score: { scaled: 0.9 } },
      { success: false, score: { scaled: 0.2 } },
      { success: true, completion: true, score: { scaled: 0.5 } },
      undefined,
    ]
    const [a, b, c] = await post(...results.map((result) => statementOf(result ? { result } : {})))
    const found = async (filter: Record<string, string>, count: number) => {
      const stream = await follow(`?${new URLSearchParams(filter)}`)
      await stream.until(count)
      stream.close()
      await stream.ended
      return idsOf(stream)
    }
    expect(await found({ success: 'true' }, 2)).toEqual([a, c])
    expect(await found({ success: 'false' }, 1)).toEqual([b])
    expect(await found({ completion: 'true' }, 1)).toEqual([c])
    expect(await found({ score: '0.5..' }, 2)).toEqual([a, c])
  })

  test.each([
    ['success', 'perhaps'],
    ['score', '2..1'],
    ['agent', 'nonsense'],
    ['agent', '{"objectType":"Group","member":[]}'],
    ['verb', 'answered'],
    ['since', 'yesterday'],
    ['lastEventId', 'x'],
  ])('refuses %s=%s, naming it', async (name, value) => {
    const response = await server.request(
      'GET',
      `/api/v1/feed?${new URLSearchParams({ [name]: value })}`,
    )
    expect(response.status).toBe(400)
    expect(((await response.json()) as { pointer: string }).pointer).toBe(name)
  })

  test('goes on after Last-Event-ID, which counts more than lastEventId and since', async () => {
    await post(...Array.from({ length: 5 }, () => statementOf()))
    const first = await follow()
    const [, second, third] = await first.until(5)
    const byHeader = await follow(`?lastEventId=1&since=2020-01-01T00:00:00Z`, {
      'Last-Event-ID': third!.id,
    })
    await byHeader.until(2)
    expect(idsOf(byHeader)).toEqual(idsOf(first).slice(3))
    byHeader.close()
    await byHeader.ended
    const byQuery = await follow(`?lastEventId=${second!.id}&since=2100-01-01T00:00:00Z`)
    await byQuery.until(3)
    expect(idsOf(byQuery)).toEqual(idsOf(first).slice(2))
  })

  test('leaves out what is voided, and sends what voids it', async () => {
    const [a, b] = await post(statementOf(), statementOf())
    const live = await follow()
    await live.until(2)
    const [c] = await post(voiding(a!))
    await live.until(3)
    expect(idsOf(live)).toEqual([a, b, c])
    const later = await follow()
    await later.until(2)
    expect(idsOf(later)).toEqual([b, c])
  })

  test('a statement that refers to one which fits comes too', async () => {
    const [a] = await post(statementOf({ verb: { id: 'http://example.vn/verbs/rare' } }))
    const [b] = await post(referringTo(a!))
    const stream = await follow(`?verb=${encodeURIComponent('http://example.vn/verbs/rare')}`)
    await stream.until(2)
    expect(idsOf(stream)).toEqual([a, b])
  })

  test('a client that breaks off again and again, while 2,000 statements arrive, has no gap and nothing twice', async () => {
    const sent: string[] = []
    const sending = (async () => {
      for (let batch = 0; batch < 50; batch++) {
        // Eight clients post at once, so that transactions are always under way.
        const posts = Array.from({ length: 8 }, () =>
          post(...Array.from({ length: 5 }, () => statementOf())),
        )
        for (const ids of await Promise.all(posts)) sent.push(...ids)
      }
    })()
    const got: string[] = []
    const positions: number[] = []
    let lastId = ''
    let reconnects = 0
    while (got.length < 2_000) {
      const headers: Record<string, string> = lastId ? { 'Last-Event-ID': lastId } : {}
      const stream = await follow('', headers)
      await Promise.race([
        new Promise((resolve) => setTimeout(resolve, 30 + (reconnects % 5) * 25)),
        stream.until(Math.min(400, 2_000 - got.length)).catch(() => undefined),
      ])
      // What came is all that counts: the connection is cut wherever it is.
      const events = [...stream.events]
      stream.close()
      await stream.ended
      got.push(...events.map(({ data }) => (JSON.parse(data) as { id: string }).id))
      positions.push(...events.map(({ id }) => Number(id)))
      lastId = events.at(-1)?.id ?? lastId
      reconnects++
      if (reconnects > 500) throw new Error(`${got.length} after 500 connections`)
    }
    await sending
    expect(reconnects).toBeGreaterThan(4)
    expect(new Set(got).size).toBe(got.length)
    expect(got.toSorted()).toEqual(sent.toSorted())
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  }, 60_000)

  test('needs statements/read', async () => {
    for (const scope of ['statements/read/mine', 'feeds/read', 'state'] as const) {
      const Authorization = await server.credential(scope)
      expect((await follow('', { Authorization })).status).toBe(403)
    }
    expect((await follow('', { Authorization: '' })).status).toBe(401)
    const Authorization = await server.credential('statements/read')
    expect((await follow('', { Authorization })).status).toBe(200)
  })

  test('a key that is limited to an activity follows that activity only', async () => {
    const activity = 'https://example.vn/lessons/mine'
    const response = await server.request('POST', '/api/v1/credentials', {
      name: 'limited',
      scopes: ['statements/read'],
      filter: { activities: [activity] },
    })
    const { key, secret } = (await response.json()) as { key: string; secret: string }
    const Authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
    const [, b] = await post(
      statementOf(),
      statementOf({ object: { id: activity } }),
      statementOf(),
    )
    const stream = await follow('', { Authorization })
    await stream.until(1)
    await post(statementOf())
    const [d] = await post(statementOf({ object: { id: activity } }))
    await stream.until(2)
    expect(idsOf(stream)).toEqual([b, d])
  })

  test('a key that is revoked, and a session that is signed out of, follow no longer', async () => {
    const Authorization = await server.credential('statements/read')
    const [key] = Buffer.from(Authorization.slice('Basic '.length), 'base64').toString().split(':')
    const cookie = await setUp(server)
    const ofKey = await follow('', { Authorization })
    const ofSession = await fetch(`${server.url}/api/v1/feed`, { headers: { cookie } })
    expect(ofSession.status).toBe(200)
    await server.request('DELETE', `/api/v1/credentials/${key}`)
    const headers = { cookie, origin: server.url }
    await fetch(`${server.url}/api/v1/sign-out`, { method: 'POST', headers })
    const [text] = await Promise.all([ofSession.text(), ofKey.ended])
    expect(text).not.toContain('event: statement')
  })

  test('more clients than the limit are refused with 503, until one goes; one key leaves room for others', async () => {
    const [one, two, three] = [await follow(), await follow(), await follow()]
    expect([one.status, two.status, three.status]).toEqual([200, 200, 503])
    const statuses: number[] = []
    for (let key = 0; key < 3; key++) {
      const Authorization = await server.credential('statements/read')
      statuses.push((await follow('', { Authorization })).status)
    }
    expect(statuses).toEqual([200, 200, 503])
    streams[3]!.close()
    streams[4]!.close()
    await Promise.all([streams[3]!.ended, streams[4]!.ended])
    one.close()
    await one.ended
    let status = 503
    for (let attempt = 0; attempt < 50 && status === 503; attempt++) {
      status = (await follow()).status
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(status).toBe(200)
  })

  test('HEAD answers the headers alone', async () => {
    const response = await server.request('HEAD', '/api/v1/feed')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toBe('')
  })

  test('a stop of the server ends the streams at once', async () => {
    const stream = await follow()
    await post(statementOf())
    await stream.until(1)
    const start = performance.now()
    await server.stop()
    await stream.ended
    expect(performance.now() - start).toBeLessThan(900)
    server = await startServer()
  })
})
