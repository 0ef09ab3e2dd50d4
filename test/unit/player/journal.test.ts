import 'fake-indexeddb/auto'
import { jest } from '@jest/globals'
import { IDBFactory } from 'fake-indexeddb'
import {
  type Journal,
  type JournalOptions,
  type JournalStop,
  openJournal,
} from '../../../player/journal.ts'
import { type JournalStore, openJournalStore } from '../../../player/journal-store.ts'
import type { CommitManner, Reply } from '../../../player/server-calls.ts'
import type { CommitAccepted, CommitSession } from '../../../src/launch/wire.ts'
import type { JournalEntry, JournalStep } from '../../../src/runtime/index.ts'

/** A server that takes entries in order, as the real one does, and can be told to fail. */
class FaultyServer {
  readonly taken: JournalEntry[] = []
  readonly commits: { commit: CommitSession; manner: CommitManner }[] = []
  /** Answers of the next requests, before the server is itself again. */
  readonly next: (
    | 'unreachable'
    | 'lost answer'
    | 'gap'
    | 'superseded'
    | 'too large'
    | { refuses: number }
  )[] = []
  readonly send = async (
    commit: CommitSession,
    manner: CommitManner,
  ): Promise<Reply<CommitAccepted>> => {
    this.commits.push({ commit, manner })
    const fault = this.next.shift()
    if (fault === 'unreachable') return { kind: 'unreachable' }
    if (fault === 'gap') return problem(409, 'journal-gap', { expected: this.taken.length + 1 })
    if (fault === 'superseded') return problem(409, 'session-superseded')
    if (fault === 'too large') return problem(413, 'body-too-large')
    if (typeof fault === 'object') {
      this.next.unshift(fault)
      const isIn = commit.entries.some(({ n }) => n === fault.refuses)
      if (isIn) return problem(400, 'journal-invalid', { entry: fault.refuses })
    }
    for (const entry of commit.entries) {
      const expected = this.taken.length + 1
      if (entry.n > expected) return problem(409, 'journal-gap', { expected })
      if (entry.n === expected) this.taken.push(entry)
    }
    if (fault === 'lost answer') return { kind: 'unreachable' }
    return { kind: 'ok', body: { acknowledged: this.taken.length } }
  }
}

const problem = (status: number, code: string, facts = {}): Reply<CommitAccepted> => ({
  kind: 'problem',
  status,
  code,
  facts,
})

const set = (element: string, value: string): JournalStep => ({ do: 'set', element, value })
const at = '2026-11-20T03:00:00.000Z'
const add = (journal: Journal, step: JournalStep): number =>
  journal.append({ at, activity: 'lesson', step })

async function setUp(more: Partial<JournalOptions> = {}) {
  const server = new FaultyServer()
  const store = more.store ?? (await openJournalStore(new IDBFactory()))
  const stops: JournalStop[] = []
  const lastWords: JournalEntry[][] = []
  const journal = openJournal({
    session: 'session-1',
    token: 'token-1',
    nextEntry: 1,
    store,
    send: server.send,
    now: Date.now,
    random: () => 0,
    isHidden: () => false,
    onChange: () => undefined,
    onStopped: (stop) => stops.push(stop),
    onLastWords: (entries) => lastWords.push([...entries]),
    ...more,
  })
  opened.push(journal)
  return { server, store, journal, stops, lastWords }
}

const opened: Journal[] = []
afterEach(() => {
  for (const journal of opened.splice(0)) journal.close()
})

