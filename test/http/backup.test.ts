import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import { type EndedCommand, runHocba } from '../support/command-line.ts'
import { uploadPackage } from '../support/courses.ts'
import { reportFigures } from '../support/figures.ts'
import { freePorts } from '../support/server.ts'
import { clientOf, startServerProcess } from '../support/server-process.ts'
import { smallCourse } from '../support/small-course.ts'
import { statementOf } from '../support/xapi-client.ts'

/** `npm run prove` asks for 50. */
const backups = Number(process.env.HOCBA_TEST_BACKUPS ?? 3)
const version = { 'X-Experience-API-Version': '1.0.3' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The real command line on a data folder below the test's. */
const hocba = (data: string, ...args: string[]): Promise<EndedCommand> =>
  hocbaWith({}, data, ...args)

const hocbaWith = (
  settings: Record<string, string>,
  data: string,
  ...args: string[]
): Promise<EndedCommand> =>
  runHocba(args, { cwd: folder, env: { HOCBA_DATA: join(folder, data), ...settings } })

/** The first, the last, and a hundred in between. */
const sample = <Value>(values: readonly Value[]): Value[] => {
  const step = Math.ceil(values.length / 100)
  return values.filter((_, index) => index % step === 0 || index === values.length - 1)
}

/** A running server on a data folder, with what it has acknowledged. */
async function startOn(data: string) {
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: join(folder, data),
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_DRAIN_SECONDS_MAX: '1',
  }
  const server = await startServerProcess(env)
  const client = await clientOf(env)
  const isThere = async (path: string) =>
    (await client.request('GET', path, undefined, version)).status === 200
  /** What the audit log has, newest first. */
  const operations = async () => {
    const { items } = (await (await client.request('GET', '/api/v1/audit')).json()) as {
      items: { operation: string }[]
    }
    return items.map(({ operation }) => operation)
  }
  return { server, client, isThere, operations }
}

test('backups under load have all that was acknowledged before, and each can be restored', async () => {
  const { server, client } = await startOn('data')
  const packages: string[] = []
  const statements: string[] = []
  let isPosting = true
  const posting = Array.from({ length: 4 }, async () => {
    while (isPosting) {
      const ids = [newUuid(), newUuid()]
      const body = ids.map((id) => statementOf({ id }))
      const answer = await client.request('POST', '/xapi/statements', body, version)
      expect(answer.status).toBe(200)
      statements.push(...ids)
    }
  })
  const promised: { statements: number; packages: number }[] = []
  for (let n = 0; n < backups; n++) {
    packages.push((await uploadPackage(client, smallCourse({ title: `Course ${n}` }))).package)
    promised.push({ statements: statements.length, packages: packages.length })
    const { status, out, err } = await hocba('data', 'backup', '--to', `backup-${n}`, '--json')
    expect([status, err]).toEqual([0, ''])
    expect(JSON.parse(out).statements).toBeGreaterThanOrEqual(promised[n]!.statements)
  }
  isPosting = false
  await Promise.all(posting)
  await server.terminate()
  for (const [n, before] of promised.entries()) {
    const restored = await hocba(`restored-${n}`, 'restore', '--from', `backup-${n}`)
    expect([restored.status, restored.err]).toEqual([0, ''])
    const { server: second, isThere, operations } = await startOn(`restored-${n}`)
    const paths = [
      ...sample(statements.slice(0, before.statements)).map(
        (id) => `/xapi/statements?statementId=${id}`,
      ),
      ...packages.slice(0, before.packages).map((id) => `/api/v1/packages/${id}`),
    ]
    const missing: string[] = []
    for (const path of paths) if (!(await isThere(path))) missing.push(path)
    expect(missing).toEqual([])
    expect(await operations()).toContain('restore')
    await second.terminate()
  }
  reportFigures('backup', { backups, statements: statements.length })
}, 3_600_000)

test('with a key that a setting gives, a backup has none and asks for the same one', async () => {
  const key = { HOCBA_SIGNING_KEY: 'ab'.repeat(32) }
  expect(await hocbaWith(key, 'data', 'backup', '--to', 'whole')).toMatchObject({ status: 0 })
  expect(existsSync(join(folder, 'whole/signing.key'))).toBe(false)
  const restore = ['restore', '--from', 'whole'] as const
  const without = await hocba('restored', ...restore)
  expect([without.status, without.err]).toEqual([1, expect.stringContaining('has no signing key')])
  const other = await hocbaWith({ HOCBA_SIGNING_KEY: 'cd'.repeat(32) }, 'restored', ...restore)
  expect([other.status, other.err]).toEqual([1, expect.stringContaining('is another key')])
  expect(existsSync(join(folder, 'restored'))).toBe(false)
  expect(await hocbaWith(key, 'restored', ...restore)).toMatchObject({ status: 0 })
}, 120_000)

test('a backup that is broken off or changed, and a bare copy of the database, are not restored', async () => {
  const { server, client } = await startOn('data')
  await uploadPackage(client, smallCourse())
  expect((await hocba('data', 'backup', '--to', 'whole')).status).toBe(0)
  await server.crash()

  const spoil: Record<string, (copy: string) => void> = {
    'no backup.json': (copy) => rmSync(join(copy, 'backup.json')),
    'a changed database': (copy) => appendFileSync(join(copy, 'hocba.db'), 'x'),
    'a missing file': (copy) => rmSync(join(copy, 'files'), { recursive: true }),
    'a changed key': (copy) => writeFileSync(join(copy, 'signing.key'), Buffer.alloc(32)),
    'no key': (copy) => rmSync(join(copy, 'signing.key')),
  }
  for (const [name, change] of Object.entries(spoil)) {
    const copy = join(folder, name)
    cpSync(join(folder, 'whole'), copy, { recursive: true })
    change(copy)
    const { status, err } = await hocba('nowhere', 'restore', '--from', name)
    expect([name, status]).toEqual([name, 1])
    expect(err).toContain(folder)
  }
  mkdirSync(join(folder, 'bare'))
  cpSync(join(folder, 'data/hocba.db'), join(folder, 'bare/hocba.db'))
  expect((await hocba('nowhere', 'restore', '--from', 'bare')).err).toContain('is no backup')
  const onto = await hocba('data', 'restore', '--from', 'whole')
  expect([onto.status, onto.err]).toEqual([1, expect.stringContaining('is not empty')])
  expect((await hocba('data', 'backup', '--to', 'whole')).err).toContain('is not empty')
}, 120_000)
