import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { deliverEarlier } from '../../../player/deliver-earlier.ts'
import { openJournalStore } from '../../../player/journal-store.ts'
import { journalTail } from '../../../player/journal-tail.ts'
import type { Reply } from '../../../player/server-calls.ts'
import type { CommitAccepted, CommitSession } from '../../../src/launch/wire.ts'
import type { JournalEntry } from '../../../src/runtime/index.ts'
import { memoryStorage } from './memory-storage.ts'

const at = '2026-11-20T03:00:00.000Z'
const entry = (n: number): JournalEntry => ({ n, at, activity: 'lesson', step: { do: 'commit' } })
const kept = (session: string, startedAt = at) => ({
  session,
  token: `token of ${session}`,
  registration: `registration of ${session}`,
  startedAt,
})

type Answer = (commit: CommitSession) => Reply<CommitAccepted>
const accept: Answer = ({ entries }) => ({
  kind: 'ok',
  body: { acknowledged: entries.at(-1)?.n ?? 0 },
})

async function setUp(answer: Answer = accept) {
  const factory = new IDBFactory()
  const store = await openJournalStore(factory)
  const commits: CommitSession[] = []
  const deliver = (more: Partial<Parameters<typeof deliverEarlier>[0]> = {}) =>
    deliverEarlier({
      store,
      server: {
        commit: async (commit) => {
          commits.push(commit)
          return answer(commit)
        },
      },
      own: undefined,
      isPlayed: () => false,
      clock: () => at,
      ...more,
    })
  return { factory, store, commits, deliver }
}

describe('deliverEarlier()', () => {
  test('delivers sessions in the order of their beginning, each with its token, and forgets them', async () => {
    const { factory, store, commits, deliver } = await setUp()
    await store.keepSession(kept('b', '2026-11-20T04:00:00.000Z'))
    await store.keepSession(kept('a', '2026-11-20T03:00:00.000Z'))
    await store.keepEntries('b', [entry(1)])
    await store.keepEntries('a', [entry(11), entry(9), entry(10)])
    await deliver()
    expect(
      commits.map(({ session, token, entries }) => [session, token, entries.map((e) => e.n)]),
    ).toEqual([
      ['a', 'token of a', [9, 10, 11]],
      ['b', 'token of b', [1]],
    ])
    const reopened = await openJournalStore(factory)
    expect(await reopened.sessions()).toEqual([])
    expect(await reopened.entriesOf('a')).toEqual([])
  })

  test.each([
    ['no answer', undefined],
    ['a proxy whose server is down', 502],
    ['a server that is too busy', 503],
  ])('keeps everything and says so when there is %s', async (_what, status) => {
    const { factory, store, deliver } = await setUp(() => ({
      kind: 'unreachable',
      ...(status !== undefined && { status }),
    }))
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1), entry(2)])
    expect(await deliver()).toEqual({ isReached: false, failing: [] })
    const reopened = await openJournalStore(factory)
    expect((await reopened.sessions()).map(({ session }) => session)).toEqual(['a'])
    expect((await reopened.entriesOf('a')).map(({ n }) => n)).toEqual([1, 2])
  })

  test('makes a recovery copy of what the server refuses for good, and never sends it again', async () => {
    const { store, commits, deliver } = await setUp(() => ({
      kind: 'problem',
      status: 409,
      code: 'session-superseded',
      facts: {},
    }))
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1)])
    await deliver()
    await deliver()
    expect(commits).toHaveLength(1)
    expect(await store.recoveryCopies()).toMatchObject([
      { session: 'a', reason: 'session-superseded', entries: [{ n: 1 }] },
    ])
  })

  test('goes on behind what the server has already', async () => {
    const { store, commits, deliver } = await setUp((commit) =>
      commit.entries[0]?.n === 3
        ? accept(commit)
        : { kind: 'problem', status: 409, code: 'journal-gap', facts: { expected: 3 } },
    )
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1), entry(2), entry(3)])
    await deliver()
    expect(commits.map(({ entries }) => entries.map(({ n }) => n))).toEqual([[1, 2, 3], [3]])
    expect(await store.recoveryCopies()).toEqual([])
  })

  test('leaves a session to the page that plays it', async () => {
    const { store, commits, deliver } = await setUp()
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1)])
    await deliver({ isPlayed: () => true })
    expect(commits).toEqual([])
    expect(await store.entriesOf('a')).toHaveLength(1)
  })

  test('delivers the session that this page goes on with, and keeps it', async () => {
    const { store, commits, deliver } = await setUp()
    await store.keepSession(kept('crashed'))
    await store.keepSession(kept('own', '2026-11-20T04:00:00.000Z'))
    await store.keepEntries('own', [entry(1)])
    expect(await deliver({ own: 'own' })).toEqual({ isReached: true, failing: [] })
    expect(commits.map(({ session }) => session)).toEqual(['own'])
    expect((await store.sessions()).map(({ session }) => session)).toEqual(['own'])
    expect(await store.entriesOf('own')).toEqual([])
  })

  test('delivers for a page that does not answer, and leaves it its session for a month', async () => {
    const { store, commits, deliver } = await setUp()
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1)])
    await deliver({ isPlayed: () => undefined })
    expect(commits).toHaveLength(1)
    expect(await store.sessions()).toHaveLength(1)
    await deliver({ isPlayed: () => undefined, clock: () => '2026-12-21T03:00:00.000Z' })
    expect(await store.sessions()).toEqual([])
  })

  test('keeps a journal that the server fails over, and delivers the others', async () => {
    const { store, commits, deliver } = await setUp((commit) =>
      commit.session === 'a' ? { kind: 'unreachable', status: 500 } : accept(commit),
    )
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1)])
    await store.keepSession(kept('b', '2026-11-20T04:00:00.000Z'))
    await store.keepEntries('b', [entry(1)])
    expect(await deliver()).toEqual({ isReached: true, failing: ['a'] })
    expect(commits.map(({ session }) => session)).toEqual(['a', 'b'])
    expect(await store.entriesOf('a')).toHaveLength(1)
    expect(await store.sessions()).toMatchObject([{ session: 'a' }])
  })

  test('sends what stands before an entry that the server refuses', async () => {
    const { store, commits, deliver } = await setUp((commit) =>
      commit.entries.some(({ n }) => n === 3)
        ? { kind: 'problem', status: 400, code: 'journal-invalid', facts: { entry: 3 } }
        : accept(commit),
    )
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1), entry(2), entry(3), entry(4)])
    await deliver()
    expect(commits.map(({ entries }) => entries.map(({ n }) => n))).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ])
    expect(await store.recoveryCopies()).toMatchObject([{ entries: [{ n: 3 }, { n: 4 }] }])
  })

  test('sends what stands before a gap on the device', async () => {
    const { store, commits, deliver } = await setUp(({ entries }) => {
      const gap = entries.find(({ n }, index) => index > 0 && n !== entries[index - 1]!.n + 1)
      const [status, code, facts] = gap
        ? [400, 'journal-invalid', { entry: gap.n }]
        : [409, 'journal-gap', { expected: 6 }]
      if (entries.at(-1)!.n === 5) return accept({ session: 'a', entries })
      return { kind: 'problem', status, code, facts } as Reply<CommitAccepted>
    })
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(4), entry(5), entry(9)])
    await deliver()
    expect(commits.map(({ entries }) => entries.map(({ n }) => n))).toEqual([
      [4, 5, 9],
      [4, 5],
      [9],
    ])
    expect(await store.recoveryCopies()).toMatchObject([
      { reason: 'journal-gap', entries: [{ n: 9 }] },
    ])
  })

  test('halves what is too large for a server', async () => {
    const { store, commits, deliver } = await setUp((commit) =>
      commit.entries.length > 1
        ? { kind: 'problem', status: 413, code: 'http-413', facts: {} }
        : accept(commit),
    )
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(1), entry(2)])
    await deliver()
    expect(commits.map(({ entries }) => entries.length)).toEqual([2, 1, 1])
    expect(await store.recoveryCopies()).toEqual([])
  })
})

