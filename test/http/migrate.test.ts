import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import { runHocba } from '../support/command-line.ts'
import { serverHasTransactions, temporaryDatabase, testServerUrl } from '../support/mongodb.ts'
import {
  addBookmark,
  deliver,
  lastBookmark,
  type PlayedSession,
  playedSession,
  resumed,
} from '../support/played-session.ts'
import { type Receiver, startReceiver, waitUntil } from '../support/receiver.ts'
import { freePorts, requestsTo, startServer, type TestServer } from '../support/server.ts'
import { type Json, referringTo, statementOf, voiding } from '../support/xapi-client.ts'

const version = { 'X-Experience-API-Version': '1.0.3' }

const reason =
  testServerUrl === undefined
    ? 'HOCBA_TEST_MONGODB_URL names no server'
    : (await serverHasTransactions())
      ? undefined
      : 'the server has no transactions'

const describeMoves = reason === undefined ? describe : describe.skip
if (reason !== undefined) {
  test.skip(`servers after a move (skipped: ${reason})`, () => undefined)
}

describeMoves('an installation that moves from SQLite to MongoDB and back', () => {
  let folder: string
  let database: Awaited<ReturnType<typeof temporaryDatabase>>
  let ports: number[]
  let receiver: Receiver
  let server: TestServer
  /** Of the key that was made before anything moved. */
  let authorization: string
  let session: PlayedSession
  /** Answers that must stay the same to the byte, by path. */
  const answers = new Map<string, string>()
  const posted: string[] = []

  const settings = (engine: 'sqlite' | 'mongodb', data: string): Record<string, string> => ({
    HOCBA_DATA: join(folder, data),
    HOCBA_STORAGE: engine,
    HOCBA_PORT: String(ports[0]),
    HOCBA_CONTENT_PORT: String(ports[1]),
    HOCBA_DRAIN_SECONDS_MAX: '1',
    ...(engine === 'mongodb' && { HOCBA_MONGODB_URL: database.location, HOCBA_NODES: 'one' }),
  })

  const hocba = (env: Record<string, string>, ...args: string[]) =>
    runHocba(args, { cwd: folder, env })

  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const request = requestsTo(server.url, authorization)
    return request(method, path, body, path.startsWith('/xapi') ? version : {})
  }

  const textAt = async (path: string): Promise<string> => {
    const answer = await ask('GET', path)
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }

  async function post(...statements: Json[]): Promise<void> {
    const all = statements.map((one) => ({ id: newUuid(), ...one }))
    expect((await ask('POST', '/xapi/statements', all)).status).toBe(200)
    posted.push(...all.map(({ id }) => id))
  }

  /** Reads pages to their end, and what else must stay. */
  async function remember(): Promise<void> {
    const until = new Date().toISOString()
    for (const query of ['ascending=true', 'agent={"mbox":"mailto:an@example.vn"}']) {
      let path = `/xapi/statements?limit=2&until=${until}&${query}`
      while (path) {
        const text = await textAt(path)
        answers.set(path, text)
        path = (JSON.parse(text) as { more: string }).more
      }
    }
    const paths = [
      `/xapi/statements?voidedStatementId=${posted[1]}`,
      '/xapi/activities/state?stateId=chỗ&activityId=https://example.vn/a&agent={"mbox":"mailto:an@example.vn"}',
      '/xapi/activities?activityId=https://example.vn/lessons/1',
      '/xapi/agents?agent={"mbox":"mailto:an@example.vn"}',
      '/api/v1/packages',
      '/api/v1/learners',
      `/api/v1/registrations/${session.registration}`,
      '/api/v1/credentials',
      '/api/v1/webhooks',
    ]
    for (const path of paths) answers.set(path, await textAt(path))
  }

  async function expectTheSame(): Promise<void> {
    const changing = new Set(['/api/v1/credentials'])
    for (const [path, text] of answers) {
      if (!changing.has(path)) expect([path, await textAt(path)]).toEqual([path, text])
    }
  }

  const countOf = (id: string): number =>
    receiver.received.filter(({ body }) => body.includes(id)).length

  async function goOn(): Promise<void> {
    const before = lastBookmark(session)
    const back = await resumed(session)
    expect(back.nextEntry).toBe(session.entries.length + 1)
    expect(JSON.stringify(back.attempt)).toContain(`"${before}"`)
    addBookmark(session)
    await deliver(session)
    const file = await fetch(`${session.contentUrl}${back.filesPrefix}index.html`)
    expect(file.status).toBe(200)
    await post(statementOf())
    await waitUntil(() => countOf(posted.at(-1)!) > 0, 60)
    expect(posted.map(countOf)).toEqual(posted.map(() => 1))
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hocba-migrate-'))
    database = await temporaryDatabase()
    ports = await freePorts(2)
    receiver = await startReceiver()
    server = await startServer({ env: settings('sqlite', 'one'), keepData: true })
    authorization = server.authorization
    const webhook = { name: 'Phòng đào tạo', url: `${receiver.url}/in` }
    expect((await ask('POST', '/api/v1/webhooks', webhook)).status).toBe(201)
    session = await playedSession(server, 'An toàn lao động')
    addBookmark(session)
    await deliver(session)
    await post(statementOf(), statementOf(), statementOf({ result: { score: { raw: 7 } } }))
    await post(voiding(posted[1]!), referringTo(posted[0]!))
    const state =
      '/xapi/activities/state?stateId=chỗ&activityId=https://example.vn/a&agent={"mbox":"mailto:an@example.vn"}'
    expect((await ask('PUT', state, { trang: 12 })).status).toBe(204)
    await waitUntil(() => countOf(posted.at(-1)!) > 0, 60)
    await remember()
    await server.stop()
  }, 120_000)

  afterAll(async () => {
    await server.stop()
    await receiver.close()
    await database.remove()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  test.each([
    {
      engine: 'mongodb',
      data: 'many',
      from: () => `sqlite:${join(folder, 'one')}`,
      to: 'mongodb:',
    },
    { engine: 'sqlite', data: 'back', from: () => 'mongodb:', to: 'sqlite:back' },
  ] as const)(
    'goes on on $engine as if it had always been there',
    async (leg) => {
      const env = { ...settings('mongodb', 'many') }
      const moved = await hocba(env, 'migrate', '--from', leg.from(), '--to', leg.to, '--json')
      const again = await hocba(env, 'migrate', '--from', leg.from(), '--to', leg.to)
      const found = await hocba(settings(leg.engine, leg.data), 'verify')
      expect(JSON.parse(moved.out)).toMatchObject({ isSame: true, wasDone: false, findings: [] })
      expect([moved.status, again.status, found.status]).toEqual([0, 0, 0])
      expect(again.out).toContain('is done already')

      server = await startServer({ env: settings(leg.engine, leg.data), keepData: true })

      await expectTheSame()
      await goOn()
      const log = await textAt('/api/v1/audit?operation=migrate')
      expect(JSON.parse(log).items).toHaveLength(leg.engine === 'mongodb' ? 1 : 2)
      expect(log).not.toContain('mongodb://')
      if (leg.engine === 'mongodb') {
        answers.clear()
        await remember()
        await server.stop()
      }
    },
    180_000,
  )
})
