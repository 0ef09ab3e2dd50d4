import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { MongoClient } from 'mongodb'
import { newUuid } from '../../src/base/ids.ts'
import { checkBackup, type Manifest } from '../../src/cli/backup/manifest.ts'
import type { SessionStarted } from '../../src/launch/wire.ts'
import { leftOut } from '../../src/storage/mongodb/backup/copy-out.ts'
import { unfinishedName } from '../../src/storage/mongodb/unfinished.ts'
import { runHocba } from '../support/command-line.ts'
import { launchLink, prepareCourse, uploadPackage } from '../support/courses.ts'
import { reportFigures } from '../support/figures.ts'
import { testServerUrl } from '../support/mongodb.ts'
import { freePorts, requestsTo } from '../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { smallCourse } from '../support/small-course.ts'
import { statementOf } from '../support/xapi-client.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const version = { 'X-Experience-API-Version': '1.0.3' }

/** All of them are in one page. */
const pairsMax = 240
const erasedMbox = 'mailto:xoa@example.vn'

let folder: string
const databases: string[] = []

/** Settings of a node on a database of its own; both are named after `data`. */
function settingsOf(data: string, ports: readonly number[] = [8080, 8081]) {
  const url = new URL(testServerUrl!)
  url.pathname = `/hocba_backup_${createHash('sha256').update(join(folder, data)).digest('hex').slice(0, 12)}`
  if (!databases.includes(url.href)) databases.push(url.href)
  return {
    HOCBA_DATA: join(folder, data),
    HOCBA_STORAGE: 'mongodb',
    HOCBA_MONGODB_URL: url.href,
    HOCBA_NODES: 'one',
    HOCBA_PORT: String(ports[0]),
    HOCBA_CONTENT_PORT: String(ports[1]),
    HOCBA_DRAIN_SECONDS_MAX: '1',
  }
}

/** The real command line on a database. */
const hocba = (data: string, ...args: string[]) =>
  runHocba(args, { cwd: folder, env: settingsOf(data) })

/** Looks into a database. */
async function inside<Result>(
  data: string,
  look: (client: MongoClient) => Promise<Result>,
): Promise<Result> {
  const client = await MongoClient.connect(settingsOf(data).HOCBA_MONGODB_URL)
  return look(client).finally(() => client.close())
}

const namesIn = (data: string): Promise<string[]> =>
  inside(data, async (client) =>
    (await client.db().listCollections().toArray()).map(({ name }) => name),
  )

const describeOnMongodb = testServerUrl === undefined ? describe.skip : describe
if (testServerUrl === undefined) {
  test.skip('backups of MongoDB (skipped: HOCBA_TEST_MONGODB_URL names no server)', () => undefined)
}

