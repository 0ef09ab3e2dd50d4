import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { MongoClient } from 'mongodb'
import { readConfig } from '../../../src/config/index.ts'
import type { Verification } from '../../../src/ledger/verify-bundle.ts'
import { runHocba } from '../../support/command-line.ts'
import { startServer } from '../../support/server.ts'
import { dropStorageOfTests, isOnSqlite, storageOfTests } from '../../support/storage-of-tests.ts'
import { statementOf } from '../../support/xapi-client.ts'

describe('hocba verify, ledger export, ledger rotate-key, backup and restore', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hocba-ledger-'))
  })
  afterEach(async () => {
    for (const data of ['data', 'restored']) await dropStorageOfTests(readConfig(envOf(data)))
    rmSync(folder, { recursive: true, force: true })
  })

  const envOf = (data: string) => {
    const path = join(folder, data)
    return { HOCBA_DATA: path, ...storageOfTests(path) }
  }

  const run = (data: string, program: string, ...args: string[]) =>
    runHocba(args, { cwd: folder, env: envOf(data), program })
  const hocba = (data: string, ...args: string[]) => run(data, 'src/cli/main.ts', ...args)
  const verify = async (data: string, ...args: string[]) => {
    const { status, out } = await hocba(data, 'verify', '--json', ...args)
    return { status, ...(JSON.parse(out) as Verification) }
  }

  /** A data folder in which so many statements were recorded. */
  const record = async (count: number): Promise<void> => {
    const server = await startServer({ env: { HOCBA_DATA: join(folder, 'data') }, keepData: true })
    const statements = Array.from({ length: count }, () => statementOf())
    const answer = await server.request('POST', '/xapi/statements', statements, {
      'X-Experience-API-Version': '1.0.3',
    })
    expect(answer.status).toBe(200)
    await server.stop()
  }

  /** Takes the first statement out of the database, behind the back of hocba. */
  const removeFirst = async (): Promise<void> => {
    const { HOCBA_MONGODB_URL: url } = storageOfTests(join(folder, 'data'))
    if (url !== undefined) {
      const client = await MongoClient.connect(url)
      const statements = client.db().collection('statements')
      const first = await statements.findOne({ seq: { $gt: 0 } }, { sort: { seq: 1 } })
      await statements.deleteOne({ _id: first!._id })
      return client.close()
    }
    const db = new DatabaseSync(join(folder, 'data/hocba.db'))
    const { seq } = db.prepare('SELECT min(seq) AS seq FROM statement').get() as { seq: number }
    db.prepare('DELETE FROM statement WHERE seq = ?').run(seq)
    db.close()
  }

  test('find nothing where nothing was done, and name what was, in the folder and in a bundle', async () => {
    await record(5)
    expect(statSync(join(folder, 'data/ledger.key')).mode & 0o777).toBe(0o600)
    await hocba('data', 'backup', '--to', 'backup')
    const kept = ['--checkpoint', 'backup/ledger-checkpoint.txt']
    const before = await verify('data', ...kept)
    expect(before).toMatchObject({ status: 0, isSound: true, findings: [] })
    await removeFirst()
    const found = await verify('data', ...kept)
    expect(found).toMatchObject({ status: 1, isSound: false, findings: [{ verdict: 'missing' }] })
    await hocba('data', 'ledger', 'export', '--out', 'bundle.ndjson.gz')
    const alone = await run('data', 'src/ledger/verify-bundle.ts', 'bundle.ndjson.gz', ...kept)
    expect(alone.status).toBe(1)
    expect(alone.out).toContain('1 missing')
  })

  test('a restore is told from tampering, also with a key of after the backup', async () => {
    await record(3)
    await hocba('data', 'backup', '--to', 'early')
    await record(4)
    expect((await hocba('data', 'ledger', 'rotate-key')).status).toBe(0)
    await hocba('data', 'backup', '--to', 'late')
    expect((await hocba('restored', 'restore', '--from', 'early')).status).toBe(0)
    await hocba('restored', 'ledger', 'export', '--out', 'bundle.ndjson')
    const kept = ['early', 'late'].flatMap((name) => [
      '--checkpoint',
      `${name}/ledger-checkpoint.txt`,
    ])
    const found = await verify('restored', ...kept)
    expect(found).toMatchObject({ status: 0, isSound: true, findings: [{ verdict: 'restored' }] })
    // An old file is put back in the place of the new one: there is one in SQLite.
    if (!isOnSqlite) return
    rmSync(join(folder, 'data/hocba.db-wal'), { force: true })
    copyFileSync(join(folder, 'early/hocba.db'), join(folder, 'data/hocba.db'))
    const putBack = await verify('data', ...kept)
    expect(putBack).toMatchObject({ status: 1, isSound: false })
  })

  test('a changed bundle does not pass', async () => {
    await record(2)
    await hocba('data', 'ledger', 'export', '--out', 'bundle.ndjson')
    const lines = readFileSync(join(folder, 'bundle.ndjson'), 'utf8').trimEnd().split('\n')
    const check = async (changed: readonly string[]) => {
      writeFileSync(join(folder, 'changed.ndjson'), `${changed.join('\n')}\n`)
      return (await verify('data', '--bundle', 'changed.ndjson')).isSound
    }
    expect(await check(lines)).toBe(true)
    expect(await check(lines.slice(0, -1))).toBe(false)
    expect(await check(lines.filter((line) => !line.includes('"position":1,')))).toBe(false)
    expect(await check(lines.map((line) => line.replace('Nguyễn Văn An', 'Nguyễn Văn Ấn')))).toBe(
      false,
    )
  })
})
