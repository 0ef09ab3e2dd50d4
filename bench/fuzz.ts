/**
 * The long form of test/fuzz: a server process of its own, everything over HTTP, its memory watched. Prints a line per figure;
 * exits with 1 if one is not what it should be.
 *
 *   node bench/fuzz.ts [--statements 20000] [--mutations 20000] [--raw 5000] [--requests 10000]
 *
 * Each count is for both versions of xAPI together. HOCBA_FUZZ_SEED=<seed> repeats a run.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type XapiVersion, xapiVersions } from '../src/xapi/negotiate-version.ts'
import {
  type Complaint,
  countSince,
  newestStored,
  postAndReadBack,
  postMutations,
  postRaw,
  send,
  type Target,
} from '../test/fuzz/drive.ts'
import { evilHeaders, evilParameters, forgedCursors, sendEvil } from '../test/fuzz/evil-requests.ts'
import { mutationsFor } from '../test/fuzz/mutations/catalogue.ts'
import { damaged, type RawCase, rawCases } from '../test/fuzz/raw-json.ts'
import { answersIn, sendBytes, smugglingRequests } from '../test/fuzz/raw-socket.ts'
import { mutatedStatements, randomFrom, seed, validStatements } from '../test/fuzz/seed.ts'
import { freePorts } from '../test/support/server.ts'
import { clientOf, startServerProcess } from '../test/support/server-process.ts'

const { values } = parseArgs({
  options: {
    statements: { type: 'string', default: '20000' },
    mutations: { type: 'string', default: '20000' },
    raw: { type: 'string', default: '5000' },
    requests: { type: 'string', default: '10000' },
  },
})

const folder = mkdtempSync(join(tmpdir(), 'hocba-fuzz-'))
const [port, contentPort] = await freePorts(2)
const environment = {
  HOCBA_DATA: folder,
  HOCBA_PORT: String(port),
  HOCBA_CONTENT_PORT: String(contentPort),
  HOCBA_LOG_LEVEL: 'error',
}
const server = await startServerProcess(environment)
const target: Target = await clientOf(environment)

/** Megabytes in use by the server, now; a number only where there is /proc. */
function residentMegabytes(): number {
  try {
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024
  } catch {
    return Number.NaN
  }
}

let samples: number[] = []
const watch = setInterval(() => samples.push(residentMegabytes()), 200)

/** How far the middle of the last fifth is from that of the second fifth: the first is to warm up. */
function drift(): string {
  const part = (from: number, to: number) => {
    const own = samples.slice(samples.length * from, samples.length * to).sort((a, b) => a - b)
    return own[Math.floor(own.length / 2)] ?? Number.NaN
  }
  const [early, late] = [part(0.2, 0.4), part(0.8, 1)]
  const most = Math.max(...samples)
  samples = []
  const sign = late >= early ? '+' : ''
  return `memory ${early.toFixed(0)} MB -> ${late.toFixed(0)} MB (${sign}${(late - early).toFixed(0)} MB; at most ${most.toFixed(0)} MB)`
}

let hasFailed = false
function report(title: string, facts: string, complaints: readonly Complaint[]): void {
  console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'} ${title}: ${facts}`)
  for (const complaint of complaints.slice(0, 5)) console.log(`     ${complaint.slice(0, 600)}`)
  if (complaints.length > 0) hasFailed = true
}

const rate = (count: number, start: number) =>
  `${Math.round((count / (performance.now() - start)) * 1000)}/s`

/** In slices, so that the statements of a whole run need not be in memory at once. */
async function inSlices(
  count: number,
  work: (count: number, turn: number) => Promise<readonly Complaint[]>,
): Promise<Complaint[]> {
  const slice = 1_000
  const complaints: Complaint[] = []
  for (let done = 0; done < count; done += slice)
    complaints.push(...(await work(Math.min(slice, count - done), 1 + done / slice)))
  return complaints
}

