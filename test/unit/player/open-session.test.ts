import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import type { SessionHold } from '../../../player/hold-session.ts'
import { type JournalStore, openJournalStore } from '../../../player/journal-store.ts'
import { journalTail } from '../../../player/journal-tail.ts'
import { newOpening, tabMemory } from '../../../player/kept-session.ts'
import { openAfterDelivery } from '../../../player/open-after-delivery.ts'
import type { OpenOptions } from '../../../player/open-session.ts'
import type { OtherPages } from '../../../player/other-pages.ts'
import type { Reply, ServerCalls } from '../../../player/server-calls.ts'
import type { JournalEntry } from '../../../src/runtime/index.ts'
import { memoryStorage } from './memory-storage.ts'

const at = '2026-11-20T03:00:00.000Z'
const entry = (n: number): JournalEntry => ({ n, at, activity: 'lesson', step: { do: 'commit' } })
const kept = { session: 'before', token: 'token of before', registration: 'r', startedAt: at }

/** Answers every call well, unless a test puts another answer in its place; tells what it was asked. */
function fakeServer() {
  const asked: string[] = []
  const replies: Partial<Record<keyof ServerCalls, Reply<never>>> = {}
  const answer = async <Body>(call: keyof ServerCalls, about: string, body: Body) => {
    asked.push(`${call} ${about}`)
    return (replies[call] ?? { kind: 'ok', body }) as Reply<Body>
  }
  const started = (session: string, token?: string) => ({ session, token }) as never
  const server: ServerCalls = {
    start: ({ ticket, nonce }) =>
      answer('start', `${ticket} ${nonce}`, started('new', 'token of new')),
    resume: (token) => answer('resume', token, started('before')),
    takeOver: (token) => answer('takeOver', token, started('taken', 'token of taken')),
    resetTrial: (token) => answer('resetTrial', token, started('again', 'token of again')),
    trialStatements: (token) => answer('trialStatements', token, { statements: [], entries: {} }),
    commit: ({ session, entries }) =>
      answer('commit', session, { acknowledged: entries.at(-1)?.n ?? 0 }),
  }
  return { server, asked, replies }
}

const noOthers: OtherPages = { ask: async () => new Set(), answer: () => undefined }
const freeHold: SessionHold = {
  hold: async () => 'held',
  heldElsewhere: async () => [],
  release: () => undefined,
}

async function setUp(more: Partial<OpenOptions> = {}) {
  const fake = fakeServer()
  const storage = memoryStorage()
  const memory = tabMemory(storage)
  const store = await openJournalStore(new IDBFactory())
  const openOptions: OpenOptions = {
    server: fake.server,
    memory,
    hold: freeHold,
    others: noOthers,
    opening: undefined,
    ...more,
  }
  const open = (isPatient = true, from: JournalStore = store) =>
    openAfterDelivery(
      { openOptions, store: from, tail: journalTail(undefined), clock: () => at },
      isPatient,
    )
  return { ...fake, storage, memory, store, open }
}

const opening = newOpening('ticket')

describe('newOpening()', () => {
  test('names each opening by a UUID of its own', () => {
    expect(opening.nonce).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(newOpening('ticket').nonce).not.toBe(opening.nonce)
  })
})

describe('a link', () => {
  test('opens a session, which the tab then remembers instead of the opening', async () => {
    const { memory, asked, open } = await setUp({ opening })
    memory.writeOpening(opening)
    expect(memory.opening()).toEqual(opening)
    expect(await open()).toMatchObject({ kind: 'open', session: { session: 'new' } })
    expect(asked).toEqual([`start ticket ${opening.nonce}`])
    expect(memory.read()).toEqual({ session: 'new', token: 'token of new', ticket: 'ticket' })
    expect(memory.opening()).toBeUndefined()
  })

  test('opens although the tab remembers the session of another one', async () => {
    const { memory, asked, open } = await setUp({ opening })
    memory.write({ session: 'before', token: 'token of before', ticket: 'other' })
    await open()
    expect(asked).toEqual([`start ticket ${opening.nonce}`])
  })

  test('that this tab has used already goes on with its session', async () => {
    const { memory, asked, open } = await setUp({ opening: newOpening('ticket') })
    memory.write({ session: 'before', token: 'token of before', ticket: 'ticket' })
    expect(await open()).toMatchObject({ kind: 'open', session: { token: 'token of before' } })
    expect(asked).toEqual(['resume token of before'])
  })

  test.each([
    [410, 'launch-link-invalid'],
    [400, 'invalid-request'],
  ])('that the server refuses with %d %s is explained as such', async (status, code) => {
    const { replies, open } = await setUp({ opening })
    replies.start = { kind: 'problem', status, code, facts: {} }
    expect(await open()).toEqual({ kind: 'link-invalid' })
  })

  test('that got no answer is remembered for a reload', async () => {
    const { memory, replies, open } = await setUp({ opening })
    memory.writeOpening(opening)
    replies.start = { kind: 'unreachable' }
    expect(await open()).toEqual({ kind: 'no-connection' })
    expect(memory.opening()).toEqual(opening)
  })
})

