import { createHash } from 'node:crypto'
import { newUuid } from '../../../src/base/ids.ts'
import type {
  DeliveryDetail,
  DeliveryItem,
  ForwardingItem,
  TestResult,
} from '../../../src/feeds/wire.ts'
import { type Received, type Receiver, startReceiver, waitUntil } from '../../support/receiver.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf, voiding, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

/** /api/v1/forwardings: to a second hocba, and to receivers that refuse in ways that a record store does. */

let ahead = 0
let server: TestServer
let other: TestServer
let client: XapiClient
let otherClient: XapiClient
let receiver: Receiver

beforeEach(async () => {
  ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  server = await startServer({ clock, env: { HOCBA_LOG_LEVEL: 'silent' } })
  other = await startServer()
  client = xapiClient(server)
  otherClient = xapiClient(other)
  receiver = await startReceiver()
})
afterEach(async () => {
  await server.stop()
  await other.stop()
  await receiver.close()
})

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await server.request(method, `/api/v1${path}`, body)
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return (text ? JSON.parse(text) : undefined) as T
}

function credentialOf({ authorization }: TestServer) {
  const [key, secret] = Buffer.from(authorization.slice('Basic '.length), 'base64')
    .toString()
    .split(':') as [string, string]
  return { key, secret }
}

const create = (changes: object = {}) =>
  call<ForwardingItem>('POST', '/forwardings', {
    name: 'LRS của sở',
    url: `${other.url}/xapi/`,
    ...credentialOf(other),
    ...changes,
  })
const toReceiver = (changes: object = {}) => create({ url: `${receiver.url}/lrs`, ...changes })
const show = ({ id }: { id: string }) => call<ForwardingItem>('GET', `/forwardings/${id}`)
const deliveries = async ({ id }: { id: string }, state: string) =>
  (await call<{ items: DeliveryItem[] }>('GET', `/forwardings/${id}/deliveries?state=${state}`))
    .items

async function post(...statements: Record<string, unknown>[]): Promise<string[]> {
  const { status, body } = await client.post(statements)
  expect(status).toBe(200)
  return body as string[]
}
const some = (count: number) => Array.from({ length: count }, () => statementOf())

const inOrder = (xapi: XapiClient) => xapi.idsFound({ ascending: 'true' })
const idsIn = ({ json }: Received): string[] => json.map(({ id }: { id: string }) => id)

