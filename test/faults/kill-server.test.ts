import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import type { CommitAccepted, SessionStarted } from '../../src/launch/wire.ts'
import type { JournalEntry } from '../../src/runtime/index.ts'
import { launchLink, prepareCourse, progressOf, statementsOf } from '../support/courses.ts'
import { reportFigures } from '../support/figures.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { smallCourse } from '../support/small-course.ts'

/**
 * kill -9 of the real server process while learners commit and tools post, ten times over on the same data. What was
 * acknowledged must be there after each restart, nothing may be there by half, and a player that simply sends again goes on.
 */

/** `npm run prove` asks for 1,000. */
const cycles = Number(process.env.HOCBA_TEST_KILL_CYCLES ?? 10)
const commitsPerCycle = 200
const postsPerCycle = 2_000
const players = 8
const posters = 16
/** Every fourth post is a batch of this many statements. */
const batchSize = 5

let folder: string
let env: Record<string, string>
let server: ServerProcess
let client: TestServer
let sessions: PlayedSession[]
let isDown: Promise<void> | undefined
const figures = { cycles: 0, acknowledged: 0, lost: 0, halves: 0, slowestStartSeconds: 0 }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-kill-'))
  const [port, contentPort] = await freePorts(2)
  env = { HOCBA_DATA: folder, HOCBA_PORT: String(port), HOCBA_CONTENT_PORT: String(contentPort) }
  server = await startServerProcess(env)
  client = await clientOf(env)
  sessions = await Promise.all(
    Array.from({ length: players }, (_, player) => playedSession(client, player)),
  )
}, 60_000)
afterAll(async () => {
  reportFigures('kill', figures)
  await server?.crash()
  rmSync(folder, { recursive: true, force: true })
})

