import { newUuid } from '../../src/base/ids.ts'
import { type ImportJob, noCounts } from '../../src/transfer/import-job.ts'
import type { Lease } from '../../src/transfer/store.ts'
import { preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

const newJob = (changes: Partial<ImportJob> = {}): ImportJob => ({
  id: newUuid(),
  state: 'waiting',
  source: { kind: 'file', fileName: 'f', path: '/f', bytes: 10 },
  by: { kind: 'credential', id: 'an', name: 'An', scopes: ['all'] },
  keepsAuthority: false,
  createdAt: '2026-09-05T07:30:00.000Z',
  milliseconds: 0,
  bytesRead: 0,
  counts: noCounts,
  ...changes,
})

const at = (seconds: number) => new Date(Date.UTC(2026, 8, 5) + seconds * 1_000)
const lease = (owner: string, untilSeconds: number): Lease => ({ owner, until: at(untilSeconds) })
const rejection = (statement: number) => ({ statement, code: 'invalid-statement', message: 'No.' })

export const transfer: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = async (job: ImportJob) => {
    await store.storage.transact((tx) => tx.insertImportJob(job))
    return job
  }
  const claim = (by: Lease, now: Date) => store.storage.transact((tx) => tx.claimImportJob(by, now))

  test('gives imports out in their order, each to one worker at a time', async () => {
    const [first, second] = [await insert(newJob()), await insert(newJob())]
    expect(await store.storage.hasImportWork(at(0))).toBe(true)
    expect(await claim(lease('a', 10), at(0))).toEqual({ ...first, state: 'running' })
    expect(await claim(lease('b', 10), at(0))).toEqual({ ...second, state: 'running' })
    expect(await claim(lease('c', 10), at(5))).toBeUndefined()
    expect(await store.storage.hasImportWork(at(5))).toBe(false)
  })

  test('gives an import to another worker when its lease is over, and to nobody before', async () => {
    const job = await insert(newJob())
    await claim(lease('a', 10), at(0))
    const renewed = await store.storage.transact((tx) =>
      tx.renewImportLease(job.id, lease('a', 20)),
    )
    expect(renewed).toBe(true)
    expect(await claim(lease('b', 30), at(15))).toBeUndefined()
    expect((await claim(lease('b', 30), at(21)))?.id).toBe(job.id)
    const late = { ...job, state: 'running', bytesRead: 5 } as const
    const saved = await store.storage.transact((tx) =>
      tx.saveImportJob(late, lease('a', 40), [rejection(1)]),
    )
    expect(saved).toBe(false)
    expect((await store.storage.findImportJob(job.id))?.bytesRead).toBe(0)
    expect(await store.storage.listImportRejections(job.id, { after: 0, limit: 9 })).toEqual([])
  })

  test('saves an import with what it rejected, and lets go of it when it has ended', async () => {
    const job = (await insert(newJob())) && (await claim(lease('a', 10), at(0)))!
    const save = (changes: Partial<ImportJob>, statements: number[]) =>
      store.storage.transact((tx) =>
        tx.saveImportJob({ ...job, ...changes }, lease('a', 20), statements.map(rejection)),
      )
    expect(await save({ bytesRead: 5 }, [1, 2])).toBe(true)
    expect(await save({ bytesRead: 9, state: 'done' }, [3])).toBe(true)
    expect(await save({ bytesRead: 10 }, [])).toBe(false)
    expect(await store.storage.findImportJob(job.id)).toEqual({
      ...job,
      bytesRead: 9,
      state: 'done',
    })
    const page = await store.storage.listImportRejections(job.id, { after: 1, limit: 1 })
    expect(page).toEqual([rejection(2)])
    await store.storage.transact((tx) => tx.removeImportJob(job.id))
    expect(await store.storage.findImportJob(job.id)).toBeUndefined()
    expect(await store.storage.listImportRejections(job.id, { after: 0, limit: 9 })).toEqual([])
  })

  test('changes the state of an import only from one of those named', async () => {
    const job = await insert(newJob())
    await claim(lease('a', 10), at(0))
    const change = (from: ImportJob['state'], state: ImportJob['state']) =>
      store.storage.transact((tx) => tx.changeImportState(job.id, [from], { state }))
    expect(await change('failed', 'waiting')).toBeUndefined()
    expect((await change('running', 'cancelled'))?.state).toBe('cancelled')
    const saved = await store.storage.transact((tx) => tx.saveImportJob(job, lease('a', 20), []))
    expect(saved).toBe(false)
  })

  test('lists imports, the newest first, of everybody or of one', async () => {
    const mine = await insert(newJob())
    const other = await insert(newJob({ by: { ...mine.by, id: 'binh' } }))
    const ids = async (by?: string, cursor?: string) => {
      const page = await store.storage.listImportJobs({ limit: 1, ...(cursor && { cursor }) }, by)
      return { ids: page.items.map(({ id }) => id), cursor: page.cursor }
    }
    const first = await ids()
    expect(first.ids).toEqual([other.id])
    expect((await ids(undefined, first.cursor)).ids).toEqual([mine.id])
    expect(await ids('an')).toEqual({ ids: [mine.id], cursor: undefined })
  })

  test('finds every conflict of a transaction whose callback goes on after each', async () => {
    const ids = [newUuid(), newUuid(), newUuid()]
    const statementsWith = (content: string) => ids.map((id) => preparedStatement({ id, content }))
    await store.storage.transact((tx) => tx.insertStatements(statementsWith('before').slice(0, 2)))
    const refused = await store.storage.transact(async (tx) => {
      const found: string[] = []
      for (const one of statementsWith('after'))
        await tx.insertStatements([one]).catch(() => found.push(one.id))
      return found
    })
    expect(refused).toEqual(ids.slice(0, 2))
    expect(await store.storage.findStatement(ids[2]!, false)).toBeDefined()
  })
}