describe('forwarding to another record store', () => {
  test('what was stored before and what comes arrives there with its ids, in its order, voided where it is voided', async () => {
    const before = await post(...some(230))
    const [forwarding, after] = [
      await create({ since: '2020-01-01T00:00:00Z' }),
      await post(...some(7)),
    ]
    await waitUntil(async () => (await inOrder(otherClient)).length === 237)
    expect(await inOrder(otherClient)).toEqual([...before, ...after])
    const [, ...rest] = await inOrder(client)
    await post(voiding(before[0]!))
    await waitUntil(async () => !(await inOrder(otherClient)).includes(before[0]!))
    expect((await inOrder(otherClient)).slice(0, 236)).toEqual(rest)
    const { body: mine } = await client.get({ statementId: after[0]! })
    const { body: theirs } = await otherClient.get({ statementId: after[0]! })
    const { stored: _, authority: __, ...same } = mine as Record<string, unknown>
    expect(theirs).toMatchObject(same)
    await waitUntil(async () => (await show(forwarding)).waiting.lagSeconds === 0)
    expect(await show(forwarding)).toMatchObject({ url: `${other.url}/xapi`, state: 'active' })
  })

  test('what the filter leaves out does not arrive', async () => {
    const notVerb = 'http://adlnet.gov/expapi/verbs/experienced'
    await create({ filter: { notVerb } })
    await post(statementOf({ verb: { id: notVerb } }))
    const [kept] = await post(
      statementOf({ verb: { id: 'http://adlnet.gov/expapi/verbs/passed' } }),
    )
    await waitUntil(async () => (await inOrder(otherClient)).length > 0)
    expect(await inOrder(otherClient)).toEqual([kept])
  })

  test('statements of both versions arrive, each in its own', async () => {
    await create()
    const two = xapiClient(server, '2.0.0')
    const [a] = await post(statementOf())
    const { body } = await two.post([
      statementOf({
        context: {
          contextAgents: [{ objectType: 'contextAgent', agent: { mbox: 'mailto:b@example.vn' } }],
        },
      }),
    ])
    const [c] = await post(statementOf())
    await waitUntil(async () => (await inOrder(otherClient)).length === 3)
    expect(await inOrder(otherClient)).toEqual([a, (body as string[])[0], c])
  })

  test('another URL needs the secret again, which is never sent to a place that it was not given for', async () => {
    const forwarding = await create()
    const moved = { url: `${receiver.url}/lrs` }
    const change = (body: object) =>
      server.request('PATCH', `/api/v1/forwardings/${forwarding.id}`, body)
    const refused = await change(moved)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toMatchObject({ code: 'invalid-request', pointer: '/secret' })
    await call('POST', `/forwardings/${forwarding.id}/test`)
    expect(receiver.received).toEqual([])
    expect((await change({ url: `${other.url}/xapi/statements` })).status).toBe(200)
    expect((await change({ ...moved, secret: 'of the receiver' })).status).toBe(200)
  })

  test('files travel with their statement', async () => {
    await create()
    const content = Buffer.from('Bằng khen\r\n--\0')
    const sha2 = createHash('sha256').update(content).digest('hex')
    const statement = statementOf({
      id: newUuid(),
      attachments: [
        {
          usageType: 'http://example.vn/usage/certificate',
          display: { vi: 'Bằng khen' },
          contentType: 'text/plain',
          length: content.length,
          sha2,
        },
      ],
    })
    const body = Buffer.concat([
      Buffer.from(
        `--b\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(statement)}\r\n--b\r\n`,
      ),
      Buffer.from('Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n'),
      Buffer.from(`X-Experience-API-Hash: ${sha2}\r\n\r\n`),
      content,
      Buffer.from('\r\n--b--\r\n'),
    ])
    const headers = { 'Content-Type': 'multipart/mixed; boundary=b' }
    expect((await client.post(body, headers)).status).toBe(200)
    await post(statementOf())
    await waitUntil(async () => (await inOrder(otherClient)).length === 2)
    const { body: answer } = await otherClient.get({ attachments: 'true' })
    expect(answer).toContain('Bằng khen\r\n--\0')
    expect(answer).toContain(`X-Experience-API-Hash: ${sha2}`)
  })

  test('a statement that is there with other content is a dead letter with the answer; the rest go on', async () => {
    const id = newUuid()
    expect((await otherClient.post([statementOf({ id })])).status).toBe(200)
    const forwarding = await create()
    const rare = { id: 'http://example.vn/verbs/rare' }
    const ids = await post(...some(20), statementOf({ id, verb: rare }), ...some(20))
    await waitUntil(async () => (await inOrder(otherClient)).length === 41)
    expect((await inOrder(otherClient)).slice(1)).toEqual(ids.filter((one) => one !== id))
    const [dead, ...more] = await deliveries(forwarding, 'dead')
    expect(more).toEqual([])
    expect(dead).toMatchObject({ statements: 1, lastAttempt: { status: 409 } })
    expect(dead!.lastAttempt!.answer).toContain('statement-conflict')
    const detail = await call<DeliveryDetail>(
      'GET',
      `/forwardings/${forwarding.id}/deliveries/${dead!.id}`,
    )
    expect(detail.statementIds).toEqual([id])
    await call('POST', `/forwardings/${forwarding.id}/deliveries/${dead!.id}/resend`)
    await waitUntil(async () => {
      const [again] = await deliveries(forwarding, 'dead')
      return Date.parse(again?.lastAttempt?.at ?? '') > Date.parse(dead!.lastAttempt!.at)
    })
    expect(await deliveries(forwarding, 'dead')).toHaveLength(1)
  })

  test('a wrong password gives nothing up: with the right one everything arrives', async () => {
    const forwarding = await create({ secret: 'wrong' })
    const ids = await post(...some(3))
    await waitUntil(async () => (await show(forwarding)).lastError !== undefined)
    expect((await show(forwarding)).lastError).toMatch(/401/)
    ahead += 4 * 86_400_000
    await waitUntil(async () => (await deliveries(forwarding, 'pending'))[0]!.attempts === 2)
    expect(await deliveries(forwarding, 'dead')).toEqual([])
    await call('PATCH', `/forwardings/${forwarding.id}`, credentialOf(other))
    await waitUntil(async () => (await inOrder(otherClient)).length === 3)
    expect(await inOrder(otherClient)).toEqual(ids)
  })

  test('a store that answers 400 to everything is wrong itself: nothing is given up', async () => {
    receiver.react = 400
    const forwarding = await toReceiver()
    await post(...some(8))
    await waitUntil(async () => (await show(forwarding)).lastError !== undefined)
    expect(await deliveries(forwarding, 'dead')).toEqual([])
    expect((await deliveries(forwarding, 'pending'))[0]!.attempts).toBe(1)
    receiver.react = 200
    const before = receiver.received.length
    ahead += 3_600_000
    await receiver.until(before + 1)
    expect(idsIn(receiver.received.at(-1)!)).toHaveLength(8)
  })

  test('sends HTTP Basic, the version and nothing that it did not get', async () => {
    await toReceiver({ key: 'khóa', secret: 'bí:mật', version: '2.0.0' })
    const ids = await post(...some(2))
    const [{ method, path, headers, json }] = (await receiver.until(1)) as [Received]
    expect(`${method} ${path}`).toBe('POST /lrs/statements')
    expect(headers['x-experience-api-version']).toBe('2.0.0')
    expect(headers['content-type']).toBe('application/json')
    expect(headers.authorization).toBe(`Basic ${Buffer.from('khóa:bí:mật').toString('base64')}`)
    expect(idsIn(receiver.received[0]!)).toEqual(ids)
    const { body } = await client.get({ statementId: ids[0]! })
    expect(json[0]).toEqual(body)
  })

  test('a test asks for the About Resource', async () => {
    const forwarding = await create()
    const run = ({ id }: { id: string }) => call<TestResult>('POST', `/forwardings/${id}/test`)
    const result = await run(forwarding)
    expect(result).toMatchObject({ isDelivered: true, status: 200 })
    expect(result.answer).toContain('1.0.3')
    receiver.react = 404
    const nowhere = await toReceiver()
    expect(await run(nowhere)).toMatchObject({ isDelivered: false, status: 404 })
    expect(receiver.received[0]).toMatchObject({ method: 'GET', path: '/lrs/about' })
  })

  test('no answer shows the password, and webhooks and forwardings are told apart', async () => {
    const forwarding = await create()
    const { secret } = credentialOf(other)
    const text = await (await server.request('GET', '/api/v1/forwardings')).text()
    expect(text).not.toContain(secret)
    expect(text).not.toContain('sealed')
    const wrong = await server.request('GET', `/api/v1/webhooks/${forwarding.id}`)
    expect(await wrong.json()).toMatchObject({ code: 'webhook-not-found' })
  })
})
