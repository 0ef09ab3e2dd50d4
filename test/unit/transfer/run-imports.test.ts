import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../../src/base/clock.ts'
import { readConfig } from '../../../src/config/index.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { beginFileImport, type ImportWorker, openImports } from '../../../src/transfer/index.ts'
import { batchStatementsMax } from '../../../src/transfer/source.ts'
import { manyStatements, ndjsonOf } from '../../http/transfer/transfer-server.ts'
import { temporaryStorage } from '../../support/storage.ts'

const by = { kind: 'account', id: 'test', name: 'Test', scopes: ['all'] } as const

describe('importWorker()', () => {
  let storage: Storage
  let folder: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    ;({ storage, folder, remove } = await temporaryStorage())
  })
  afterEach(() => remove())

  async function begin(count: number): Promise<string> {
    const path = join(folder, 'statements.ndjson')
    const text = ndjsonOf(manyStatements(count))
    writeFileSync(path, text)
    const source = { path, fileName: 'f', bytes: text.length, isOurs: false }
    const asked = { by, keepsAuthority: false }
    return (await beginFileImport({ store: storage, clock: systemClock })(asked, source)).id
  }

  const worker = (): ImportWorker =>
    openImports(
      {
        ...readConfig({ HOCBA_DATA: join(folder, 'settings') }),
        store: storage,
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
    const source = { path: join(folder, 'none'), fileName: 'f', bytes: 1, isOurs: false }
    const asked = { by, keepsAuthority: false }
    const { id } = await beginFileImport({ store: storage, clock: systemClock })(asked, source)
    await worker().runNext()
    const job = await storage.findImportJob(id)
    expect(job).toMatchObject({ state: 'failed', failure: expect.stringContaining('not there') })
  })
})
