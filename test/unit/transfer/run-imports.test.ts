import { writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { systemClock } from '../../../src/base/clock.ts'
import { readConfig } from '../../../src/config/index.ts'
import { openLocalFiles } from '../../../src/storage/files/local-files.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import { receiveFile, sweepImportFiles } from '../../../src/transfer/import-files.ts'
import type { ImportJob } from '../../../src/transfer/import-job.ts'
import {
  beginFileImport,
  type ImportFiles,
  type ImportWorker,
  openImports,
} from '../../../src/transfer/index.ts'
import { batchStatementsMax } from '../../../src/transfer/source.ts'
import { manyStatements, ndjsonOf } from '../../http/transfer/transfer-server.ts'
import { temporaryStorage } from '../../support/storage.ts'

const by = { kind: 'account', id: 'test', name: 'Test', scopes: ['all'] } as const

describe('importWorker()', () => {
  let storage: Storage
  let folder: string
  let remove: () => Promise<void>
  let importFiles: ImportFiles
  beforeEach(async () => {
    ;({ storage, folder, remove } = await temporaryStorage())
    importFiles = await openLocalFiles(join(folder, 'imports'))
  })
  afterEach(() => remove())

  async function begin(count: number): Promise<string> {
    const path = join(folder, 'statements.ndjson')
    const text = ndjsonOf(manyStatements(count))
    writeFileSync(path, text)
    const source = { kind: 'file', path, fileName: 'f', bytes: text.length } as const
    const asked = { by, keepsAuthority: false }
    return (await beginFileImport({ store: storage, clock: systemClock })(asked, source)).id
  }

  const worker = (store = storage): ImportWorker =>
    openImports(
      {
        ...readConfig({ HOCBA_DATA: join(folder, 'settings') }),
        store,
        importFiles,
        clock: systemClock,
      },
      {
        observers: [],
        report: (error) => {
          throw error
        },
      },
    )

  test('a cancelled import stores nothing more', async () => {
    const id = await begin(1_600)
    await worker().runThis(id, () => {
      void storage.transact((tx) => tx.changeImportState(id, ['running'], { state: 'cancelled' }))
    })
    const job = (await storage.findImportJob(id))!
    expect(job.state).toBe('cancelled')
    expect(job.counts.stored).toBeLessThan(1_600)
    const { items } = await storage.queryStatements({}, { limit: 2_000 })
    expect(items).toHaveLength(job.counts.stored)
  })

  test('a stopped worker leaves its import to the next one, which goes on at once', async () => {
    const id = await begin(1_600)
    const first = worker()
    await first.runThis(id, () => first.stop())
    expect(await storage.findImportJob(id)).toMatchObject({
      state: 'waiting',
      counts: { stored: batchStatementsMax },
    })
    expect(await worker().runNext()).toBe(true)
    expect(await storage.findImportJob(id)).toMatchObject({
      state: 'done',
      counts: { read: 1_600, stored: 1_600, unchanged: 0 },
    })
    expect(await worker().runNext()).toBe(false)
  })

  test('a file that is gone fails its import with a sentence', async () => {
    const source = { kind: 'file', path: join(folder, 'none'), fileName: 'f', bytes: 1 } as const
    const asked = { by, keepsAuthority: false }
    const { id } = await beginFileImport({ store: storage, clock: systemClock })(asked, source)
    await worker().runNext()
    const job = await storage.findImportJob(id)
    expect(job).toMatchObject({ state: 'failed', failure: expect.stringContaining('not there') })
  })

  /** Sends a file as a node takes it. */
  async function send(text: string | Buffer): Promise<ImportJob> {
    const file = await receiveFile(importFiles, Readable.from([Buffer.from(text)]), 10_000_000)
    const source = { kind: 'file', fileName: 'f', ...file } as const
    const asked = { by, keepsAuthority: false }
    return beginFileImport({ store: storage, clock: systemClock })(asked, source)
  }

  test('a file of whose first 10,000 statements none is accepted fails, and holds nobody else up', async () => {
    const { id } = await send('x\n'.repeat(30_000))
    await worker().runNext()
    expect(await storage.findImportJob(id)).toMatchObject({
      state: 'failed',
      failure: 'None of the first 10000 statements was accepted.',
      counts: { read: 10_000, rejected: 10_000 },
    })
    const fits = ndjsonOf(manyStatements(1))
    const other = await send(fits + 'x\n'.repeat(10_400))
    await worker().runNext()
    expect(await storage.findImportJob(other.id)).toMatchObject({ state: 'done' })
  })

  const kept = async (): Promise<string[]> => {
    const names = await readdir(join(folder, 'imports/files'), { recursive: true })
    return names.filter((name) => name.length > 60)
  }

  test.each(['as it is', 'gzipped'])(
    'a file that one node took, %s, is imported by another, which removes it',
    async (form) => {
      const text = ndjsonOf(manyStatements(300))
      const { id } = await send(form === 'gzipped' ? gzipSync(text) : text)
      const other = openSqliteStorage(folder, systemClock)
      await worker(other).runNext()
      await other.close()
      expect(await storage.findImportJob(id)).toMatchObject({
        state: 'done',
        counts: { read: 300, stored: 300 },
      })
      expect(await kept()).toEqual([])
    },
  )

  test('a file that was sent twice is kept for the second import', async () => {
    const text = ndjsonOf(manyStatements(3))
    const jobs = [await send(text), await send(text)]
    await worker().runThis(jobs[0]!.id)
    expect(await kept()).toHaveLength(1)
    await worker().runThis(jobs[1]!.id)
    expect(await storage.findImportJob(jobs[1]!.id)).toMatchObject({
      state: 'done',
      counts: { unchanged: 3 },
    })
    expect(await kept()).toEqual([])
  })

  test('what no import needs any more is swept after a day, and nothing else', async () => {
    const job = await send(ndjsonOf(manyStatements(1)))
    await receiveFile(importFiles, Readable.from([Buffer.from('of a node that died')]), 100)
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000)
    await sweepImportFiles({ store: storage, importFiles }, inHours(23))
    expect(await kept()).toHaveLength(2)
    await sweepImportFiles({ store: storage, importFiles }, inHours(25))
    expect(await kept()).toHaveLength(1)
    await worker().runThis(job.id)
    expect((await storage.findImportJob(job.id))!.state).toBe('done')
  })
})
