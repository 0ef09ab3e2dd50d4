import { Agent, request } from 'node:http'
import { createCredential } from '../../../src/access/index.ts'
import type { EndedRequest } from '../../../src/http/watch-requests.ts'
import { recordRequests } from '../../../src/requests/index.ts'
import { standingClock } from '../../contract/engine.ts'
import { startServer } from '../../support/server.ts'
import { temporaryStorage } from '../../support/storage.ts'
import { statementOf } from '../../support/xapi-client.ts'
import { requestLog } from './request-log.ts'

const version = { 'X-Experience-API-Version': '1.0.3' }

/** Sends as many requests as fast as 50 connections take them; the status of each, and the milliseconds. */
async function flood(url: string, headers: Record<string, string>, count: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const body = JSON.stringify(statementOf({ actor: { mbox: 'no' } }))
  const one = () =>
    new Promise<number>((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        agent,
        headers: { ...headers, 'Content-Type': 'application/json' },
      })
      sent.on('error', reject)
      sent.on('response', (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      })
      sent.end(body)
    })
  const begun = performance.now()
  const statuses = await Promise.all(Array.from({ length: count }, one))
  agent.destroy()
  return { statuses: new Set(statuses), milliseconds: performance.now() - begun }
}

test('5,000 refused requests are each answered, kept or counted, and the server goes on', async () => {
  const server = await startServer()
  try {
    const log = requestLog(server)
    const headers = { ...version, Authorization: server.authorization }
    const { statuses } = await flood(`${server.url}/xapi/statements`, headers, 5_000)
    expect(statuses).toEqual(new Set([400]))
    const good = await server.request('POST', '/xapi/statements', statementOf(), version)
    expect(good.status).toBe(200)
    const isCounted = ({ items }: { items: { week: { rejected: number } }[] }) =>
      items[0]?.week.rejected === 5_000
    const { items, dropped } = await log.until('/sources', isCounted)
    expect(items[0]).toMatchObject({
      week: { requests: expect.any(Number) },
      alert: { kind: 'failing' },
    })
    const isWhole = ({ items: [group] }: { items: { count: number }[] }) =>
      (group?.count ?? 0) + dropped >= 5_000
    await log.until('/requests/groups?code=invalid-statement', isWhole)
  } finally {
    await server.stop()
  }
}, 60_000)

const ended = (changes: Partial<EndedRequest> = {}): EndedRequest => ({
  id: `${Math.random()}`,
  at: new Date('2026-03-02T08:00:00.000Z'),
  milliseconds: 1,
  method: 'POST',
  target: '/xapi/statements',
  headers: {},
  status: 401,
  isRefusedPreflight: false,
  principal: undefined,
  problem: undefined,
  stored: undefined,
  body: undefined,
  ...changes,
})

describe('the recorder', () => {
  const limits = { requestLogDaysMax: 30, requestLogCountMax: 100, report: () => {} }
  const principal = { kind: 'credential', id: 'k1', name: 'A', scopes: [] } as const
  let temporary: Awaited<ReturnType<typeof temporaryStorage>>
  let clock: ReturnType<typeof standingClock>
  beforeEach(async () => {
    clock = standingClock()
    temporary = await temporaryStorage(clock)
  })
  afterEach(() => temporary.remove())
  const count = async (filter = {}) =>
    (await temporary.storage.listRefusedRequests(filter, { limit: 1_000 })).items.length

  test('keeps the newest of known senders and half as many of others, and nothing that is too old', async () => {
    const recorder = recordRequests(temporary.storage, clock, limits)
    for (let n = 0; n < 150; n++) recorder.take(ended({ principal }))
    for (let n = 0; n < 700; n++) recorder.take(ended())
    await recorder.flush()
    expect(await count({ key: 'k1' })).toBe(100)
    expect(await count()).toBe(150)
    clock.advance(31 * 86_400_000)
    await recorder.flush()
    expect(await count()).toBe(0)
  })

  test('holds no more than it may while nothing can be written, counts the rest, and writes when it can', async () => {
    const reports: unknown[] = []
    let isBroken = true
    const store = {
      findCredential: async () => undefined,
      transact: ((work) =>
        isBroken
          ? Promise.reject(new Error('full'))
          : temporary.storage.transact(work)) as typeof temporary.storage.transact,
    }
    const recorder = recordRequests(store, clock, {
      ...{ ...limits, requestLogCountMax: 10_000 },
      report: (error) => reports.push(error),
    })
    for (let n = 0; n < 6_000; n++) recorder.take(ended({ principal }))
    await recorder.flush()
    await recorder.flush()
    expect(reports).toHaveLength(1)
    expect(recorder.dropped()).toBe(1_000)
    isBroken = false
    await recorder.flush()
    const [group] = await temporary.storage.groupRefusedRequests({}, 1)
    expect(group?.count).toBe(5_000)
    const [source] = await temporary.storage.listSources(0)
    expect(source?.hours).toMatchObject([{ requests: 6_000, rejected: 6_000 }])
  })

  test('holds bodies within a bound too', () => {
    const recorder = recordRequests(temporary.storage, clock, limits)
    const body = Buffer.alloc(64 * 1024, '{')
    for (let n = 0; n < 1_000; n++) recorder.take(ended({ principal, status: 400, body }))
    expect(recorder.dropped()).toBeGreaterThan(400)
  })

  test('counts a wrong secret for the credential whose key was claimed, if there is one', async () => {
    const { key } = await createCredential(
      temporary.storage,
      clock,
    )({ name: 'Rise', scopes: ['all'] })
    const claimed = (user: string) => ({
      authorization: `Basic ${Buffer.from(`${user}:wrong`).toString('base64')}`,
    })
    const recorder = recordRequests(temporary.storage, clock, limits)
    recorder.take(ended({ headers: claimed(key) }))
    recorder.take(ended({ headers: claimed('0123456789abcdef0123456789abcdef') }))
    await recorder.flush()
    await recorder.flush()
    const sources = await temporary.storage.listSources(0)
    expect(sources).toMatchObject([{ source: { id: key, name: 'Rise' }, hours: [{ rejected: 1 }] }])
  })

  test('writes nothing while nothing happens', async () => {
    let writes = 0
    const store = {
      findCredential: async () => undefined,
      transact: ((work) => {
        writes += 1
        return temporary.storage.transact(work)
      }) as typeof temporary.storage.transact,
    }
    const recorder = recordRequests(store, clock, limits)
    await recorder.flush()
    const afterStart = writes
    for (let n = 0; n < 50; n++) await recorder.flush()
    expect(writes).toBe(afterStart)
  })
})
