import type { Browser, Frame } from 'playwright-core'
import type { StatementImport } from '../../src/transfer/index.ts'
import { chromiumPath, openChromium } from '../support/browser.ts'
import {
  courseFrame,
  launchLink,
  prepareCourse,
  progressOf,
  statementsOf,
  until,
  verbName,
} from '../support/courses.ts'
import { reportFigures } from '../support/figures.ts'
import { testServerUrl } from '../support/mongodb.ts'
import {
  lastBookmark,
  type PlayedSession,
  playedSession,
  resumed,
} from '../support/played-session.ts'
import { type Receiver, startReceiver, waitUntil } from '../support/receiver.ts'
import { smallCourse } from '../support/small-course.ts'
import { statementOf } from '../support/xapi-client.ts'
import {
  commitBookmarks,
  type Follower,
  insist,
  lookAround,
  pause,
  postStatements,
  type Seen,
  startFollower,
} from './three-nodes/load.ts'
import { type Nodes, prepareNodes } from './three-nodes/nodes.ts'
import { startSlowSources } from './three-nodes/slow-source.ts'

/**
 * Three server processes on one MongoDB database behind a proxy that takes turns, and kill -9 of one after another under load:
 * clients only have to send again what failed, nothing acknowledged is lost, whoever follows misses nothing, learners and people
 * who are signed in go on, and what the dead node worked at is done by another.
 */

/** `npm run prove` asks for 20. */
const kills = Number(process.env.HOCBA_TEST_NODE_KILLS ?? 1)
const nodeCount = 3
const describeOnMongodb = testServerUrl ? describe : describe.skip
const reason = testServerUrl ? '' : ' [skipped: HOCBA_TEST_MONGODB_URL is not set]'
const version = { 'X-Experience-API-Version': '1.0.3' }