describe('the journal of the session before', () => {
  test('is with the server before the next session begins', async () => {
    const { store, asked, open } = await setUp({ opening })
    await store.keepSession(kept)
    await store.keepEntries('before', [entry(1)])
    await open()
    expect(asked).toEqual(['commit before', `start ticket ${opening.nonce}`])
  })

  test.each([[undefined], [502], [503], [429]])(
    'keeps the next one from beginning while the server is away (status %p)',
    async (status) => {
      const { store, asked, replies, open } = await setUp({ opening })
      await store.keepSession(kept)
      await store.keepEntries('before', [entry(1)])
      replies.commit = { kind: 'unreachable', ...(status !== undefined && { status }) }
      for (const isPatient of [true, false]) {
        expect(await open(isPatient)).toEqual({ kind: 'no-connection' })
      }
      expect(asked).toEqual(['commit before', 'commit before'])
    },
  )

  test('is waited for some time when the server fails over it, and then left on the device', async () => {
    const { store, replies, open } = await setUp({ opening })
    await store.keepSession(kept)
    await store.keepEntries('before', [entry(1)])
    replies.commit = { kind: 'unreachable', status: 500 }
    expect(await open()).toEqual({ kind: 'server-error' })
    expect(await open(false)).toMatchObject({ kind: 'open' })
    expect(await store.entriesOf('before')).toHaveLength(1)
  })

  test('is never gone on with when it is not with the server: the tab gets a new session', async () => {
    const { memory, store, asked, replies, open } = await setUp()
    memory.write({ session: 'before', token: 'token of before' })
    await store.keepSession(kept)
    await store.keepEntries('before', [entry(1)])
    replies.commit = { kind: 'unreachable', status: 500 }
    expect(await open(false)).toMatchObject({ kind: 'open', session: { session: 'taken' } })
    expect(asked).toEqual(['commit before', 'takeOver token of before'])
  })

  test('that the device cannot read keeps nobody out', async () => {
    const { memory, store, asked, open } = await setUp()
    memory.write({ session: 'before', token: 'token of before' })
    const broken = { ...store, sessions: () => Promise.reject(new Error('connection lost')) }
    expect(await open(false, broken)).toMatchObject({ kind: 'open' })
    expect(asked).toEqual(['takeOver token of before'])
  })

  test('is left to another tab that answers, and delivered for one that does not', async () => {
    for (const [answered, expected] of [
      [['before'], []],
      [[], ['commit before']],
    ] as const) {
      const { store, asked, open } = await setUp({
        opening,
        hold: { ...freeHold, heldElsewhere: async () => ['before'] },
        others: { ...noOthers, ask: async () => new Set<string>(answered) },
      })
      await store.keepSession(kept)
      await store.keepEntries('before', [entry(1)])
      await open()
      expect(asked).toEqual([...expected, `start ticket ${opening.nonce}`])
      expect(await store.sessions()).toHaveLength(1)
    }
  })
})

describe('a tab that was loaded again', () => {
  test.each([
    ['plays in another page', 'elsewhere', undefined],
    ['was opened elsewhere since', 'held', 'session-superseded'],
  ] as const)(
    'says so when its session %s, and takes it over when asked',
    async (_when, held, code) => {
      const { memory, asked, replies, open } = await setUp({
        hold: { ...freeHold, hold: async () => held },
      })
      memory.write({ session: 'before', token: 'token of before', ticket: 'ticket' })
      if (code) replies.resume = { kind: 'problem', status: 409, code, facts: {} }
      const opened = await open()
      if (opened.kind !== 'elsewhere') throw new Error(`it is ${opened.kind}`)
      expect(await opened.goOn()).toMatchObject({ kind: 'open', session: { session: 'taken' } })
      expect(asked.at(-1)).toBe('takeOver token of before')
      expect(memory.read()).toEqual({ session: 'taken', token: 'token of taken', ticket: 'ticket' })
    },
  )

  test('without a session or a link says that there is nothing to open', async () => {
    const { asked, open } = await setUp()
    expect(await open()).toEqual({ kind: 'no-link' })
    expect(asked).toEqual([])
  })
})
