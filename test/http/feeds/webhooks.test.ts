import { Webhook } from 'standardwebhooks'
import type {
  CreatedWebhook,
  DeliveryDetail,
  DeliveryItem,
  RotatedWebhook,
  TestResult,
  WebhookItem,
} from '../../../src/feeds/wire.ts'
import { type Received, type Receiver, startReceiver, waitUntil } from '../../support/receiver.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf, voiding, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

/** /api/v1/webhooks with real receivers that fail in every way. The clock is the machine's, which a test can put forward. */

const rare = 'http://example.vn/verbs/rare'
const hours = 3_600_000
const days = 24 * hours
let ahead = 0
let server: TestServer
let client: XapiClient
let receiver: Receiver

beforeEach(async () => {
  ahead = 0
  server = await startServer({
    clock: () => new Date(Date.now() + ahead),
    env: { HOCBA_LOG_LEVEL: 'silent' },
  })
  client = xapiClient(server)
  receiver = await startReceiver()
})
afterEach(async () => {
  await server.stop()
  await receiver.close()
})

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await server.request(method, `/api/v1${path}`, body)
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return (text ? JSON.parse(text) : undefined) as T
}

const create = (changes: object = {}) =>
  call<CreatedWebhook>('POST', '/webhooks', { name: 'SIS', url: `${receiver.url}/in`, ...changes })
const show = ({ id }: { id: string }) => call<WebhookItem>('GET', `/webhooks/${id}`)
const deliveries = async ({ id }: { id: string }, state = '') =>
  (
    await call<{ items: DeliveryItem[] }>(
      'GET',
      `/webhooks/${id}/deliveries${state && `?state=${state}`}`,
    )
  ).items

async function post(...statements: Record<string, unknown>[]): Promise<string[]> {
  const { status, body } = await client.post(statements)
  expect(status).toBe(200)
  return body as string[]
}
const postSome = (count: number) => post(...Array.from({ length: count }, () => statementOf()))

const idsIn = ({ json }: Received): string[] =>
  json.data.statements.map(({ id }: { id: string }) => id)
const idsReceived = () => receiver.received.flatMap(idsIn)
const webhookIds = () => receiver.received.map(({ headers }) => headers['webhook-id'])