describeOnMongodb(`three nodes behind a proxy${reason}`, () => {
  let nodes: Nodes
  let cookie: string
  let receiver: Receiver
  let followers: Follower[]
  let sessions: PlayedSession[]
  let browser: Browser | undefined
  let learner: { registration: string; sco: Frame } | undefined
  const acknowledged: string[] = []
  const seen: Seen = { requests: 0, again: {}, slowestMilliseconds: 0 }
  const figures = { kills: 0, acknowledged: 0, imported: 0, lost: 0, slowestTakeoverSeconds: 0 }

  beforeAll(async () => {
    receiver = await startReceiver()
    nodes = await prepareNodes(nodeCount)
    // The first is alone as long as what is shared is set up, and so delivers: it is the first to be killed.
    const first = await nodes.start(0)
    cookie = await setUp(first.output())
    const { client } = nodes
    const webhook = { name: 'SIS', url: receiver.url }
    expect((await client.request('POST', '/api/v1/webhooks', webhook)).status).toBe(201)
    sessions = await Promise.all([1, 2, 3, 4].map((n) => playedSession(client, `Course ${n}`)))
    await Promise.all([nodes.start(1), nodes.start(2)])
    // By turns: of three, each node has one.
    followers = []
    for (let n = 0; n < nodeCount; n++) followers.push(await startFollower(client))
    if (chromiumPath() !== undefined) {
      browser = await openChromium()
      learner = await startLearner(browser)
    }
  }, 120_000)
  afterAll(async () => {
    const { again, requests, slowestMilliseconds } = seen
    const sentAgain = Object.values(again).reduce((sum, count) => sum + count, 0)
    reportFigures('nodes', { ...figures, requests, sentAgain, slowestMilliseconds })
    await browser?.close()
    await Promise.all((followers ?? []).map((follower) => follower.stop()))
    await nodes?.stop()
    await receiver?.close()
  })

  /** Makes the first administrator with the link in the terminal. @returns the Cookie header of their session */
  async function setUp(terminal: string): Promise<string> {
    const token = /#([\w-]+)/.exec(terminal)![1]!
    const account = { name: 'Nguyễn Văn An', email: 'an@truong.edu.vn', password: 'con trâu ăn cỏ' }
    const answer = await fetch(`${nodes.client.url}/api/v1/setup`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...account, token }),
    })
    expect(answer.status).toBe(201)
    return answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
  }

  /** Opens the real player in a browser; the course sets a bookmark and commits ten times a second from now on. */
  async function startLearner(opened: Browser) {
    const { registration } = await prepareCourse(nodes.client, smallCourse())
    const page = await (await opened.newContext()).newPage()
    await page.goto(await launchLink(nodes.client, registration))
    const sco = await courseFrame(page)
    await sco.waitForFunction('window.lms')
    await sco.evaluate(`window.count = 0
      window.refused = 0
      window.ticking = setInterval(() => {
        const isTaken = lms.LMSSetValue('cmi.core.lesson_location', String(++count)) === 'true'
        if (!isTaken || lms.LMSCommit('') !== 'true') window.refused++
      }, 100)`)
    return { registration, sco }
  }

  describe.each(Array.from({ length: kills }, (_, cycle) => cycle + 1))('kill %i', (cycle) => {
    const victim = (cycle - 1) % nodeCount

    test('costs clients nothing but requests that they send again, and loses nothing', async () => {
      const { client } = nodes
      const sources = await startSlowSources(nodeCount)
      try {
        const imports = await Promise.all(sources.sources.map(({ endpoint }) => pull(endpoint)))
        // Each node works on one at a time, so each has one.
        await waitUntil(() => sources.held() === nodeCount, 20)
        let isOver = false
        const load = { client, seen, isOver: () => isOver }
        const work = Promise.all([
          postStatements(load),
          commitBookmarks(load, sessions),
          lookAround(load, cookie),
        ])
        await pause(1_500)
        const killed = performance.now()
        await nodes.kill(victim)
        sources.letGo()
        await pause(3_000)
        isOver = true
        const [posted] = await work
        acknowledged.push(...posted, ...sources.sources.flatMap(({ ids }) => ids))
        await Promise.all(imports.map(expectDone))
        figures.slowestTakeoverSeconds = Math.max(
          figures.slowestTakeoverSeconds,
          (performance.now() - killed) / 1_000,
        )
        figures.imported += sources.sources.flatMap(({ ids }) => ids).length
        await Promise.all(sessions.map(expectWhole))
      } finally {
        await sources.close()
      }
      figures.kills += 1
      figures.acknowledged = acknowledged.length
    }, 90_000)

    test('leaves those who are signed in, signed in at every node', async () => {
      const statuses = await Promise.all(
        Array.from({ length: nodeCount }, async (_, node) => {
          if (node === victim) return 200
          const answer = await fetch(`${nodes.urlOf(node)}/api/v1/me`, { headers: { cookie } })
          return answer.status
        }),
      )
      expect(statuses).toEqual(Array(nodeCount).fill(200))
    })

    test('keeps what follows the store whole, and in its order', async () => {
      const stored = await inOrderOfTheStore()
      const lost = acknowledged.filter((id) => !stored.includes(id))
      figures.lost += lost.length
      expect(lost).toEqual([])
      await waitUntil(() => followers.every(({ events }) => events.length >= stored.length), 30)
      for (const { events } of followers) {
        expect(events.map(({ data }) => JSON.parse(data).id)).toEqual(stored)
        const positions = events.map(({ id }) => Number(id))
        expect(positions).toEqual(positions.toSorted((a, b) => a - b))
      }
      await waitUntil(() => delivered().length >= stored.length, 30)
      expect(delivered()).toEqual(stored)
    }, 90_000)

    if (cycle < kills) afterAll(() => nodes.start(victim).then(() => undefined), 60_000)
  })

  test('a learner in a browser goes on, and the courses end as they would have', async () => {
    if (!learner || !browser) return
    const { registration, sco } = learner
    const last = await sco.evaluate('clearInterval(window.ticking), window.count')
    expect(Number(last)).toBeGreaterThan(40)
    expect(await sco.evaluate('window.refused')).toBe(0)
    await sco.evaluate(`lms.LMSSetValue('cmi.core.score.raw', '80')
      lms.LMSSetValue('cmi.core.lesson_status', 'passed')
      lms.LMSCommit('')`)
    const progress = await until(
      () => progressOf(nodes.client, registration),
      ({ completion }) => completion === 'completed',
    )
    expect(progress).toMatchObject({ success: 'passed', score: { raw: 80 }, attempts: 1 })
    const said = await statementsOf(nodes.client, registration)
    const verbs = new Set(said.map(verbName))
    expect([...verbs].toSorted()).toEqual(['completed', 'initialized', 'passed', 'scored'])
    const facts = said.map((one) => `${verbName(one)} ${one.object.id}`)
    expect(facts).toHaveLength(new Set(facts).size)
    const other = await (await browser.newContext()).newPage()
    await other.goto(await launchLink(nodes.client, registration))
    const elsewhere = await courseFrame(other)
    await elsewhere.waitForFunction('window.lms')
    expect(await elsewhere.evaluate(`lms.LMSGetValue('cmi.core.lesson_location')`)).toBe(
      String(last),
    )
  }, 60_000)

  test('the verifiable log has everything', async () => {
    const { client } = nodes
    const state = await until(
      async () => (await client.request('GET', '/api/v1/ledger/checkpoint')).json(),
      (ledger) => (ledger as { isUpToDate: boolean }).isUpToDate,
    )
    expect(state).not.toHaveProperty('halted')
    expect((state as { size: number }).size).toBeGreaterThanOrEqual(acknowledged.length)
  })

  async function pull(endpoint: string): Promise<string> {
    const body = { endpoint, key: 'k', secret: 'secret' }
    const answer = await nodes.client.request('POST', '/api/v1/imports/pull', body)
    expect(answer.status).toBe(202)
    return ((await answer.json()) as StatementImport).id
  }

  async function expectDone(id: string): Promise<void> {
    const ask = async () =>
      JSON.parse(
        await insist(seen, 200, () => nodes.client.request('GET', `/api/v1/imports/${id}`)),
      ) as StatementImport
    let job = await ask()
    await waitUntil(async () => {
      job = await ask()
      return !['waiting', 'running'].includes(job.state)
    }, 40)
    expect(job).toMatchObject({ state: 'done', failure: null })
    expect(job.counts).toMatchObject({ read: 120, rejected: 0 })
    expect(job.verification).toEqual({ listed: 120, found: 120, missing: [] })
  }

  /** The server holds exactly what the player was told, and no statement twice. */
  async function expectWhole(session: PlayedSession): Promise<void> {
    const found = await resumed(session)
    expect(found.nextEntry).toBe(session.entries.length + 1)
    expect(found.attempt.activities.lesson?.values['cmi.core.lesson_location']).toBe(
      lastBookmark(session),
    )
    expect((await statementsOf(nodes.client, session.registration)).map(verbName)).toEqual([
      'initialized',
    ])
  }

  async function inOrderOfTheStore(): Promise<string[]> {
    const ids: string[] = []
    let path = '/xapi/statements?ascending=true'
    while (path) {
      const response = await nodes.client.request('GET', path, undefined, version)
      const page = (await response.json()) as { statements: { id: string }[]; more: string }
      ids.push(...page.statements.map(({ id }) => id))
      path = page.more
    }
    return ids
  }

  /** What the webhook has, in the order in which it came first; what came twice came as the same message. */
  function delivered(): string[] {
    const messages = new Map<string, string[]>()
    for (const { headers, json } of receiver.received) {
      const ids = json.data.statements.map(({ id }: { id: string }) => id)
      const before = messages.get(String(headers['webhook-id']))
      if (before) expect(ids).toEqual(before)
      else messages.set(String(headers['webhook-id']), ids)
    }
    return [...messages.values()].flat()
  }
})

