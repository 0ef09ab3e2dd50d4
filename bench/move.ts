/**
 * Moves an installation from SQLite to MongoDB and back by the command line, killed (SIGKILL) at random points each time, and looks
 * whether both moves end with the same records.
 *
 *   bash scripts/with-test-mongodb.sh node bench/move.ts [statements, 200000 unless given] [other records of each kind, 1000] [kills, 10]
 *
 * Prints one JSON object a line. The statements are some 600 bytes; every fifth voids another. The packages name 100 files of 256 kB.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { compareRecords } from '../src/moving/compare-records.ts'
import type { MoveResult } from '../src/moving/index.ts'
import { openLocalFiles } from '../src/storage/files/local-files.ts'
import { openSqliteSource, openSqliteTarget } from '../src/storage/sqlite/moving/open-moving.ts'
import { fileContent, fileCount, fill } from '../test/support/moved-records.ts'

const statements = Number(process.argv[2] ?? 200_000)
const others = Number(process.argv[3] ?? 1_000)
const kills = Number(process.argv[4] ?? 10)
const server = process.env.HOCBA_TEST_MONGODB_URL
if (!server) throw new Error('HOCBA_TEST_MONGODB_URL names no server.')
const url = new URL(server)
url.pathname = `/hocba_move_${process.pid}`

const folder = await mkdtemp(join(tmpdir(), 'hocba-bench-move-'))
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const env = {
  ...process.env,
  HOCBA_MONGODB_URL: url.href,
  HOCBA_DATA: join(folder, 'many'),
  HOCBA_FILES: 'gridfs',
}
const main = join(import.meta.dirname, '../src/cli/main.ts')

async function seed(): Promise<string> {
  const data = join(folder, 'one')
  const target = openSqliteTarget(data, () => new Date())
  await fill(target, others, statements)
  await target.close()
  await writeFile(join(data, 'signing.key'), randomBytes(32), { mode: 0o600 })
  const files = await openLocalFiles(data)
  for (let at = 0; at < fileCount; at++) {
    await files.put(Readable.from([fileContent(at)]), Number.MAX_SAFE_INTEGER)
  }
  return data
}

interface Run {
  readonly seconds: number
  readonly status: number | null
  readonly out: string
  /** The last that it said of how far it was. */
  readonly told: string
}

/** Where a run is killed: when it has said so often how many statements it has, and so many milliseconds later. */
interface Kill {
  readonly lines: number
  readonly milliseconds: number
}

/** Runs the command, and kills it there unless it ends before. */
async function run(args: readonly string[], kill?: Kill): Promise<Run> {
  const begun = performance.now()
  const child = spawn(process.execPath, [main, ...args, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  let told = ''
  const isThere = new Promise<void>((resolve) => {
    let lines = 0
    createInterface(child.stderr).on('line', (line) => {
      told = line
      if (line.startsWith('statements: ')) lines += 1
      if (kill && lines >= kill.lines) resolve()
    })
  })
  if (kill) {
    await Promise.race([ended, isThere.then(() => sleep(kill.milliseconds))])
    child.kill('SIGKILL')
  }
  const status = await ended
  return { seconds: (performance.now() - begun) / 1000, status, out, told }
}

/** Whether what came back is what was sent, but for the two entries that the moves left in the audit log. */
async function isBack(before: string, after: string): Promise<boolean> {
  const source = openSqliteSource(before)
  const target = openSqliteTarget(after, () => new Date())
  const compared = await compareRecords({ source, target, tell: () => undefined }, { mends: false })
  await source.close()
  await target.close()
  const differing = compared.filter((one) => one.differences.length > 0)
  return (
    differing.length === 1 &&
    differing[0]!.kind === 'auditEntries' &&
    differing[0]!.differences.length === 2
  )
}

/** Kills come in the middle of the work, however slow the machine is: soon after the beginning, or after 10,000 statements more. */
const randomKill = (): Kill => ({
  lines: Math.floor(Math.random() * 2),
  milliseconds: Math.round(Math.random() * 1_000),
})

async function move(from: string, to: string): Promise<MoveResult> {
  const args = ['migrate', '--from', from, '--to', to]
  const killedAt: string[] = []
  let seconds = 0
  let last: Run | undefined
  while (killedAt.length < kills) {
    last = await run(args, randomKill())
    seconds += last.seconds
    if (last.status !== null) break
    killedAt.push(last.told)
  }
  if (last?.status !== 0) {
    last = await run(args)
    seconds += last.seconds
  }
  const result = JSON.parse(last.out) as MoveResult
  const counts = result.kinds.reduce((sum, { source }) => sum + source, 0)
  print({
    ...{ from: from.split(':')[0], to: to.split(':')[0], isSame: result.isSame, records: counts },
    ...{ statements, files: result.files.files, killedAt, seconds: Math.round(seconds) },
    ...{ lastRunSeconds: Math.round(last.seconds) },
    ...(!result.isSame && { kinds: result.kinds.filter((one) => one.differences.length > 0) }),
  })
  return result
}

try {
  const begun = performance.now()
  const data = await seed()
  const { size } = await stat(join(data, 'hocba.db'))
  print({
    seeded: statements,
    seconds: Math.round((performance.now() - begun) / 1000),
    bytes: size,
  })
  const there = await move(`sqlite:${data}`, 'mongodb:')
  const back = await move('mongodb:', `sqlite:${join(folder, 'back')}`)
  const cameBack = await isBack(data, join(folder, 'back'))
  const isSame = there.isSame && back.isSame && cameBack
  print({ isSame, cameBack })
  process.exitCode = isSame ? 0 : 1
} finally {
  const client = await MongoClient.connect(url.href)
  await client.db().dropDatabase()
  await client.close()
  await rm(folder, { recursive: true, force: true })
}