async function tryStatements(version: XapiVersion, count: number): Promise<void> {
  const since = await newestStored(target)
  const start = performance.now()
  const complaints = await inSlices(count, (some, turn) =>
    postAndReadBack(target, version, validStatements(version, some, turn)),
  )
  const facts = `${count} sent, each read back; ${rate(count, start)}; ${drift()}`
  const stored = await countSince(target, since)
  if (stored !== count) complaints.push(`${stored} are stored`)
  report(`valid statements of ${version}`, facts, complaints)
}

async function tryMutations(version: XapiVersion, count: number): Promise<void> {
  const since = await newestStored(target)
  const unblamed: Complaint[] = []
  const start = performance.now()
  const complaints = await inSlices(count, async (some, turn) => {
    const [valid] = validStatements(version, 1, 1_000 + turn)
    const mutated = mutatedStatements(version, some, turn, (turn - 1) * 1_000)
    const found = await postMutations(target, version, mutated, valid!)
    unblamed.push(...found.unblamed)
    return found.complaints
  })
  const stored = await countSince(target, since)
  if (stored > 0) complaints.push(`${stored} statements were stored`)
  const share = (100 * (count - unblamed.length)) / count
  if (share < 99) complaints.push(...unblamed)
  const ways = mutationsFor(version).length
  const facts = `${count} sent (${ways} ways), ${stored} stored, ${share.toFixed(2)} % blamed on the right place; ${rate(count, start)}; ${drift()}`
  report(`mutations of ${version}`, facts, complaints)
}

async function tryRaw(count: number): Promise<void> {
  const random = randomFrom(seed)
  const fixed = rawCases(true)
  const others: RawCase[] = Array.from({ length: Math.max(0, count - fixed.length) }, () =>
    damaged(random),
  )
  for (const [title, cases, atOnce] of [
    ['raw JSON', [...fixed, ...others], 8],
    ['raw JSON of 10 MB', rawCases(false).slice(fixed.length), 1],
  ] as const) {
    const { complaints, slowest } = await postRaw(target, cases, atOnce)
    report(title, `${cases.length} sent; slowest ${slowest}; ${drift()}`, complaints)
  }
  for (const format of ['exact', 'ids', 'canonical'])
    await countSince(target, '1970-01-01T00:00:00Z', format)
  report('everything stored', `read in every format; ${drift()}`, [])
}

async function tryRequests(count: number): Promise<void> {
  const more = await send(target, {
    method: 'GET',
    path: '/xapi/statements?limit=1',
    version: '1.0.3',
  })
  const all = [
    ...evilParameters(),
    ...evilHeaders(),
    ...forgedCursors((JSON.parse(more.text) as { more: string }).more),
  ]
  const requests = Array.from(
    { length: Math.max(count, all.length) },
    (_, n) => all[n % all.length]!,
  )
  const complaints = await sendEvil(target, requests)
  for (const [name, bytes] of Object.entries(smugglingRequests)) {
    const answer = await sendBytes(target.url, bytes)
    if (!/^HTTP\/1\.1 4/.test(answer) || answersIn(answer) !== 1)
      complaints.push(`${name}: ${answer.slice(0, 200)}`)
  }
  report('requests', `${requests.length} sent (${all.length} different); ${drift()}`, complaints)
}

console.log(`seed ${seed}`)
try {
  const half = (count: string) => Math.ceil(Number(count) / 2)
  for (const version of xapiVersions) await tryStatements(version, half(values.statements))
  for (const version of xapiVersions) await tryMutations(version, half(values.mutations))
  await tryRequests(Number(values.requests))
  await tryRaw(Number(values.raw))
  const isAlive = await fetch(`${target.url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
  report('the server', 'is alive and ready', isAlive ? [] : ['it is not'])
} finally {
  clearInterval(watch)
  await server.terminate()
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = hasFailed ? 1 : 0
