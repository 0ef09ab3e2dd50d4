/**
 * What a backup of MongoDB costs: time, processor time of hocba, memory and bytes of copying a database out, of reading the copy
 * again, and of copying it into another database. Prints one JSON object.
 *
 *   bash scripts/with-test-mongodb.sh node bench/backup.ts [--statements 100000]
 *
 * The databases are two of its own on the server of HOCBA_TEST_MONGODB_URL, dropped at the end.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MongoClient } from 'mongodb'
import { systemClock } from '../src/base/clock.ts'
import { copyIn } from '../src/storage/mongodb/backup/copy-in.ts'
import { checkCopy, collectionsFolder, copyOut } from '../src/storage/mongodb/backup/copy-out.ts'
import { openMongodbStorage } from '../src/storage/mongodb/open-storage.ts'
import { prepareStatement } from '../src/xapi/index.ts'
import { courseStatement } from './course-statements.ts'

const { values } = parseArgs({ options: { statements: { type: 'string', default: '100000' } } })
const total = Number(values.statements)
const batch = 500
const serverUrl = process.env.HOCBA_TEST_MONGODB_URL
if (!serverUrl) throw new Error('HOCBA_TEST_MONGODB_URL names no server.')

const urlOf = (name: string): string => {
  const url = new URL(serverUrl)
  url.pathname = `/hocba_bench_backup_${process.pid}_${name}`
  return url.href
}
const source = urlOf('source')
const target = urlOf('target')
const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-backup-'))
const figures: Record<string, unknown> = {}

/** Runs a part of it and keeps what it took. */
async function measured<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now()
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  figures[name] = {
    seconds: Math.round((performance.now() - began) / 10) / 100,
    processorSeconds: Math.round((user + system) / 10_000) / 100,
  }
  return result
}

async function fill(): Promise<void> {
  const storage = await openMongodbStorage(source, systemClock)
  const authority = { account: { homePage: 'https://hocba.example.gov.vn', name: 'key-1' } }
  for (let first = 0; first < total; first += batch) {
    const prepared = Array.from(
      { length: Math.min(batch, total - first) },
      (_, index) => prepareStatement(courseStatement(first + index, total), { authority }).prepared,
    )
    await storage.transact((tx) => tx.insertStatements(prepared))
  }
  await storage.close()
}

async function drop(url: string): Promise<void> {
  const client = await MongoClient.connect(url)
  await client.db().dropDatabase()
  await client.close()
}

try {
  await fill()
  const { moment, collections } = await measured('copyOut', () => copyOut(source, folder))
  await measured('checkCopy', () => checkCopy(folder, collections))
  const filled = { folder, copies: collections, now: new Date() }
  const filling = await measured('copyIn', () => copyIn(target, filled))
  await measured('indexes', async () => {
    const storage = await openMongodbStorage(target, systemClock, { isFilling: true })
    await storage.close()
  })
  await filling.finish()
  await filling.close()
  const place = join(folder, collectionsFolder)
  const bytes = readdirSync(place).reduce((sum, name) => sum + statSync(join(place, name)).size, 0)
  process.stdout.write(
    `${JSON.stringify({
      ...{ statements: total, moment, bytes, bytesPerStatement: Math.round(bytes / total) },
      ...figures,
      memoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
  await drop(source)
  await drop(target)
}
