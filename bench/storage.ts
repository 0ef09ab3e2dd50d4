/**
 * What the SQLite store can do by itself, without HTTP, schemas or JSON: an upper bound for the server, and a place to see
 * what a change of schema costs. Prints one JSON object.
 *
 *   node bench/storage.ts [--stored 100000] [--seconds 5] [--folder DIRECTORY]
 *
 * Statements are like those of a course, about 1.5 kB: 5,000 learners, 500 activities, twenty statements per registration.
 */
import { randomInt, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '../src/base/clock.ts'
import { openSqliteStorage } from '../src/storage/sqlite/open-storage.ts'
import type { PreparedStatement, StatementFilter } from '../src/xapi/statements/store.ts'

const { values } = parseArgs({
  options: {
    stored: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
    folder: { type: 'string' },
  },
})
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'hocba-bench-'))
const storage = openSqliteStorage(folder, systemClock)

const agent = (n: number) => `account:https://lms.example.edu.vn/accounts|learner-${n}`
const activity = (n: number) => `https://courses.example.edu.vn/course-${n % 20}/lesson-${n}`
const verbs = ['initialized', 'answered', 'progressed', 'completed', 'passed', 'terminated']
const verb = (n: number) => `http://adlnet.gov/expapi/verbs/${verbs[n % verbs.length]}`
const sessionStatements = 20
const registration = (session: number) =>
  `00000000-0000-4000-8000-${String(session).padStart(12, '0')}`
/** Spreads sessions over learners and courses, always in the same way. */
const spread = (session: number, over: number) => ((session * 2654435761) % 2 ** 32) % over
let made = 0
let written = 0

/** As a course sends it: actor, verb, activity and context come again, the id, the answer, the times and the score do not. */
const textOf = (
  id: string,
  part: { learner: number; lesson: number; session: number; verb: string },
) =>
  JSON.stringify({
    id,
    actor: {
      objectType: 'Agent',
      name: `Học viên ${part.learner}`,
      account: { homePage: 'https://lms.example.edu.vn/accounts', name: `learner-${part.learner}` },
    },
    verb: { id: part.verb, display: { 'en-US': part.verb.split('/').at(-1), vi: 'đã làm' } },
    object: {
      id: activity(part.lesson),
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        name: { vi: `Bài ${part.lesson}`, 'en-US': `Lesson ${part.lesson}` },
        description: {
          vi: `Câu hỏi của bài ${part.lesson}, có mô tả đủ dài để giống thật. `.repeat(3),
        },
      },
    },
    result: {
      score: { scaled: randomInt(1001) / 1000, raw: randomInt(101), min: 0, max: 100 },
      success: randomInt(3) > 0,
      response: `phương án ${randomInt(4)}: ${randomUUID()}`,
      duration: `PT${randomInt(60)}M${randomInt(6000) / 100}S`,
    },
    context: {
      registration: registration(part.session),
      platform: 'hocba',
      language: 'vi-VN',
      contextActivities: {
        parent: [{ id: `https://courses.example.edu.vn/course-${part.lesson % 20}` }],
        category: [{ id: 'http://adlnet.gov/profiles/scorm' }],
      },
    },
    timestamp: new Date(Date.UTC(2026, 0, 1) + made * 1_000).toISOString(),
    authority: { account: { homePage: 'https://lrs.example.edu.vn', name: 'key-1' } },
    version: '1.0.0',
  })

