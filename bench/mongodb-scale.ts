/**
 * What statements cost on MongoDB, measured while a store fills: bytes of documents and of each index, processor time and
 * bytes written for each statement, and at the end how long queries take. Prints one JSON object at each mark.
 *
 *   bash scripts/with-test-mongodb.sh node bench/mongodb-scale.ts [--statements 1000000] [--marks 10] [--batch 200]
 *
 * The database is one of its own on the server of HOCBA_TEST_MONGODB_URL, dropped at the end. The server's own processor time and
 * disk are read where HOCBA_TEST_MONGODB_PID and HOCBA_TEST_MONGODB_DATA name its process and folder on this machine, as
 * the script does.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MongoClient } from 'mongodb'
import { systemClock } from '../src/base/clock.ts'
import { openMongodbStorage } from '../src/storage/mongodb/open-storage.ts'
import { agentKey, prepareStatement, type Seq, type StatementFilter } from '../src/xapi/index.ts'
import {
  courseIri,
  courseOf,
  courseStatement,
  instructor,
  learner,
  learnersFor,
  lessonIri,
  registrationOf,
  sessionStatements,
  spread,
  verbIri,
} from './course-statements.ts'

const { values } = parseArgs({
  options: {
    statements: { type: 'string', default: '1000000' },
    marks: { type: 'string', default: '10' },
    batch: { type: 'string', default: '200' },
  },
})
const total = Number(values.statements)
const batch = Number(values.batch)
const callers = 4
const serverUrl = process.env.HOCBA_TEST_MONGODB_URL
if (!serverUrl) throw new Error('HOCBA_TEST_MONGODB_URL names no server.')
const pid = process.env.HOCBA_TEST_MONGODB_PID
const dataFolder = process.env.HOCBA_TEST_MONGODB_DATA

const url = new URL(serverUrl)
url.pathname = `/hocba_scale_${process.pid}`
const client = await MongoClient.connect(url.href)
const database = client.db()
const storage = await openMongodbStorage(url.href, systemClock, { lanes: callers })
const authority = { account: { homePage: 'https://hocba.example.gov.vn', name: 'key-1' } }

let made = 0
const positions: Seq[] = []

/** Stores statements up to a number, in transactions of `batch`, by as many callers as there are lanes. */
async function fill(upTo: number): Promise<void> {
  const work = async () => {
    while (made < upTo) {
      const first = made
      made += batch
      const prepared = Array.from(
        { length: batch },
        (_, index) =>
          prepareStatement(courseStatement(first + index, total), { authority }).prepared,
      )
      const stored = await storage.transact((tx) => tx.insertStatements(prepared))
      positions.push(stored[0]!.seq)
    }
  }
  await Promise.all(Array.from({ length: callers }, work))
}

/** What the server's process has used since it began; undefined where it is not known. */
function serverUse() {
  if (!pid) return undefined
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const io = readFileSync(`/proc/${pid}/io`, 'utf8')
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return {
    // utime and stime, in hundredths of a second [proc(5)].
    processorMilliseconds: (Number(fields[11]) + Number(fields[12])) * 10,
    bytesWritten: Number(/^write_bytes: (\d+)/m.exec(io)![1]),
    residentMegabytes: Math.round(Number(resident![1]) / 1024),
  }
}

function folderBytes(): number | undefined {
  if (!dataFolder) return undefined
  const files = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile())
    .reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0)
}

/** Bytes of documents and of each index, for each statement. */
async function sizes() {
  const found: Record<string, unknown> = {}
  for (const name of ['statements', 'activities', 'agents']) {
    const [stats] = await database
      .collection(name)
      .aggregate([{ $collStats: { storageStats: {} } }])
      .toArray()
    const { size, count, storageSize, totalIndexSize, indexSizes } = stats!.storageStats
    found[name] = { count, size, storageSize, totalIndexSize, indexSizes }
  }
  return found
}

const filters: Record<string, (n: number) => StatementFilter> = {
  none: () => ({}),
  agent: (n) => ({ agent: agentKey(learner(spread(n, 70, learnersFor(total))))! }),
  'agent, oldest first': (n) => ({
    agent: agentKey(learner(spread(n, 71, learnersFor(total))))!,
    ascending: true,
  }),
  activity: (n) => ({ activity: lessonIri(courseOf(n), spread(n, 72, 20)) }),
  'related agent': (n) => ({
    agent: agentKey(instructor(spread(n, 73, 400)))!,
    relatedAgents: true,
  }),
  'related activity': (n) => ({ activity: courseIri(courseOf(n)), relatedActivities: true }),
  verb: () => ({ verb: verbIri('answered') }),
  'verb and since': (n) => ({
    verb: verbIri('passed'),
    since: positions[spread(n, 74, positions.length)]!,
  }),
  registration: (n) => ({
    registration: registrationOf(spread(n, 75, Math.floor(made / sessionStatements))),
  }),
  'agent, verb and since': (n) => ({
    agent: agentKey(learner(spread(n, 76, learnersFor(total))))!,
    verb: verbIri('completed'),
    since: positions[spread(n, 77, positions.length)]!,
  }),
  'activity and verb': (n) => ({
    activity: courseIri(courseOf(n)),
    relatedActivities: true,
    verb: verbIri('completed'),
  }),
}

/** Milliseconds of a page of 50, one query after the other, three seconds for each kind at most. */
async function queries(timesMax: number) {
  const found: Record<string, unknown> = {}
  for (const [name, filterOf] of Object.entries(filters)) {
    const milliseconds: number[] = []
    let items = 0
    const end = performance.now() + 3_000
    for (let n = 0; n < timesMax && performance.now() < end; n++) {
      const filter = filterOf(n)
      const start = performance.now()
      items += (await storage.queryStatements(filter, { limit: 50 })).items.length
      milliseconds.push(performance.now() - start)
    }
    milliseconds.sort((a, b) => a - b)
    const times = milliseconds.length
    const at = (share: number) => Number(milliseconds[Math.floor(times * share)]!.toFixed(1))
    found[name] = { p50: at(0.5), p95: at(0.95), items: Math.round(items / times), times }
  }
  return found
}

const round = (value: number | undefined, digits = 3): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(digits))

async function mark(upTo: number): Promise<void> {
  const [before, ours, start, first] = [serverUse(), process.cpuUsage(), performance.now(), made]
  await fill(upTo)
  const count = made - first
  const seconds = (performance.now() - start) / 1000
  const used = process.cpuUsage(ours)
  const after = serverUse()
  const of = (key: 'processorMilliseconds' | 'bytesWritten') =>
    round(before && after && (after[key] - before[key]) / count)
  console.log(
    JSON.stringify({
      stored: made,
      statementsPerSecond: Math.round(count / seconds),
      clientProcessorMilliseconds: round((used.user + used.system) / 1000 / count),
      serverProcessorMilliseconds: of('processorMilliseconds'),
      serverBytesWritten: of('bytesWritten'),
      serverResidentMegabytes: after?.residentMegabytes,
      folderBytesPerStatement: round((folderBytes() ?? Number.NaN) / made, 0),
      ...(await sizes()),
      // At the end only: the servers of tests take minutes for those that find much.
      ...(upTo === total && { queries: await queries(100) }),
    }),
  )
}

try {
  for (let n = 1; n <= Number(values.marks); n++)
    await mark(Math.ceil((total * n) / Number(values.marks)))
} finally {
  await storage.close()
  await database.dropDatabase()
  await client.close()
}