describe('a server that is killed while it writes', () => {
  test.each(Array.from({ length: cycles }, (_, cycle) => cycle + 1))(
    'has lost nothing acknowledged and stored nothing by half, cycle %i',
    async (cycle) => {
      const posts: Post[] = []
      const began = new Date(Date.now() - 1)
      const work = [postStatements(posts), commitEntries()]
      // The crash comes somewhere in the middle, at another place in each cycle.
      await untilAcknowledged(posts, (postsPerCycle * (cycle + 0.5)) / (cycles + 2))
      isDown = server.crash().then(async () => {
        const start = performance.now()
        server = await startServerProcess(env)
        const seconds = (performance.now() - start) / 1000
        figures.slowestStartSeconds = Math.max(figures.slowestStartSeconds, seconds)
      })
      await isDown
      isDown = undefined
      await Promise.all(work)
      await expectWholePosts(posts, began)
      for (const session of sessions) await expectWholeSession(session)
      figures.cycles += 1
    },
    60_000,
  )
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

interface Post {
  readonly ids: readonly string[]
  isAcknowledged: boolean
}

/** Posts from several connections at once; a post that fails because the server is gone is not repeated. */
async function postStatements(posts: Post[]): Promise<void> {
  await Promise.all(
    Array.from({ length: posters }, async () => {
      while (posts.length < postsPerCycle) {
        const size = posts.length % 4 === 3 ? batchSize : 1
        const post: Post = { ids: Array.from({ length: size }, newUuid), isAcknowledged: false }
        posts.push(post)
        const answer = await client
          .request('POST', '/xapi/statements', post.ids.map(statement), version)
          .then((response) => response.status)
          .catch(() => undefined)
        if (answer === 200) post.isAcknowledged = true
        else if (answer !== undefined) throw new Error(`a post was answered ${answer}`)
        else await isDown
      }
    }),
  )
}

async function untilAcknowledged(posts: readonly Post[], count: number): Promise<void> {
  while (posts.filter(({ isAcknowledged }) => isAcknowledged).length < count) {
    await pause(2)
  }
}

const version = { 'X-Experience-API-Version': '1.0.3' }

const statement = (id: string) => ({
  id,
  actor: { account: { homePage: 'http://example.vn', name: 'kill' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: `http://example.vn/activities/${id}` },
})

/** By the list of what was stored since then, and one post in forty also by its ids. */
async function expectWholePosts(posts: readonly Post[], began: Date): Promise<void> {
  const stored = await storedSince(began)
  const lost: Post[] = []
  const halves: Post[] = []
  for (const post of posts) {
    const there = post.ids.filter((id) => stored.has(id)).length
    if (post.isAcknowledged && there < post.ids.length) lost.push(post)
    if (there !== 0 && there !== post.ids.length) halves.push(post)
  }
  const acknowledged = posts.filter(({ isAcknowledged }) => isAcknowledged)
  expect(acknowledged.length).toBeGreaterThan(postsPerCycle / 2)
  figures.acknowledged += acknowledged.length
  figures.lost += lost.length
  figures.halves += halves.length
  expect({ lost, halves }).toEqual({ lost: [], halves: [] })
  for (const { ids } of acknowledged.filter((_, index) => index % 40 === 0)) {
    for (const id of ids) {
      const answer = await askForStatements(`statementId=${id}`)
      expect(await answer.json()).toMatchObject({ id })
    }
  }
}

const askForStatements = (query: string): Promise<Response> =>
  client.request('GET', `/xapi/statements?${query}`, undefined, version)

async function storedSince(began: Date): Promise<Set<string>> {
  const ids = new Set<string>()
  let answer = await askForStatements(`since=${began.toISOString()}&format=ids&limit=1000`)
  for (;;) {
    expect(answer.status).toBe(200)
    const page = (await answer.json()) as { statements: { id: string }[]; more?: string }
    for (const { id } of page.statements) ids.add(id)
    if (!page.more) return ids
    answer = await client.request('GET', page.more, undefined, version)
  }
}

/** A player's journal as its tab holds it: what is not acknowledged is sent again. */
interface PlayedSession {
  readonly registration: string
  readonly session: string
  readonly token: string
  readonly contentUrl: string
  acknowledged: number
  entries: JournalEntry[]
}

async function playedSession(server: TestServer, player: number): Promise<PlayedSession> {
  const { registration } = await prepareCourse(server, smallCourse({ title: `Course ${player}` }))
  const ticket = (await launchLink(server, registration)).split('#')[1]
  const response = await fetch(`${server.contentUrl}/_rt/sessions`, {
    method: 'POST',
    body: JSON.stringify({ ticket, nonce: newUuid() }),
  })
  const started = (await response.json()) as SessionStarted
  const session: PlayedSession = {
    registration,
    session: started.session,
    token: started.token!,
    contentUrl: server.contentUrl,
    acknowledged: 0,
    entries: [],
  }
  add(session, { do: 'open' })
  add(session, { do: 'initialize' })
  return session
}

function add(session: PlayedSession, step: JournalEntry['step']): void {
  const n = session.entries.length + 1
  session.entries.push({ n, at: new Date().toISOString(), activity: 'lesson', step })
}

/** All players together commit `commitsPerCycle` times, each commit a new bookmark and an answer. */
async function commitEntries(): Promise<void> {
  await Promise.all(
    sessions.map(async (session) => {
      for (let commit = 0; commit < commitsPerCycle / players; commit++) {
        const value = String(session.entries.length)
        add(session, { do: 'set', element: 'cmi.core.lesson_location', value })
        add(session, { do: 'commit' })
        await deliver(session)
        // Paced, so that commits are under way for as long as posts are, and the crash meets both.
        await pause(15)
      }
    }),
  )
}

async function deliver(session: PlayedSession): Promise<void> {
  while (session.acknowledged < session.entries.length) {
    const response = await fetch(`${session.contentUrl}/_rt/commits`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${session.token}` },
      body: JSON.stringify({
        session: session.session,
        entries: session.entries.slice(session.acknowledged),
      }),
    }).catch(() => undefined)
    if (response?.status === 200) {
      session.acknowledged = ((await response.json()) as CommitAccepted).acknowledged
      figures.acknowledged += 1
    } else if (response)
      throw new Error(`a commit was answered ${response.status} ${await response.text()}`)
    else await pause(50)
  }
}

/** The server holds exactly what the player was told: the same session goes on, with the last bookmark and no statement twice. */
async function expectWholeSession(session: PlayedSession): Promise<void> {
  const response = await fetch(`${session.contentUrl}/_rt/sessions/resume`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${session.token}` },
  })
  expect(response.status).toBe(200)
  const resumed = (await response.json()) as SessionStarted
  expect(resumed.nextEntry).toBe(session.entries.length + 1)
  const bookmark = session.entries.findLast(({ step }) => step.do === 'set')?.step
  expect(resumed.attempt.activities.lesson?.values['cmi.core.lesson_location']).toBe(
    bookmark?.do === 'set' ? bookmark.value : undefined,
  )
  const verbs = (await statementsOf(client, session.registration)).map(({ verb }) => verb.id)
  expect(verbs).toEqual(['http://adlnet.gov/expapi/verbs/initialized'])
  expect((await progressOf(client, session.registration)).completion).toBe('incomplete')
}
