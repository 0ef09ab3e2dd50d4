/**
 * Measures imports, exports and queries against a server of its own: time, and the memory of the server while it works.
 *
 *   node bench/transfer.ts [statements, 100000 unless given] [folder for the data, the system's unless given]
 *
 * Prints one JSON object a line. Statements are about 1.2 kB as sent, of 5,000 actors and 500 activities.
 */
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createCredential } from '../src/access/index.ts'
import { systemClock } from '../src/base/clock.ts'
import { uuidOf } from '../src/base/ids.ts'
import { readConfig } from '../src/config/index.ts'
import { openStore } from '../src/open-store.ts'

const count = Number(process.argv[2] ?? 100_000)
const folder = await mkdtemp(join(process.argv[3] ?? tmpdir(), 'hocba-bench-'))
const env = {
  HOCBA_DATA: join(folder, 'data'),
  HOCBA_PORT: '18380',
  HOCBA_CONTENT_PORT: '18381',
  HOCBA_LOG_LEVEL: 'error',
  HOCBA_QUERY_STATEMENTS_MAX: '100000000',
  HOCBA_QUERY_SECONDS_MAX: '600',
}
const api = 'http://127.0.0.1:18380/api/v1'

const verbs = ['answered', 'experienced', 'completed', 'passed', 'failed']

function statementText(index: number): string {
  const pick = (many: number) => (index * 2_654_435_761) % many
  return JSON.stringify({
    id: uuidOf('bench', index),
    actor: {
      objectType: 'Agent',
      name: `Học viên ${pick(5_000)}`,
      account: { homePage: 'https://truong.example.vn', name: `hv-${pick(5_000)}` },
    },
    verb: {
      id: `http://adlnet.gov/expapi/verbs/${verbs[index % verbs.length]}`,
      display: { 'en-US': verbs[index % verbs.length], vi: 'đã làm' },
    },
    object: {
      objectType: 'Activity',
      id: `https://truong.example.vn/lessons/${index % 500}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        name: { vi: `Bài ${index % 500}`, 'en-US': `Lesson ${index % 500}` },
        description: { vi: 'Một câu hỏi có mô tả đủ dài để giống thật. '.repeat(3) },
      },
    },
    result: {
      score: { scaled: (index % 101) / 100, raw: index % 101, min: 0, max: 100 },
      success: index % 3 > 0,
      completion: true,
      response: `phương án ${index % 4}`,
      duration: `PT${index % 60}M${index % 59}S`,
    },
    context: {
      registration: uuidOf('registration', pick(5_000)),
      platform: 'bench',
      language: 'vi-VN',
      contextActivities: { parent: [{ id: `https://truong.example.vn/courses/${index % 20}` }] },
      extensions: { 'https://truong.example.vn/x': 'y'.repeat(120) },
    },
    timestamp: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
  })
}

async function writeStatements(path: string): Promise<number> {
  const lines = function* () {
    for (let index = 0; index < count; index += 200) {
      const size = Math.min(200, count - index)
      yield `${Array.from({ length: size }, (_, at) => statementText(index + at)).join('\n')}\n`
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
  return statSync(path).size
}

const memory = (pid: number): { rss: number } => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return { rss: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024) }
}

/** Does it, with the peak of the server's memory and the longest that another request waited meanwhile. */
async function measure(name: string, pid: number, work: () => Promise<object>): Promise<void> {
  const before = memory(pid).rss
  let peak = before
  let slowest = 0
  let isOver = false
  const watching = setInterval(() => {
    peak = Math.max(peak, memory(pid).rss)
  }, 50)
  const asking = (async () => {
    while (!isOver) {
      const begun = performance.now()
      await fetch('http://127.0.0.1:18380/xapi/about').then((answer) => answer.text())
      slowest = Math.max(slowest, performance.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  const begun = performance.now()
  const found = await work()
  const seconds = (performance.now() - begun) / 1_000
  isOver = true
  clearInterval(watching)
  await asking
  const figures = { seconds: Number(seconds.toFixed(2)), perSecond: Math.round(count / seconds) }
  const rss = { megabytesBefore: before, megabytesPeak: peak, othersWaitedMs: Math.round(slowest) }
  process.stdout.write(`${JSON.stringify({ name, ...figures, ...rss, ...found })}\n`)
}

async function credential(): Promise<string> {
  const storage = await openStore(readConfig(env), systemClock)
  const { key, secret } = await createCredential(
    storage,
    systemClock,
  )({ name: 'b', scopes: ['all'] })
  await storage.close()
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
}

const ready = async (): Promise<void> => {
  for (;;) {
    const answer = await fetch('http://127.0.0.1:18380/readyz').catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const Authorization = await credential()
const file = join(folder, 'statements.ndjson')
const bytes = await writeStatements(file)
const server = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
  env: { ...process.env, ...env },
  stdio: 'ignore',
})
const pid = server.pid!

async function importOnce(): Promise<object> {
  const begun = await fetch(`${api}/imports`, {
    method: 'POST',
    headers: { Authorization },
    body: Readable.toWeb(createReadStream(file)) as ReadableStream,
    duplex: 'half',
  } as RequestInit)
  const { id } = (await begun.json()) as { id: string }
  for (;;) {
    const answer = await fetch(`${api}/imports/${id}`, { headers: { Authorization } })
    const { state, counts } = (await answer.json()) as { state: string; counts: object }
    if (state !== 'waiting' && state !== 'running') return { state, ...counts, bytes }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function exportAs(form: string): Promise<object> {
  const answer = await fetch(`${api}/exports/statements.${form}`, {
    headers: { Authorization, 'Accept-Encoding': 'identity' },
  })
  let received = 0
  for await (const chunk of answer.body!) received += chunk.length
  return { received }
}

async function ask(body: object): Promise<object> {
  const answer = await fetch(`${api}/statements/query`, {
    method: 'POST',
    headers: { Authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { examined, groups, matched } = (await answer.json()) as Record<string, number>
  return { examined, groups, matched }
}

try {
  await ready()
  await measure('import', pid, importOnce)
  await measure('the same file again', pid, importOnce)
  for (const form of ['ndjson', 'csv', 'parquet'])
    await measure(`export ${form}`, pid, () => exportAs(form))
  const measures = ['count', 'distinctActors', 'score.average', 'score.p90', 'duration.p50']
  await measure('query, everything by day and verb', pid, () =>
    ask({ groupBy: ['day', 'verb'], timeZone: 'Asia/Ho_Chi_Minh', measures }),
  )
  const activity = 'https://truong.example.vn/lessons/7'
  await measure('query, one activity by month', pid, () =>
    ask({ where: { activity }, groupBy: ['month'], measures }),
  )
} finally {
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  await rm(folder, { recursive: true, force: true })
}