describeOnMongodb(`two nodes and three commands at one moment${reason}`, () => {
  let nodes: Nodes
  beforeAll(async () => {
    nodes = await prepareNodes(2)
  })
  afterAll(() => nodes?.stop())

  test('make one installation of an empty database', async () => {
    const names = ['one', 'two', 'three']
    const [first, second, ...commands] = await Promise.all([
      nodes.start(0),
      nodes.start(1),
      ...names.map((name) => nodes.run('credential', 'create', '--name', name, '--json')),
    ])
    expect(commands.map(({ status, err }) => [status, err])).toEqual(names.map(() => [0, '']))
    const sent = commands.flatMap(({ out }) => {
      const { key, secret } = JSON.parse(out)
      const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
      return [0, 1].map((node) => post(node, authorization))
    })
    expect(await Promise.all(sent)).toEqual(sent.map(() => 200))
    const lists = await Promise.all([0, 1].map(listed))
    expect(lists[0]).toHaveLength(sent.length)
    expect(lists[1]).toEqual(lists[0])

    const processes = [first, second]
    await waitUntil(() => processes.every(({ output }) => output().includes('#')), 20)
    const claims = processes.map(({ output }, node) => claim(node, /#([\w-]+)/.exec(output())![1]!))
    const statuses = await Promise.all(claims)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(processes.map(({ errors }) => errors())).toEqual(['', ''])
  }, 120_000)

  const ask = (node: number, path: string, init: RequestInit) =>
    fetch(`${nodes.urlOf(node)}${path}`, {
      ...init,
      headers: { 'Content-Type': 'application/json', ...version, ...init.headers },
    })

  async function post(node: number, authorization: string): Promise<number> {
    const body = JSON.stringify(statementOf())
    const headers = { authorization }
    return (await ask(node, '/xapi/statements', { method: 'POST', headers, body })).status
  }

  async function listed(node: number): Promise<string[]> {
    const { authorization } = nodes.client
    const answer = await ask(node, '/xapi/statements', { headers: { authorization } })
    const { statements } = (await answer.json()) as { statements: { id: string }[] }
    return statements.map(({ id }) => id)
  }

  /** The link of the node that started last counts. */
  async function claim(node: number, token: string): Promise<number> {
    const account = { name: 'An', email: 'an@truong.edu.vn', password: 'con trâu ăn cỏ' }
    const body = JSON.stringify({ ...account, token })
    return (await ask(node, '/api/v1/setup', { method: 'POST', body })).status
  }
})