describe('webhooks', () => {
  test('deliver what is stored from now on, signed as Standard Webhooks says', async () => {
    await postSome(2)
    const webhook = await create()
    expect(webhook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const ids = await postSome(3)
    await receiver.until(1)
    const [{ headers, body, json, path }] = receiver.received as [Received]
    expect(path).toBe('/in')
    expect(headers['content-type']).toBe('application/json')
    new Webhook(webhook.secret).verify(body, headers as Record<string, string>)
    expect(() =>
      new Webhook(webhook.secret).verify(`${body} `, headers as Record<string, string>),
    ).toThrow()
    expect(json.type).toBe('statements.stored')
    expect(idsReceived()).toEqual(ids)
    const { body: stored } = await client.get({ statementId: ids[0]! })
    expect(json.data.statements[0]).toEqual(stored)
    await waitUntil(async () => (await show(webhook)).lastDeliveredAt !== undefined)
    expect((await show(webhook)).waiting).toEqual({ lagSeconds: 0, statements: 0 })
  })

  test('deliver 1,000 statements in order, in batches of at most a hundred, each once', async () => {
    const ids = (await Promise.all(Array.from({ length: 20 }, () => postSome(50)))).flat()
    await create({ since: '2020-01-01T00:00:00Z' })
    await waitUntil(() => idsReceived().length >= 1_000)
    expect(idsReceived()).toEqual(await client.idsFound({ ascending: 'true' }))
    expect(idsReceived().toSorted()).toEqual(ids.toSorted())
    expect(receiver.received.every((one) => idsIn(one).length <= 100)).toBe(true)
    expect(new Set(webhookIds()).size).toBe(receiver.received.length)
  })

  test('deliver what the filter lets through, and nothing that was voided before', async () => {
    receiver.react = 500
    const webhook = await create({ filter: { verb: rare } })
    const [, a] = await post(statementOf(), statementOf({ verb: { id: rare } }))
    await receiver.until(1)
    const [b] = await post(statementOf({ verb: { id: rare } }))
    const [c] = await post(voiding(a!))
    receiver.react = 204
    ahead += hours
    await waitUntil(() => receiver.received.flatMap(idsIn).includes(c!))
    expect(idsReceived()).toEqual([a, b, c])
    expect((await show(webhook)).filter).toEqual({ verb: rare })
  })

  test('deliver what has a result that fits, far behind what has none', async () => {
    const failed = { result: { success: false, score: { scaled: 0.3 } } }
    const [a] = await post(statementOf(failed), statementOf({ result: { success: true } }))
    for (let batch = 0; batch < 3; batch++) await postSome(200)
    const [b] = await post(statementOf(failed))
    const filter = { success: false, score: '..0.5' }
    const webhook = await create({ filter, since: '2020-01-01T00:00:00Z' })
    await waitUntil(() => idsReceived().length >= 2)
    expect(idsReceived()).toEqual([a, b])
    expect((await show(webhook)).filter).toEqual(filter)
  })

  test('deliver nothing of what the filter leaves out: a verb, an activity, an agent', async () => {
    const robot = { account: { homePage: 'https://example.vn', name: 'robot' } }
    const trial = 'https://example.vn/trial'
    const filter = { notVerb: rare, notActivity: trial, notAgent: robot }
    const webhook = await create({ filter })
    const inTrial = { context: { contextActivities: { parent: [{ id: trial }] } } }
    await post(
      statementOf({ verb: { id: rare } }),
      statementOf({ object: { id: trial } }),
      statementOf(inTrial),
      statementOf({ actor: robot }),
    )
    const [kept] = await post(statementOf())
    await waitUntil(() => idsReceived().length > 0)
    expect(idsReceived()).toEqual([kept])
    expect((await show(webhook)).filter).toEqual(filter)
  })

  test('refuses a range of scores that is none, naming it', async () => {
    const body = { name: 'x', url: `${receiver.url}/in`, filter: { score: 'high' } }
    const answer = await server.request('POST', '/api/v1/webhooks', body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ pointer: '/filter/score' })
  })

  test('a delivery that fails is repeated after 5, 15, 45 seconds with its id, and holds up what comes later', async () => {
    receiver.react = 500
    const webhook = await create()
    const first = await postSome(2)
    await receiver.until(1)
    const second = await postSome(1)
    for (const [attempt, seconds] of [5, 15, 45].entries()) {
      await waitUntil(async () => (await deliveries(webhook))[0]?.attempts === attempt + 1)
      const [delivery] = await deliveries(webhook)
      const { at, milliseconds, status, error, answer } = delivery!.lastAttempt!
      expect({ status, answer }).toEqual({ status: 500, answer: 'answer' })
      expect(error).toMatch(/500/)
      const wait = Date.parse(delivery!.nextAttemptAt!) - Date.parse(at) - milliseconds
      expect(Math.abs(wait - seconds * 1_000)).toBeLessThan(500)
      ahead += seconds * 1_000
      await receiver.until(attempt + 2)
    }
    expect((await show(webhook)).failingSince).toBeDefined()
    await waitUntil(async () => (await deliveries(webhook))[0]?.attempts === 4)
    receiver.react = 200
    ahead += hours
    await waitUntil(() => receiver.received.length >= 6)
    expect(new Set(webhookIds().slice(0, 5)).size).toBe(1)
    expect(idsIn(receiver.received[4]!)).toEqual(first)
    expect(idsIn(receiver.received[5]!)).toEqual(second)
    await waitUntil(async () => (await show(webhook)).failingSince === undefined)
    expect((await show(webhook)).lastError).toBeUndefined()
  })

  test('Retry-After is waited for', async () => {
    receiver.react = (_request, response) => {
      response.writeHead(429, { 'Retry-After': '900' }).end()
    }
    const webhook = await create()
    await postSome(1)
    await waitUntil(async () => (await deliveries(webhook))[0]?.attempts === 1)
    const [{ nextAttemptAt, lastAttempt }] = (await deliveries(webhook)) as [DeliveryItem]
    const wait = Date.parse(nextAttemptAt!) - Date.parse(lastAttempt!.at)
    expect(wait).toBeGreaterThanOrEqual(900_000)
    expect(wait).toBeLessThan(902_000)
  })

  test('redirects are not followed, and count as failures', async () => {
    const other = await startReceiver()
    receiver.react = (_request, response) => {
      response.writeHead(307, { Location: other.url }).end()
    }
    const webhook = await create()
    await postSome(1)
    await waitUntil(async () => (await deliveries(webhook))[0]?.attempts === 1)
    expect((await deliveries(webhook))[0]!.lastAttempt!.error).toMatch(/redirects \(307\)/)
    expect(other.received).toEqual([])
    await other.close()
  })

  test('410 disables it; made active again it goes on where it stopped', async () => {
    receiver.react = 410
    const webhook = await create()
    const ids = await postSome(1)
    await waitUntil(async () => (await show(webhook)).state === 'disabled')
    expect((await show(webhook)).disabledReason).toMatch(/410/)
    const more = await postSome(1)
    receiver.react = 204
    const changed = await call<WebhookItem>('PATCH', `/webhooks/${webhook.id}`, { state: 'active' })
    expect(changed).toMatchObject({ state: 'active' })
    expect(changed.disabledReason).toBeUndefined()
    await receiver.until(3)
    expect(receiver.received.slice(1).flatMap(idsIn)).toEqual([...ids, ...more])
  })

  test('a delivery that fails for three days is a dead letter, the next one is tried; after five days it is disabled', async () => {
    receiver.react = 500
    const webhook = await create()
    const first = await postSome(1)
    await receiver.until(1)
    const second = await postSome(1)
    await waitUntil(async () => (await show(webhook)).lastError !== undefined)
    ahead += 3 * days
    await waitUntil(async () => (await deliveries(webhook, 'dead')).length === 1)
    await receiver.until(3)
    expect(idsIn(receiver.received[2]!)).toEqual(second)
    ahead += 2 * days
    await waitUntil(async () => (await show(webhook)).state === 'disabled')
    expect((await show(webhook)).disabledReason).toMatch(/Every attempt has failed since/)
    const [dead] = await deliveries(webhook, 'dead')
    receiver.react = 204
    const replayed = await call('POST', `/webhooks/${webhook.id}/replay`, { deadLetters: true })
    expect(replayed).toEqual({ deadLetters: 1 })
    const before = receiver.received.length
    await call('PATCH', `/webhooks/${webhook.id}`, { state: 'active' })
    await receiver.until(before + 2)
    const last = receiver.received.slice(before)
    const letter = last.find(({ headers }) => headers['webhook-id'] === dead!.id)
    expect(idsIn(letter!)).toEqual(first)
    expect(last.flatMap(idsIn).toSorted()).toEqual([...first, ...second].toSorted())
    await waitUntil(async () => (await deliveries(webhook, 'dead')).length === 0)
  })

  test('a range is sent again as new deliveries, and one delivery with the id that it had', async () => {
    const webhook = await create()
    const ids = [await postSome(2), await postSome(2), await postSome(2)].flat()
    await waitUntil(() => idsReceived().length === 6)
    await waitUntil(async () => (await deliveries(webhook, 'delivered')).length > 0)
    const [, , , , , last] = await client.idsFound({ ascending: 'true' })
    const { body } = await client.get({ statementId: ids[1]! })
    const since = (body as { stored: string }).stored
    await waitUntil(async () => (await deliveries(webhook, 'pending')).length === 0)
    const before = receiver.received.length
    const knownIds = webhookIds()
    await call('POST', `/webhooks/${webhook.id}/replay`, { since })
    await waitUntil(() => receiver.received.slice(before).flatMap(idsIn).length === 4)
    expect(receiver.received.slice(before).flatMap(idsIn)).toEqual(ids.slice(2))
    expect(ids.at(-1)).toBe(last)
    expect(knownIds).not.toContain(webhookIds().at(-1))
    await waitUntil(async () => (await show(webhook)).replayThrough === undefined)
    const oldest = (await deliveries(webhook)).at(-1)!
    await call('POST', `/webhooks/${webhook.id}/deliveries/${oldest.id}/resend`)
    await waitUntil(() => webhookIds().filter((id) => id === oldest.id).length === 2)
    const detail = await call<DeliveryDetail>(
      'GET',
      `/webhooks/${webhook.id}/deliveries/${oldest.id}`,
    )
    expect(detail.statementIds).toEqual(idsIn(receiver.received[0]!))
  })

  test('a replay holds nothing that was not delivered yet, and only one runs at a time', async () => {
    const webhook = await create()
    await call('PATCH', `/webhooks/${webhook.id}`, { state: 'paused' })
    await postSome(1)
    const range = { since: '2020-01-01T00:00:00Z' }
    const started = await call<{ replayThrough: string }>(
      'POST',
      `/webhooks/${webhook.id}/replay`,
      range,
    )
    expect(started.replayThrough).toBe((await show(webhook)).deliveredThrough)
    const again = await server.request('POST', `/api/v1/webhooks/${webhook.id}/replay`, range)
    expect(again.status).toBe(409)
    expect(await again.json()).toMatchObject({ code: 'replay-under-way' })
    expect((await show(webhook)).waiting.statements).toBe(1)
    expect(receiver.received).toEqual([])
  })

  test('a new secret signs beside the one before until the overlap is over', async () => {
    const webhook = await create()
    const rotated = await call<RotatedWebhook>(
      'POST',
      `/webhooks/${webhook.id}/rotate?overlapHours=2`,
    )
    expect(rotated.secret).not.toBe(webhook.secret)
    await postSome(1)
    await receiver.until(1)
    const isSigned = ({ body, headers }: Received, secret: string) => {
      try {
        new Webhook(secret).verify(body, headers as Record<string, string>)
        return true
      } catch {
        return false
      }
    }
    const [both] = receiver.received as [Received]
    expect([isSigned(both, webhook.secret), isSigned(both, rotated.secret)]).toEqual([true, true])
    // Past the overlap by so little that the receiver still believes the time: the secret's end is put back instead.
    await call('POST', `/webhooks/${webhook.id}/rotate?overlapHours=0`)
    await postSome(1)
    await receiver.until(2)
    expect(isSigned(receiver.received[1]!, rotated.secret)).toBe(false)
    expect((await show(webhook)).previousSecretUntil).toBeUndefined()
  })

  test('a test says what the receiver answered, whatever that is', async () => {
    const webhook = await create()
    const run = () => call<TestResult>('POST', `/webhooks/${webhook.id}/test`)
    receiver.react = 200
    expect(await run()).toMatchObject({ isDelivered: true, status: 200, answer: 'answer' })
    const [{ body, headers, json }] = receiver.received as [Received]
    new Webhook(webhook.secret).verify(body, headers as Record<string, string>)
    expect(json).toMatchObject({ type: 'webhook.test', data: { webhook: webhook.id } })
    receiver.react = 404
    expect(await run()).toMatchObject({ isDelivered: false, status: 404 })
    await receiver.close()
    expect(await run()).toMatchObject({
      isDelivered: false,
      error: expect.stringMatching(/REFUSED/),
    })
    receiver = await startReceiver()
  })

  test('a filter or URL that changes makes what waits another delivery', async () => {
    receiver.react = 500
    const webhook = await create()
    const [a, b] = await post(statementOf(), statementOf({ verb: { id: rare } }))
    await receiver.until(1)
    await waitUntil(async () => (await deliveries(webhook))[0]?.attempts === 1)
    receiver.react = 204
    await call('PATCH', `/webhooks/${webhook.id}`, { filter: { verb: rare } })
    await receiver.until(2)
    expect(receiver.received.map(idsIn)).toEqual([[a, b], [b]])
    expect(new Set(webhookIds()).size).toBe(2)
    const changed = await call<WebhookItem>('PATCH', `/webhooks/${webhook.id}`, { filter: null })
    expect(changed.filter).toBeUndefined()
  })

  test('a paused one gets nothing, a removed one never more', async () => {
    const webhook = await create()
    await call('PATCH', `/webhooks/${webhook.id}`, { state: 'paused' })
    const ids = await postSome(1)
    const removed = await create()
    await call('DELETE', `/webhooks/${removed.id}`)
    expect((await server.request('GET', `/api/v1/webhooks/${removed.id}`)).status).toBe(404)
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    expect(receiver.received).toEqual([])
    await call('PATCH', `/webhooks/${webhook.id}`, { state: 'active' })
    await receiver.until(1)
    expect(idsReceived()).toEqual(ids)
  })

  test.each([
    ['ftp://example.vn/', 'must begin with'],
    ['not a url', 'must begin with'],
    ['https://user:pass@example.vn/', 'user name'],
    ['http://169.254.169.254/latest/meta-data', '169.254.169.254'],
    ['http://[fe80::1]/', 'fe80::1'],
    ['http://0.0.0.0:80/', '0.0.0.0'],
    ['http://[::ffff:169.254.169.254]/', 'reserved'],
    ['http://2852039166/', '169.254.169.254'],
  ])('refuses the URL %s', async (url, words) => {
    const response = await server.request('POST', '/api/v1/webhooks', { name: 'x', url })
    expect(response.status).toBe(400)
    const problem = (await response.json()) as { code: string; pointer: string; message: string }
    expect(problem).toMatchObject({ code: 'address-refused', pointer: '/url' })
    expect(problem.message).toContain(words)
  })

  test.each([
    [{ verb: 'answered' }, '/filter/verb'],
    [{ agent: { name: 'nobody' } }, '/filter/agent'],
    [{ notAgent: { name: 'nobody' } }, '/filter/notAgent'],
    [{ notVerb: 'answered' }, '/filter/notVerb'],
    [{ until: '2026-01-01T00:00:00Z' }, '/filter/until'],
  ])('refuses the filter %j, naming the place', async (filter, pointer) => {
    const body = { name: 'x', url: receiver.url, filter }
    const response = await server.request('POST', '/api/v1/webhooks', body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'invalid-request', pointer })
  })

  test('who may not read statements cannot have them sent anywhere', async () => {
    const Authorization = await server.credential('feeds/write', 'feeds/read')
    const body = { name: 'x', url: receiver.url }
    const response = await server.request('POST', '/api/v1/webhooks', body, { Authorization })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ facts: { scope: 'statements/read' } })
    const webhook = await create()
    const change = await server.request(
      'PATCH',
      `/api/v1/webhooks/${webhook.id}`,
      { url: `${receiver.url}/mine` },
      { Authorization },
    )
    expect(change.status).toBe(403)
  })

  test('no answer shows a secret, and there are at most fifty', async () => {
    const webhook = await create()
    const list = await server.request('GET', '/api/v1/webhooks')
    expect(await list.text()).not.toContain(webhook.secret.slice(6, 20))
    for (let made = 1; made < 50; made++) await create({ name: String(made) })
    const more = await server.request('POST', '/api/v1/webhooks', { name: 'x', url: receiver.url })
    expect(more.status).toBe(409)
    expect(await more.json()).toMatchObject({ code: 'too-many-destinations', limit: 50 })
    expect((await call<{ items: unknown[] }>('GET', '/webhooks')).items).toHaveLength(50)
  })
})
