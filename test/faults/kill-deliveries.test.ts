import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import { type Received, type Receiver, startReceiver, waitUntil } from '../support/receiver.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { statementOf } from '../support/xapi-client.ts'

/**
 * kill -9 of the real server process in the middle of deliveries, three times: a receiver has every acknowledged statement, in
 * the order of the store, and what it has twice came under the same id with the same content.
 */

const statements = 3_000
const crashes = 3
const perPost = 20

let folder: string
let env: Record<string, string>
let server: ServerProcess
let client: TestServer
let receiver: Receiver

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-kill-deliveries-'))
  const [port, contentPort] = await freePorts(2)
  env = { HOCBA_DATA: folder, HOCBA_PORT: String(port), HOCBA_CONTENT_PORT: String(contentPort) }
  // Slow enough to be under way at each crash; some answers come after the sender is gone.
  receiver = await startReceiver((_request, response) => {
    setTimeout(() => response.writeHead(204).end(), 40)
  })
  server = await startServerProcess(env)
  client = await clientOf(env)
}, 60_000)
afterAll(async () => {
  await server?.crash()
  await receiver?.close()
  rmSync(folder, { recursive: true, force: true })
})

const version = { 'X-Experience-API-Version': '1.0.3' }
const idsIn = ({ json }: Received): string[] =>
  json.data.statements.map(({ id }: { id: string }) => id)
const messageOf = ({ headers }: Received) => String(headers['webhook-id'])

async function post(): Promise<string[]> {
  const ids = Array.from({ length: perPost }, newUuid)
  const body = ids.map((id) => statementOf({ id }))
  const response = await client.request('POST', '/xapi/statements', body, version)
  expect(response.status).toBe(200)
  return ids
}

async function inOrderOfTheStore(): Promise<string[]> {
  const ids: string[] = []
  let path = '/xapi/statements?ascending=true'
  while (path) {
    const response = await client.request('GET', path, undefined, version)
    const page = (await response.json()) as { statements: { id: string }[]; more: string }
    ids.push(...page.statements.map(({ id }) => id))
    path = page.more
  }
  return ids
}

test('a server that is killed while it delivers skips nothing, and repeats only whole messages', async () => {
  const webhook = { name: 'SIS', url: receiver.url }
  expect((await client.request('POST', '/api/v1/webhooks', webhook)).status).toBe(201)
  const acknowledged: string[] = []
  const share = statements / (crashes + 1)
  for (let crash = 0; crash <= crashes; crash++) {
    const before = receiver.received.length
    for (let posted = 0; posted < share; posted += perPost) acknowledged.push(...(await post()))
    if (crash === crashes) break
    // In the middle: deliveries have begun again, and one more is to be made, however far they have come.
    await receiver.until(before + 2, 20)
    acknowledged.push(...(await post()))
    await server.crash()
    server = await startServerProcess(env)
  }
  const idsReceived = () => new Set(receiver.received.flatMap(idsIn))
  await waitUntil(() => idsReceived().size >= acknowledged.length, 30)
  const stored = await inOrderOfTheStore()
  expect(stored.toSorted()).toEqual(acknowledged.toSorted())
  const messages = new Map<string, string[]>()
  for (const one of receiver.received) {
    const before = messages.get(messageOf(one))
    if (before) expect(idsIn(one)).toEqual(before)
    else messages.set(messageOf(one), idsIn(one))
  }
  expect([...messages.values()].flat()).toEqual(stored)
}, 120_000)

test('two processes on one store do not both deliver', async () => {
  const [port, contentPort] = await freePorts(2)
  const second = await startServerProcess({
    ...env,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
  })
  try {
    const before = receiver.received.length
    const ids: string[] = []
    for (let round = 0; round < 10; round++) ids.push(...(await post()))
    await waitUntil(() => receiver.received.slice(before).flatMap(idsIn).length >= ids.length, 20)
    const news = receiver.received.slice(before)
    expect(news.flatMap(idsIn)).toEqual(ids)
    // The one that has the lease gives it back when it stops, and the other goes on without waiting for it to run out.
    expect(await server.terminate()).toBe(0)
    client = await clientOf({
      ...env,
      HOCBA_PORT: String(port),
      HOCBA_CONTENT_PORT: String(contentPort),
    })
    const start = performance.now()
    const more = await post()
    await waitUntil(() => receiver.received.slice(before).flatMap(idsIn).includes(more.at(-1)!), 20)
    expect(performance.now() - start).toBeLessThan(4_000)
    expect(receiver.received.slice(before).flatMap(idsIn)).toEqual([...ids, ...more])
  } finally {
    await second.crash()
  }
}, 60_000)
