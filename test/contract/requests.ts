import { newUuid } from '../../src/base/ids.ts'
import type { RefusedRequestDetail, RequestFilter, SourceHour } from '../../src/requests/store.ts'
import { type Chapter, freshStore } from './engine.ts'

const refused = (sketch: Partial<RefusedRequestDetail> = {}): RefusedRequestDetail => ({
  id: newUuid(),
  at: new Date('2026-03-02T08:00:00.000Z'),
  area: 'xapi',
  method: 'POST',
  path: '/xapi/statements',
  endpoint: '/xapi/statements',
  status: 400,
  code: 'invalid-statement',
  message: '/actor/mbox must be a mailto IRI.',
  source: { kind: 'credential', id: 'k1', name: 'Storyline' },
  milliseconds: 3,
  bytes: 20,
  isPersonal: false,
  hasBody: false,
  headers: { host: 'localhost' },
  ...sketch,
})

const full = refused({
  pointer: '/actor/mbox',
  clause: 'xAPI-Data 2.4.2',
  origin: 'https://rise.example.vn',
  userAgent: 'Mozilla/5.0',
  version: '1.0.3',
  isPersonal: true,
  hasBody: true,
  headers: { authorization: 'Basic •••', 'user-agent': 'Mozilla/5.0' },
  body: Buffer.from([0, 255, 123, 125]),
})

const counted = (sketch: Partial<SourceHour> = {}): SourceHour => ({
  source: { kind: 'credential', id: 'k1', name: 'Storyline' },
  hour: 500_000,
  requests: 3,
  statements: 2,
  rejected: 1,
  bytes: 100,
  lastAt: new Date('2026-03-02T08:10:00.000Z'),
  ...sketch,
})