/** Lets IndexedDB finish what it was asked for, beside faked timers. */
const stored = async (
  store: JournalStore,
  isReached: (numbers: number[]) => boolean,
): Promise<number[]> => {
  for (let tries = 0; ; tries++) {
    const numbers = (await store.entriesOf('session-1')).map(({ n }) => n)
    if (isReached(numbers) || tries === 200) return numbers
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('the journal', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] })
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  test('numbers entries without gaps and sends them in order', async () => {
    const { server, journal } = await setUp()
    add(journal, { do: 'open' })
    add(journal, { do: 'initialize' })
    add(journal, set('cmi.core.lesson_status', 'incomplete'))
    await jest.advanceTimersByTimeAsync(250)
    expect(server.taken.map(({ n, step }) => [n, step.do])).toEqual([
      [1, 'open'],
      [2, 'initialize'],
      [3, 'set'],
    ])
    expect(server.commits).toHaveLength(1)
  })

  test('lets an ordinary set wait for less than a second, and a status a quarter of one', async () => {
    const { server, journal } = await setUp()
    add(journal, set('cmi.comments', 'a'))
    await jest.advanceTimersByTimeAsync(650)
    expect(server.taken).toHaveLength(0)
    await jest.advanceTimersByTimeAsync(200)
    expect(server.taken).toHaveLength(1)
    add(journal, set('cmi.core.lesson_status', 'passed'))
    await jest.advanceTimersByTimeAsync(250)
    expect(server.taken).toHaveLength(2)
  })

  test('goes on after an answer that took longer than what came meanwhile was to wait', async () => {
    const server = new FaultyServer()
    const send: JournalOptions['send'] = async (commit, manner) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return server.send(commit, manner)
    }
    const { journal } = await setUp({ send })
    for (let n = 0; n < 30; n++) {
      add(journal, { do: 'commit' })
      await jest.advanceTimersByTimeAsync(100)
    }
    await jest.advanceTimersByTimeAsync(2_500)
    expect(server.taken).toHaveLength(30)
  })

  test('sends again after a failure, with growing waits, and says so until it succeeds', async () => {
    const { server, journal } = await setUp()
    server.next.push('unreachable', 'unreachable', 'unreachable')
    add(journal, { do: 'open' })
    await jest.advanceTimersByTimeAsync(250)
    expect(journal.state()).toMatchObject({ status: 'failing', pending: 1, isKeptOnDevice: true })
    await jest.advanceTimersByTimeAsync(500 + 1_000)
    expect(server.commits).toHaveLength(3)
    expect(journal.state().status).toBe('failing')
    await jest.advanceTimersByTimeAsync(2_000)
    expect(server.taken).toHaveLength(1)
    expect(journal.state()).toMatchObject({ status: 'saved', pending: 0 })
  })

  test('sends at once when told to hurry, in spite of the wait', async () => {
    const { server, journal } = await setUp()
    server.next.push('unreachable', 'unreachable')
    add(journal, { do: 'open' })
    await jest.advanceTimersByTimeAsync(250 + 500)
    journal.hurry()
    await jest.advanceTimersByTimeAsync(0)
    expect(server.taken).toHaveLength(1)
  })

  test('does no harm when an answer is lost: the same entries are sent again and taken once', async () => {
    const { server, journal } = await setUp()
    server.next.push('lost answer')
    add(journal, { do: 'open' })
    add(journal, { do: 'initialize' })
    await jest.advanceTimersByTimeAsync(250 + 500)
    expect(server.taken.map(({ n }) => n)).toEqual([1, 2])
    expect(journal.state().pending).toBe(0)
  })

  test('goes on from where the server is when it answers with a gap', async () => {
    const { server, journal } = await setUp()
    server.next.push('lost answer', 'gap')
    add(journal, { do: 'open' })
    add(journal, { do: 'initialize' })
    await jest.advanceTimersByTimeAsync(250)
    add(journal, set('cmi.comments', 'a'))
    await jest.advanceTimersByTimeAsync(500)
    expect(server.commits.map(({ commit }) => commit.entries.map(({ n }) => n))).toEqual([
      [1, 2],
      [1, 2, 3],
      [3],
    ])
    expect(server.taken.map(({ n }) => n)).toEqual([1, 2, 3])
    expect(journal.state().pending).toBe(0)
  })

  test('stops at a gap that it cannot fill', async () => {
    const send = async () => problem(409, 'journal-gap', { expected: 3 })
    const { journal, stops } = await setUp({ nextEntry: 7, send })
    add(journal, { do: 'open' })
    await jest.advanceTimersByTimeAsync(250)
    expect(stops).toMatchObject([{ code: 'journal-gap', entries: [{ n: 7 }] }])
  })

  test('stops when superseded, and hands over what the server did not take', async () => {
    const { server, journal, stops } = await setUp()
    server.next.push('superseded')
    add(journal, { do: 'open' })
    await jest.advanceTimersByTimeAsync(250)
    expect(stops).toMatchObject([{ code: 'session-superseded', entries: [{ n: 1 }] }])
    add(journal, { do: 'initialize' })
    await jest.advanceTimersByTimeAsync(60_000)
    expect(server.commits).toHaveLength(1)
    expect(journal.state()).toMatchObject({ status: 'stopped', pending: 1 })
  })

  test('sends what stands before an entry that the server refuses, then stops', async () => {
    const { server, journal, stops } = await setUp()
    server.next.push({ refuses: 3 })
    add(journal, { do: 'open' })
    add(journal, { do: 'initialize' })
    add(journal, set('cmi.comments', 'bad'))
    add(journal, set('cmi.comments', 'after'))
    await jest.advanceTimersByTimeAsync(2_000)
    expect(server.taken.map(({ n }) => n)).toEqual([1, 2])
    expect(stops).toMatchObject([{ code: 'journal-invalid', entries: [{ n: 3 }, { n: 4 }] }])
  })

  test('halves the batch when a commit is too large for the server', async () => {
    const { server, journal } = await setUp()
    server.next.push('too large', 'too large')
    for (let i = 0; i < 8; i++) add(journal, set(`cmi.interactions.${i}.id`, 'x'))
    add(journal, { do: 'commit' })
    await jest.advanceTimersByTimeAsync(2_000)
    expect(server.commits.slice(0, 3).map(({ commit }) => commit.entries.length)).toEqual([9, 5, 3])
    expect(server.taken).toHaveLength(9)
  })

  test('replaces an unsent bookmark in place, but never one that was sent', async () => {
    const { server, journal } = await setUp()
    add(journal, set('cmi.suspend_data', 'a'))
    add(journal, set('cmi.suspend_data', 'ab'))
    add(journal, set('cmi.comments', 'one'))
    add(journal, set('cmi.comments', 'two'))
    expect(journal.state().pending).toBe(3)
    server.next.push('lost answer')
    journal.hurry()
    add(journal, set('cmi.comments', 'three'))
    await jest.advanceTimersByTimeAsync(6_000)
    expect(server.taken.map(({ step }) => step.do === 'set' && step.value)).toEqual([
      'ab',
      'one',
      'two',
      'three',
    ])
  })

  test('tells the server every 45 seconds that the page lives', async () => {
    const { server } = await setUp()
    await jest.advanceTimersByTimeAsync(100_000)
    expect(server.commits.map(({ commit }) => commit.entries)).toEqual([[], []])
  })

  test('of a hidden page waits for no timer: it sends once the course’s script has run', async () => {
    const { server, journal } = await setUp({ isHidden: () => true })
    add(journal, set('cmi.comments', 'a'))
    add(journal, set('cmi.core.lesson_location', '1'))
    await jest.advanceTimersByTimeAsync(0)
    expect(server.commits.map(({ commit }) => commit.entries.map(({ n }) => n))).toEqual([[1, 2]])
    add(journal, set('cmi.comments', 'b'))
    await jest.advanceTimersByTimeAsync(0)
    expect(server.taken).toHaveLength(3)
    expect(journal.state()).toMatchObject({ status: 'saved', pending: 0 })
  })

  test('sends less at once after two failures: a slow network may need long for much', async () => {
    const { server, journal } = await setUp()
    server.next.push('unreachable', 'unreachable')
    for (let i = 0; i < 4; i++) add(journal, set(`cmi.interactions.${i}.id`, 'x'.repeat(30_000)))
    await jest.advanceTimersByTimeAsync(20_000)
    expect(server.commits.map(({ commit }) => commit.entries.length)).toEqual([4, 4, 2, 2])
    expect(server.taken).toHaveLength(4)
  })

  test('settle() resolves when all is saved, and gives up after its time', async () => {
    const { server, journal } = await setUp()
    add(journal, { do: 'open' })
    journal.leave()
    const settled = journal.settle(1_000)
    await jest.advanceTimersByTimeAsync(300)
    expect(await settled).toBe(true)
    expect(server.commits.at(-1)?.commit.isLeaving).toBe(true)
    server.next.push(...Array<'unreachable'>(9).fill('unreachable'))
    add(journal, { do: 'initialize' })
    const given = journal.settle(1_000)
    await jest.advanceTimersByTimeAsync(1_000)
    expect(await given).toBe(false)
  })
})

