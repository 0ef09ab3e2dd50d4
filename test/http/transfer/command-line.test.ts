import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readConfig } from '../../../src/config/index.ts'
import { runHocba } from '../../support/command-line.ts'
import { startServer } from '../../support/server.ts'
import { temporaryFolder } from '../../support/storage.ts'
import { dropStorageOfTests, storageOfTests } from '../../support/storage-of-tests.ts'
import { importFile, manyStatements, ndjsonOf } from './transfer-server.ts'

describe('hocba statements', () => {
  let folder: string
  let remove: () => Promise<void>
  beforeAll(async () => {
    ;({ location: folder, remove } = await temporaryFolder())
  })
  afterAll(async () => {
    await dropStorageOfTests(readConfig(data()))
    await remove()
  })

  const data = () => {
    const path = join(folder, 'data')
    return { HOCBA_DATA: path, ...storageOfTests(path) }
  }

  async function hocba(...args: string[]) {
    const { status, out } = await runHocba([...args, '--json'], { cwd: folder, env: data() })
    return { status, json: JSON.parse(out) as Record<string, unknown> }
  }

  test('import and export a file; what was refused makes the exit status 2', async () => {
    const statements = manyStatements(20)
    writeFileSync(join(folder, 'in.ndjson'), `${ndjsonOf(statements)}{"actor":1}\n`)
    const imported = await hocba('statements', 'import', 'in.ndjson')
    expect(imported.status).toBe(2)
    expect(imported.json).toMatchObject({ state: 'done', counts: { stored: 20, rejected: 1 } })
    const exported = await hocba('statements', 'export', '--format', 'ndjson', '--out', 'o.gz')
    expect(exported).toMatchObject({ status: 0, json: { statements: 20, format: 'ndjson' } })
    const lines = gunzipSync(readFileSync(join(folder, 'o.gz')))
      .toString()
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(statements.map(({ id }) => id))
    const table = ['--format', 'csv', '--paths', 'id,verb', '--since']
    const none = await hocba('statements', 'export', ...table, '2099-01-01', '--out', 'o.csv')
    expect(none.json).toMatchObject({ statements: 0 })
    expect(readFileSync(join(folder, 'o.csv'), 'utf8')).toBe('\ufeffid,verb\r\n')
    const wrong = await hocba('statements', 'export', '--format', 'xlsx', '--out', 'o')
    expect(wrong.status).toBe(64)
  }, 30_000)

  test('pull copies and verifies another record store', async () => {
    const other = await startServer()
    try {
      await importFile(other, ndjsonOf(manyStatements(12)))
      const pair = Buffer.from(other.authorization.slice(6), 'base64').toString().split(':')
      const access = ['--endpoint', `${other.url}/xapi`, '--key', pair[0]!, '--secret', pair[1]!]
      const pulled = await hocba('statements', 'pull', ...access)
      expect(pulled.status).toBe(0)
      expect(pulled.json).toMatchObject({
        state: 'done',
        counts: { stored: 12 },
        verification: { listed: 12, found: 12, missing: [] },
      })
    } finally {
      await other.stop()
    }
  }, 30_000)
})