export const requests: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...all: RefusedRequestDetail[]) =>
    store.storage.transact((tx) => tx.insertRefusedRequests(all))
  const count = (...hours: SourceHour[]) => store.storage.transact((tx) => tx.addSourceHours(hours))
  const idsFound = async (filter: RequestFilter = {}) =>
    (await store.storage.listRefusedRequests(filter, { limit: 1000 })).items.map(({ id }) => id)

  test('a refused request comes back as written, its bytes too', async () => {
    const bare = refused({ source: { kind: 'unknown' } })
    await insert(full, bare)
    await store.reopen()
    expect(await store.storage.findRefusedRequest(full.id)).toEqual(full)
    expect(await store.storage.findRefusedRequest(bare.id)).toEqual(bare)
    expect(await store.storage.findRefusedRequest(newUuid())).toBeUndefined()
    const { headers: _headers, body: _body, ...listed } = full
    const { items } = await store.storage.listRefusedRequests({}, { limit: 10 })
    expect(items[1]).toEqual(listed)
  })

  test('one that is written twice is kept once, as it was first', async () => {
    await insert(full)
    await insert({ ...full, message: 'another' }, refused())
    expect(await idsFound()).toHaveLength(2)
    expect((await store.storage.findRefusedRequest(full.id))?.message).toBe(full.message)
  })

  test('each condition finds what it says, and conditions are joined by and', async () => {
    const unauthenticated = refused({
      status: 401,
      code: 'unauthenticated',
      message: 'Send the key.',
      path: '/api/v1/packages?q=Toán',
      endpoint: '/api/v1/packages',
      source: { kind: 'unknown' },
      at: new Date('2026-03-02T09:00:00.000Z'),
    })
    const failed = refused({ status: 503, code: 'overloaded', source: { kind: 'token', id: 't1' } })
    await insert(full, unauthenticated, failed)
    expect(await idsFound()).toEqual([failed.id, unauthenticated.id, full.id])
    expect(await idsFound({ key: 'k1' })).toEqual([full.id])
    expect(await idsFound({ statusFrom: 400, statusTo: 499 })).toEqual([
      unauthenticated.id,
      full.id,
    ])
    expect(await idsFound({ code: 'overloaded' })).toEqual([failed.id])
    expect(await idsFound({ path: 'packages?q' })).toEqual([unauthenticated.id])
    expect(await idsFound({ endpoint: '/xapi/statements' })).toEqual([failed.id, full.id])
    expect(await idsFound({ text: 'RISE.example' })).toEqual([full.id])
    expect(await idsFound({ text: full.id.slice(0, 8) })).toEqual([full.id])
    expect(await idsFound({ text: '%' })).toEqual([])
    expect(await idsFound({ since: unauthenticated.at })).toEqual([unauthenticated.id])
    expect(await idsFound({ until: unauthenticated.at })).toEqual([failed.id, full.id])
    expect(await idsFound({ key: 'k1', code: 'overloaded' })).toEqual([])
  })

  test('pages follow each other, the last request first, while others arrive', async () => {
    const all = Array.from({ length: 7 }, () => refused())
    await insert(...all)
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await store.storage.listRefusedRequests(
        {},
        { limit: 3, ...(cursor && { cursor }) },
      )
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
      await insert(refused())
    } while (cursor !== undefined)
    expect(ids).toEqual(all.map(({ id }) => id).reverse())
  })

  test('groups hold what failed alike, the largest first, with the last pointer', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 8, minute))
    await insert(
      refused({ at: at(1), pointer: '/verb' }),
      refused({ at: at(2), source: { kind: 'unknown' } }),
      refused({ at: at(3), pointer: '/actor' }),
      refused({ at: at(4), code: 'overloaded', status: 503 }),
    )
    const groups = await store.storage.groupRefusedRequests({}, 10)
    expect(groups.map(({ code, source, count }) => [code, source.kind, count])).toEqual([
      ['invalid-statement', 'credential', 2],
      ['overloaded', 'credential', 1],
      ['invalid-statement', 'unknown', 1],
    ])
    expect(groups[0]).toMatchObject({ firstAt: at(1), lastAt: at(3), lastPointer: '/actor' })
    expect(await store.storage.groupRefusedRequests({}, 1)).toHaveLength(1)
    expect(await store.storage.groupRefusedRequests({ code: 'overloaded' }, 9)).toHaveLength(1)
  })

  test('pruning leaves the newest of known and unknown sources apart, and nothing that is too old', async () => {
    const known = Array.from({ length: 5 }, () => refused())
    const unknown = Array.from({ length: 5 }, () =>
      refused({ source: { kind: 'unknown', id: 'x' } }),
    )
    const old = refused({ at: new Date('2026-01-01T00:00:00.000Z'), body: Buffer.from('{}') })
    await insert(old, ...known, ...unknown)
    const limits = {
      provenMax: 3,
      unprovenMax: 2,
      before: new Date('2026-02-01T00:00:00.000Z'),
      hourBefore: 0,
    }
    const prune = (deletedMax: number) =>
      store.storage.transact((tx) => tx.pruneRequestLog({ ...limits, deletedMax }))
    expect(await prune(2)).toBe(2)
    expect(await prune(100)).toBe(4)
    expect(await prune(100)).toBe(0)
    const left = [...known.slice(2), ...unknown.slice(3)].map(({ id }) => id).reverse()
    expect(await idsFound()).toEqual(left)
    expect(await store.storage.findRefusedRequest(old.id)).toBeUndefined()
  })

  test('figures of one hour add up, and the last name and times count', async () => {
    const later = new Date('2026-03-02T08:20:00.000Z')
    await count(counted({ lastRejectedAt: counted().lastAt }))
    await count(
      counted({ lastAt: later, source: { kind: 'credential', id: 'k1', name: 'Rise' } }),
      counted({ hour: 500_001, source: { kind: 'credential', id: 'k1' }, lastAt: later }),
      counted({ source: { kind: 'token', id: 'k1', name: 'Kho' } }),
    )
    const sources = await store.storage.listSources(500_000)
    expect(sources).toHaveLength(2)
    expect(sources.find(({ source }) => source.kind === 'credential')).toEqual({
      source: { kind: 'credential', id: 'k1', name: 'Rise' },
      lastAt: later,
      lastRejectedAt: counted().lastAt,
      hours: [
        { hour: 500_000, requests: 6, statements: 4, rejected: 2, bytes: 200 },
        { hour: 500_001, requests: 3, statements: 2, rejected: 1, bytes: 100 },
      ],
    })
  })

  test('a source without recent hours is listed, and forgotten when the last of its hours is', async () => {
    await count(counted({ hour: 492_000, lastAt: new Date(492_000 * 3_600_000) }))
    expect(await store.storage.listSources(492_001)).toMatchObject([{ hours: [] }])
    const limits = { provenMax: 1, unprovenMax: 1, before: new Date(0), deletedMax: 10 }
    await store.storage.transact((tx) => tx.pruneRequestLog({ ...limits, hourBefore: 492_000 }))
    expect(await store.storage.listSources(0)).toMatchObject([{ hours: [{ hour: 492_000 }] }])
    await store.storage.transact((tx) => tx.pruneRequestLog({ ...limits, hourBefore: 492_001 }))
    expect(await store.storage.listSources(0)).toEqual([])
  })
}
