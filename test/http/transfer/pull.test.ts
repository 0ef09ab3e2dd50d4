import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newUuid } from '../../../src/base/ids.ts'
import type { StatementImport } from '../../../src/transfer/index.ts'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  multipartType,
} from '../../support/multipart.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf, voiding, xapiClient } from '../../support/xapi-client.ts'
import { importEnd, importFile, linesOf, manyStatements, ndjsonOf } from './transfer-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

async function pull(body: Record<string, unknown>): Promise<StatementImport> {
  const response = await server.request('POST', '/api/v1/imports/pull', body)
  const job = (await response.json()) as StatementImport
  if (response.status !== 202) throw new Error(JSON.stringify(job))
  expect(JSON.stringify(job)).not.toContain(String(body.secret))
  return importEnd(server, job.id)
}

const credentialOf = ({ authorization }: TestServer) => {
  const [key, secret] = Buffer.from(authorization.slice(6), 'base64').toString().split(':')
  return { key, secret }
}

describe('POST /api/v1/imports/pull', () => {
  let other: TestServer
  const many = manyStatements(620)
  const voided = statementOf({ id: newUuid() })
  const content = 'Xin chào'
  const withFile = statementOf({ id: newUuid(), attachments: [attachmentOf(content)] })

  beforeAll(async () => {
    other = await startServer()
    await importFile(other, ndjsonOf([...many, voided, voiding(String(voided.id))]))
    const body = multipartBody([jsonPart([withFile]), filePart(content)])
    const { status } = await xapiClient(other).post(body, multipartType())
    if (status !== 200) throw new Error(`${status}`)
  })
  afterAll(() => other.stop())

  test('copies another record store whole, with files and voided statements, and verifies it', async () => {
    const source = { endpoint: `${other.url}/xapi`, ...credentialOf(other) }
    const job = await pull(source)
    expect(job).toMatchObject({ state: 'done', failure: null })
    expect(job.counts).toEqual({ read: 623, stored: 623, unchanged: 0, rejected: 0 })
    expect(job.verification).toEqual({ listed: 622, found: 622, missing: [] })
    const client = xapiClient(server)
    const found = await client.get({ statementId: String(withFile.id), attachments: 'true' })
    expect(found.body).toContain('Xin chào')
    expect((await client.get({ voidedStatementId: String(voided.id) })).status).toBe(200)
    expect((await pull(source)).counts).toMatchObject({ stored: 0, unchanged: 623 })
  })

  test('copies what was stored after a time', async () => {
    const all = await other.request('GET', '/api/v1/exports/statements.ndjson')
    const stored = (await linesOf<{ stored: string }>(all)).map((line) => line.stored)
    const source = { endpoint: `${other.url}/xapi/`, ...credentialOf(other), since: stored.at(-3) }
    expect((await pull(source)).verification).toMatchObject({ listed: 2, found: 2 })
  })

  test('says that a key is wrong', async () => {
    const job = await pull({ endpoint: `${other.url}/xapi/`, key: 'k', secret: 'wrong-secret' })
    expect(job).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('refuses the key'),
    })
  })

  test('refuses what is no address of a record store', async () => {
    const body = { endpoint: 'ftp://lrs.example.vn/', key: 'k', secret: 's' }
    const response = await server.request('POST', '/api/v1/imports/pull', body)
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: 'address-refused', pointer: '/endpoint' }),
    ])
  })
})

describe('a pull from a record store in trouble', () => {
  let asked: string[]
  let answers: ((path: string) => [status: number, body: unknown])[]
  let fake: Server
  let endpoint: string
  beforeEach(async () => {
    asked = []
    fake = createServer((request, response) => {
      const path = request.url!
      asked.push(path)
      const [status, body] = path.endsWith('/about')
        ? [200, { version: ['1.0.3'] }]
        : path.endsWith('limit=1')
          ? [200, { statements: [], more: '' }]
          : answers.shift()!(path)
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve))
    endpoint = `http://127.0.0.1:${(fake.address() as AddressInfo).port}/xapi/`
  })
  afterEach(() => new Promise((resolve) => fake.close(resolve)))

  const stored = '2026-09-05T07:30:00.000Z'
  const page = (count: number, more: string) => () =>
    [200, { statements: manyStatements(count).map((one) => ({ ...one, stored })), more }] as [
      number,
      unknown,
    ]

  test('tries again, and begins anew behind what it has when a link is forgotten', async () => {
    answers = [() => [503, {}], page(3, '/xapi/more/1'), () => [404, {}], page(2, ''), page(4, '')]
    const job = await pull({ endpoint, key: 'k', secret: 'secret' })
    expect(job).toMatchObject({ state: 'done', counts: { read: 5, stored: 5 } })
    expect(job.verification).toMatchObject({ listed: 4, found: 0 })
    expect(job.verification!.missing).toHaveLength(4)
    expect(
      asked.filter((path) => path.includes('since=2026-09-05T07%3A29%3A59.999Z')),
    ).toHaveLength(1)
  }, 15_000)

  test('gives the key to no other place', async () => {
    answers = [page(1, 'http://localhost:1/xapi/more')]
    const job = await pull({ endpoint, key: 'k', secret: 'secret' })
    expect(job).toMatchObject({ state: 'failed', counts: { stored: 1 } })
    expect(job.failure).toContain('links to another place')
    answers = [() => [302, {}]]
    expect((await pull({ endpoint, key: 'k', secret: 'secret' })).failure).toContain(
      'somewhere else',
    )
  })

  test('says that an answer is no list', async () => {
    answers = [() => [200, { hello: 'world' }]]
    expect((await pull({ endpoint, key: 'k', secret: 'secret' })).failure).toContain('no list')
  })
})