describe('the journal tail', () => {
  test('brings the last words of a page that is gone into the journal store', async () => {
    const { store, commits, deliver } = await setUp()
    const storage = memoryStorage()
    journalTail(storage).keep(kept('a'), [entry(4), entry(5)])
    await journalTail(storage).moveInto(store, () => false)
    await deliver()
    expect(commits[0]?.entries.map(({ n }) => n)).toEqual([4, 5])
    expect(storage.length).toBe(0)
  })

  test('of a page that was seen again does not put back what it has rewritten since', async () => {
    const { store } = await setUp()
    const storage = memoryStorage()
    const rewritten = { ...entry(5), at: '2026-11-20T03:01:00.000Z' }
    await store.keepSession(kept('a'))
    await store.keepEntries('a', [entry(4), rewritten])
    journalTail(storage).keep(kept('a'), [entry(4), entry(5), entry(6)])
    await journalTail(storage).moveInto(store, () => false)
    expect(await store.entriesOf('a')).toEqual([entry(4), rewritten, entry(6)])
  })

  test('is left to the page that plays its session, and gone once the server has everything', async () => {
    const { store } = await setUp()
    const storage = memoryStorage()
    const tail = journalTail(storage)
    tail.keep(kept('a'), [entry(1)])
    await tail.moveInto(store, (session) => session === 'a')
    expect([storage.length, await store.sessions()]).toEqual([1, []])
    tail.forget('a')
    expect(storage.length).toBe(0)
  })

  test('does without a storage that is full or broken', async () => {
    const { store } = await setUp()
    const storage = memoryStorage()
    storage.setItem = () => {
      throw new Error('quota')
    }
    expect(() => journalTail(storage).keep(kept('a'), [entry(1)])).not.toThrow()
    await journalTail(undefined).moveInto(store, () => false)
    expect(await store.sessions()).toEqual([])
  })
})