/** The next statement: a learner's session in a course sends some twenty after one another. */
function statement(): PreparedStatement {
  const session = Math.floor(made++ / sessionStatements)
  const learner = spread(session, 5000)
  const course = spread(session, 20)
  const lesson = course + 20 * randomInt(25)
  const id = randomUUID()
  const done = verb(randomInt(1000))
  return {
    id,
    json: textOf(id, { learner, lesson, session, verb: done }),
    needsTimestamp: false,
    equality: `${id}${id}`.replaceAll('-', ''),
    isVoiding: false,
    keys: {
      agents: [agent(learner)],
      relatedAgents: [agent(learner), agent(10_000 + (learner % 50)), 'account:https://lrs|key-1'],
      activities: [activity(lesson)],
      relatedActivities: [
        activity(lesson),
        `https://courses.example.edu.vn/course-${course}`,
        'http://adlnet.gov/profiles/scorm',
      ],
      verb: done,
      registration: registration(session),
      authority: 'account:https://lrs|key-1',
    },
  }
}

/** Statements per second and latency of `callers` that each store `batch` statements again and again. */
async function write(callers: number, batch: number, done: () => boolean) {
  const milliseconds: number[] = []
  const writtenBefore = written
  const start = performance.now()
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (!done()) {
        const statements = Array.from({ length: batch }, statement)
        const asked = performance.now()
        await storage.transact((tx) => tx.insertStatements(statements))
        milliseconds.push(performance.now() - asked)
        written += batch
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  return {
    statementsPerSecond: Math.round((written - writtenBefore) / seconds),
    ...percentiles(milliseconds),
  }
}

function percentiles(milliseconds: number[]) {
  milliseconds.sort((a, b) => a - b)
  const at = (share: number) =>
    Number(milliseconds[Math.floor(milliseconds.length * share)]!.toFixed(2))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

const filters: Record<string, () => StatementFilter> = {
  none: () => ({}),
  agent: () => ({ agent: agent(randomInt(5000)) }),
  'agent, oldest first': () => ({ agent: agent(randomInt(5000)), ascending: true }),
  activity: () => ({ activity: activity(randomInt(500)) }),
  'related agent': () => ({ agent: agent(10_000 + randomInt(50)), relatedAgents: true }),
  'related activity': () => ({
    activity: `https://courses.example.edu.vn/course-${randomInt(20)}`,
    relatedActivities: true,
  }),
  verb: () => ({ verb: verb(randomInt(6)) }),
  registration: () => ({
    registration: registration(randomInt(Math.floor(made / sessionStatements))),
  }),
  'agent and verb': () => ({ agent: agent(randomInt(5000)), verb: verb(randomInt(6)) }),
  'agent and activity': () => ({
    agent: agent(randomInt(5000)),
    activity: activity(randomInt(500)),
  }),
  'activity and verb': () => ({ activity: activity(randomInt(500)), verb: verb(randomInt(6)) }),
  'two long lists': () => ({
    authority: 'account:https://lrs|key-1',
    activity: 'http://adlnet.gov/profiles/scorm',
    relatedActivities: true,
  }),
}

async function query() {
  const results: Record<string, unknown> = {}
  for (const [name, filter] of Object.entries(filters)) {
    const milliseconds: number[] = []
    for (let count = 0; count < 300; count++) {
      const asked = performance.now()
      await storage.queryStatements(filter(), { limit: 50 })
      milliseconds.push(performance.now() - asked)
    }
    results[name] = percentiles(milliseconds)
  }
  return results
}

function until(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000
  return () => performance.now() > end
}

function bytesOf(suffix: string): number {
  return readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

const seconds = Number(values.seconds)
const measureWrites = async () => ({
  post1: await write(32, 1, until(seconds)),
  post50: await write(8, 50, until(seconds)),
})
const empty = await measureWrites()
const enough = written + Number(values.stored)
const filling = await write(1, 1000, () => written >= enough)
const full = await measureWrites()
const queries = await query()
const walMegabytes = Math.round(bytesOf('-wal') / 1e6)
await storage.close()
const report = {
  writes: { empty, filling, full },
  queries,
  stored: written,
  bytesPerStatement: Math.round(bytesOf('.db') / written),
  walMegabytes,
  residentMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
}
console.log(JSON.stringify(report, null, 2))
if (!values.folder) rmSync(folder, { recursive: true })
