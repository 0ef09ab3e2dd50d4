import type { AuditFilter, NewAuditEntry } from '../../src/audit/index.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'
import { allPages } from './school.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 8, minute))

const entry = (sketch: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: at(0),
  kind: 'change',
  operation: 'changePackagePolicy',
  actor: { kind: 'account', id: 'an', name: 'Nguyễn Văn An' },
  about: ['package-1', 'policy-2'],
  request: 'req-1',
  network: '203.0.113.7',
  details: { before: { attemptsMax: 1 }, after: { attemptsMax: null, ghiChú: 'Đổi' } },
  ...sketch,
})

export const audit: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...entries: NewAuditEntry[]) =>
    store.storage.transact(async (tx) => {
      for (const one of entries) await tx.insertAuditEntry(one)
    })
  const list = (filter: AuditFilter = {}) =>
    allPages((page) => store.storage.listAudit(filter, page))
  const requests = async (filter?: AuditFilter) => (await list(filter)).map((one) => one.request)

  test('an entry comes back as written', async () => {
    const full = entry()
    const bare = entry({
      kind: 'read',
      actor: { kind: 'anonymous', id: '', name: '' },
      about: [],
      details: {},
    })
    await insert(full, bare)
    await store.reopen()
    const listed = await list()
    expect(listed).toMatchObject([bare, full])
    // As it is answered: with its properties in one order, whichever engine kept it.
    const names = [...Object.keys(full)]
    expect(listed.map((one) => Object.keys(one))).toEqual([
      ['seq', ...names],
      ['seq', ...names],
    ])
  })

  test('entries come newest first and page by page, numbered in the order in which they were kept', async () => {
    const all = Array.from({ length: 5 }, (_, n) => entry({ request: `req-${n}`, at: at(9 - n) }))
    for (const one of all) await insert(one)
    const listed = await list()
    expect(listed.map((one) => one.request)).toEqual(all.map((one) => one.request).reverse())
    const numbers = listed.map(({ seq }) => seq)
    expect(numbers).toEqual(numbers.toSorted((one, other) => other - one))
    expect(new Set(numbers).size).toBe(5)
  })

  testIf(engine.capabilities.atomicity, 'a transaction that fails leaves no entry', async () => {
    await insert(entry({ request: 'kept' }))
    const failing = store.storage.transact(async (tx) => {
      await tx.insertAuditEntry(entry({ request: 'lost' }))
      throw new Error('not this time')
    })
    await expect(failing).rejects.toThrow('not this time')
    await insert(entry({ request: 'later' }))
    expect(await requests()).toEqual(['later', 'kept'])
  })

  test('a list is narrowed by kind, operation, actor, thing and time, alone and together', async () => {
    await insert(
      entry({ request: 'a' }),
      entry({ request: 'b', kind: 'read', operation: 'getLearner', about: ['package-10'] }),
      entry({ request: 'c', actor: { kind: 'credential', id: 'key', name: 'K' }, at: at(5) }),
      entry({ request: 'd', about: ['policy-2'], at: at(6) }),
    )
    expect(await requests({ kind: 'read' })).toEqual(['b'])
    expect(await requests({ operation: 'changePackagePolicy' })).toEqual(['d', 'c', 'a'])
    expect(await requests({ actor: 'key' })).toEqual(['c'])
    expect(await requests({ about: 'package-1' })).toEqual(['c', 'a'])
    expect(await requests({ about: 'policy-2' })).toEqual(['d', 'c', 'a'])
    expect(await requests({ about: 'package' })).toEqual([])
    expect(await requests({ since: at(5) })).toEqual(['d', 'c'])
    expect(await requests({ until: at(5) })).toEqual(['b', 'a'])
    expect(await requests({ since: at(5), until: at(6), actor: 'key' })).toEqual(['c'])
    expect(await requests({ kind: 'read', actor: 'key' })).toEqual([])
  })

  test('a cursor from elsewhere is refused', async () => {
    await expect(
      store.storage.listAudit({}, { limit: 2, cursor: 'nonsense' }),
    ).rejects.toMatchObject({ code: 'invalid-request' })
  })
}