describeOnMongodb('hocba backup and restore on MongoDB', () => {
  let server: ServerProcess
  let ports: number[]
  /** A backup of a server that had recorded something, and was writing. */
  let acknowledged: string[]
  /** What one request brought, also while the backup was taken. */
  const pairs: (readonly string[])[] = []
  let course: Awaited<ReturnType<typeof prepareCourse>>
  let authorization: string
  let page: string

  const readPage = async (port: number, path: string) => {
    const request = requestsTo(`http://localhost:${port}`, authorization)
    return (await request('GET', path, undefined, version)).text()
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hocba-backup-mongodb-'))
    ports = await freePorts(2)
    const settings = settingsOf('data', ports)
    server = await startServerProcess(settings)
    const client = await clientOf(settings)
    authorization = client.authorization
    course = await prepareCourse(client, smallCourse({ title: 'Bài một' }))
    await uploadPackage(client, smallCourse({ title: 'Bài hai' }))
    const post = async (): Promise<string[]> => {
      const ids = [newUuid(), newUuid()]
      const body = ids.map((id) => statementOf({ id, result: { score: { raw: 7.0 } } }))
      const answer = await client.request('POST', '/xapi/statements', body, version)
      expect(answer.status).toBe(200)
      pairs.push(ids)
      return ids
    }
    acknowledged = [...(await post()), ...(await post())]
    page = await readPage(ports[0]!, pathUntilNow())
    const erased = statementOf({ actor: { mbox: erasedMbox, name: 'Đỗ Thị Xóa' } })
    expect((await client.request('POST', '/xapi/statements', erased, version)).status).toBe(200)
    let isPosting = true
    const posting = Array.from({ length: 2 }, async () => {
      while (isPosting && pairs.length < pairsMax) await post()
    })
    acknowledged.push(...(await post()))
    const backup = await hocba('data', 'backup', '--to', 'whole', '--json')
    isPosting = false
    await Promise.all(posting)
    expect([backup.status, backup.err]).toEqual([0, ''])
    expect(JSON.parse(backup.out)).toMatchObject({ files: 3 })
    await server.terminate()
    const why = ['--basis', 'request', '--reason', 'Thư', '--approver', 'B']
    const act = ['erase', '--agent', erasedMbox, ...why, '--confirm', erasedMbox]
    const ended = await hocba('data', ...act)
    expect(ended).toMatchObject({ status: 0 })
  }, 300_000)

  afterAll(async () => {
    for (const url of databases) {
      const client = await MongoClient.connect(url)
      await client.db().dropDatabase()
      await client.close()
    }
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  /** Fixed once: a page of what was stored by then. */
  let until: string | undefined
  function pathUntilNow(): string {
    until ??= new Date().toISOString()
    return `/xapi/statements?ascending=true&until=${until}`
  }

  test('a restored server has all that was acknowledged before, byte for byte, and serves it', async () => {
    const from = ['--from', 'whole', '--erasures', 'data']
    const restored = await hocba('restored', 'restore', ...from, '--json')
    expect([restored.status, restored.err]).toEqual([0, ''])
    expect(JSON.parse(restored.out)).toMatchObject({ erasuresKnown: 1, erasuresRepeated: 1 })
    const second = await startServerProcess(settingsOf('restored', ports))
    try {
      const found = await readPage(ports[0]!, '/xapi/statements?limit=500')
      const { statements } = JSON.parse(found) as { statements: { id: string }[] }
      const ids = new Set(statements.map(({ id }) => id))
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
      // One moment: of a request all or nothing, and below, the log of just these statements.
      expect(pairs.filter(([first, second]) => ids.has(first!) !== ids.has(second!))).toEqual([])
      expect(await readPage(ports[0]!, pathUntilNow())).toBe(page)
      expect(found).not.toContain('Đỗ Thị Xóa')
      const request = requestsTo(`http://localhost:${ports[0]}`, authorization)
      const client = { ...(await clientOf(settingsOf('restored', ports))), request }
      const ticket = (await launchLink(client, course.registration)).split('#')[1]
      const content = `http://127.0.0.1:${ports[1]}`
      const body = JSON.stringify({ ticket, nonce: newUuid() })
      const started = await fetch(`${content}/_rt/sessions`, { method: 'POST', body })
      const { filesPrefix } = (await started.json()) as SessionStarted
      const file = await fetch(`${content}${filesPrefix}index.html`)
      expect([file.status, await file.text()]).toEqual([200, expect.stringContaining('<html')])
      const log = await request('GET', '/api/v1/audit?limit=20')
      const operations = ((await log.json()) as { items: { operation: string }[] }).items
      expect(operations).toContainEqual(expect.objectContaining({ operation: 'restore' }))
      reportFigures('backup-mongodb', { statements: statements.length })
    } finally {
      await second.terminate()
    }
    const verified = await hocba('restored', 'verify')
    expect([verified.status, verified.err]).toEqual([0, ''])
    rmSync(join(folder, 'restored'), { recursive: true })
    const onto = await hocba('restored', 'restore', '--from', 'whole')
    expect([onto.status, onto.err]).toEqual([1, expect.stringMatching(/The database .* not empty/)])
  }, 300_000)

  test('every collection is in the backup, copied as files, or left out for a reason', async () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'whole/backup.json'), 'utf8'),
    ) as Manifest & { format: 2 }
    const copied = manifest.collections.map(({ name }) => name)
    const isOfFiles = (name: string) => /^(package|import)Files\./.test(name)
    const others = (await namesIn('data')).filter((name) => !isOfFiles(name) && !(name in leftOut))
    expect(others.filter((name) => !copied.includes(name))).toEqual([])
    expect(copied).toContain('statements')
    expect(Object.values(leftOut).every((reason) => reason.length > 20)).toBe(true)
  })

  test('a backup that is changed, cut, or not whole is refused before anything is written', async () => {
    const flip = (path: string) => {
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(path, bytes)
    }
    const collections = (copy: string, name: string) => join(copy, 'collections', `${name}.bson.gz`)
    const spoil: Record<string, (copy: string) => void> = {
      'no backup.json': (copy) => rmSync(join(copy, 'backup.json')),
      'a flipped bit': (copy) => flip(collections(copy, 'statements')),
      'a cut file': (copy) => truncateSync(collections(copy, 'ledgerEntries'), 40),
      'a longer file': (copy) => appendFileSync(collections(copy, 'people'), 'x'),
      'a missing collection': (copy) => rmSync(collections(copy, 'accounts')),
      'a missing package file': (copy) => rmSync(join(copy, 'files'), { recursive: true }),
      'a changed key': (copy) => flip(join(copy, 'signing.key')),
    }
    for (const [name, change] of Object.entries(spoil)) {
      const copy = join(folder, name)
      cpSync(join(folder, 'whole'), copy, { recursive: true })
      change(copy)
      await expect(checkBackup(copy).then(() => name)).rejects.toThrow(copy)
    }
    const { status, out, err } = await hocba('nowhere', 'restore', '--from', 'a cut file')
    expect([status, out]).toEqual([1, ''])
    expect(err).toContain('ledgerEntries.bson.gz is missing or not as it was')
    expect(err).not.toContain('    at ')
    expect(await namesIn('nowhere')).toEqual([])
  }, 300_000)

  test('a restore that is broken off leaves nothing that a server starts on', async () => {
    const env = { PATH: process.env.PATH, ...settingsOf('half', ports) }
    const restoring = spawn(process.execPath, [main, 'restore', '--from', 'whole'], {
      cwd: folder,
      env,
      stdio: 'ignore',
    })
    const ended = new Promise((resolve) => restoring.once('exit', resolve))
    await inside('half', async (client) => {
      const mark = client.db().collection(unfinishedName)
      while ((await mark.countDocuments()) === 0) await setTimeout(5)
    })
    restoring.kill('SIGKILL')
    await ended
    for (const args of [['doctor'], ['serve'], ['restore', '--from', 'whole']]) {
      rmSync(join(folder, 'half'), { recursive: true, force: true })
      const { status, out, err } = await hocba('half', ...args)
      expect([args, status, `${out}${err}`]).toEqual([
        args,
        1,
        expect.stringMatching(/is not whole: a restore that began at .* was broken off/),
      ])
    }
  }, 120_000)
})