describe('the last words of a page', () => {
  test('go as one keepalive request below the browsers’ limit, leading entries first', async () => {
    const { server, journal, lastWords } = await setUp()
    for (let i = 0; i < 10; i++) {
      add(journal, set(`cmi.interactions.${i}.student_response`, 'ệ'.repeat(4_000)))
    }
    journal.lastWords(true)
    const { commit, manner } = server.commits[0]!
    expect(manner.keepalive).toBe(true)
    expect(commit.isLeaving).toBe(true)
    expect(Buffer.byteLength(JSON.stringify(commit))).toBeLessThan(60 * 1024)
    expect(commit.entries.map(({ n }) => n)).toEqual([1, 2, 3, 4])
    expect(lastWords.at(-1)).toHaveLength(10)
  })

  test('include what the course says in its unload, after the page’s own pagehide', async () => {
    const { server, journal, lastWords } = await setUp()
    add(journal, { do: 'open' })
    journal.lastWords(true)
    journal.lastWords(false)
    add(journal, set('cmi.core.exit', 'suspend'))
    add(journal, { do: 'finish' })
    expect(server.commits.at(-1)?.commit.entries.map(({ step }) => step.do)).toEqual([
      'open',
      'set',
      'finish',
    ])
    expect(lastWords.at(-1)).toHaveLength(3)
  })

  test('never exceed the limit together, and what follows goes alone if both do not fit', async () => {
    const bodies: CommitSession[] = []
    const send = (commit: CommitSession): Promise<Reply<CommitAccepted>> => {
      bodies.push(commit)
      return new Promise(() => undefined)
    }
    const { journal } = await setUp({ send })
    add(journal, set('cmi.comments', 'x'.repeat(40_000)))
    journal.lastWords(true)
    add(journal, set('cmi.core.exit', 'suspend'))
    add(journal, { do: 'finish' })
    expect(bodies.map(({ entries }) => entries.map(({ n }) => n))).toEqual([[1], [2], [3]])
    const bytes = bodies.map((body) => Buffer.byteLength(JSON.stringify(body)))
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(60 * 1024)
  })
})

describe('the journal on the device', () => {
  test('keeps what is pending and forgets what the server has', async () => {
    const { server, store, journal } = await setUp()
    server.next.push('unreachable')
    add(journal, { do: 'open' })
    add(journal, { do: 'initialize' })
    expect(await stored(store, (numbers) => numbers.length === 2)).toEqual([1, 2])
    journal.hurry()
    await stored(store, () => false)
    journal.hurry()
    expect(await stored(store, (numbers) => numbers.length === 0)).toEqual([])
    expect(server.taken).toHaveLength(2)
  })

  test('says so if it cannot keep them', async () => {
    const store = await openJournalStore({} as IDBFactory)
    const { journal } = await setUp({ store })
    add(journal, { do: 'open' })
    expect(journal.state().isKeptOnDevice).toBe(false)
  })
})
