import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import { progressOf, statementsOf } from '../support/courses.ts'
import { reportFigures } from '../support/figures.ts'
import {
  addBookmark,
  deliver,
  lastBookmark,
  type PlayedSession,
  playedSession,
  resumed,
} from '../support/played-session.ts'
import { freePorts, type TestServer } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'

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
    Array.from({ length: players }, (_, player) => playedSession(client, `Course ${player}`)),
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

/** All players together commit `commitsPerCycle` times, each commit a new bookmark and an answer. */
async function commitEntries(): Promise<void> {
  await Promise.all(
    sessions.map(async (session) => {
      for (let commit = 0; commit < commitsPerCycle / players; commit++) {
        addBookmark(session)
        await deliver(session)
        figures.acknowledged += 1
        // Paced, so that commits are under way for as long as posts are, and the crash meets both.
        await pause(15)
      }
    }),
  )
}

/** The server holds exactly what the player was told: the same session goes on, with the last bookmark and no statement twice. */
async function expectWholeSession(session: PlayedSession): Promise<void> {
  const found = await resumed(session)
  expect(found.nextEntry).toBe(session.entries.length + 1)
  expect(found.attempt.activities.lesson?.values['cmi.core.lesson_location']).toBe(
    lastBookmark(session),
  )
  const verbs = (await statementsOf(client, session.registration)).map(({ verb }) => verb.id)
  expect(verbs).toEqual(['http://adlnet.gov/expapi/verbs/initialized'])
  expect((await progressOf(client, session.registration)).completion).toBe('incomplete')
}
