import { join } from 'node:path'
import { CommitPace } from '../../../../src/storage/sqlite/commit-pace.ts'
import { Connection } from '../../../../src/storage/sqlite/connection.ts'
import { openDatabase } from '../../../../src/storage/sqlite/open-database.ts'
import { WriteQueue, type WriteQueueLimits } from '../../../../src/storage/sqlite/write-queue.ts'
import type { Place } from '../../../contract/engine.ts'
import { temporaryFolder } from '../../../support/storage.ts'

let place: Place
let writing: Connection
let reading: Connection
let events: string[]

beforeEach(async () => {
  place = await temporaryFolder()
  ;({ writing, reading } = openDatabase(join(place.location, 'test.db')))
  writing.exec('CREATE TABLE note (text TEXT PRIMARY KEY) STRICT')
  events = []
  writing.watchers.push({
    began: () => events.push('began'),
    undone: () => events.push('undone'),
    committed: () => events.push('committed'),
    rolledBack: () => events.push('rolled back'),
  })
})

afterEach(async () => {
  reading.close()
  writing.close()
  await place.remove()
})

const writer = {
  async add(text: string) {
    writing.run('INSERT INTO note VALUES (?)', text)
  },
  async addOrRollBackAll(text: string) {
    writing.run('INSERT OR ROLLBACK INTO note VALUES (?)', text)
  },
  async fail(errcode: number) {
    throw Object.assign(new Error('disk'), { code: 'ERR_SQLITE_ERROR', errcode })
  },
}

const ioErrorOfFsync = 1034

function queueOf(limits: Partial<WriteQueueLimits> = {}, onFatal = (_error: unknown) => {}) {
  return new WriteQueue(writing, writer, { limits, onFatal })
}

const committed = () => events.filter((event) => event === 'committed').length

const notes = () =>
  reading.all<{ text: string }>('SELECT text FROM note ORDER BY rowid').map(({ text }) => text)

test('callers that wait together share one COMMIT, and none is answered before it', async () => {
  const queue = queueOf()
  const seen: number[] = []
  await Promise.all(
    ['a', 'b', 'c'].map((text) =>
      queue.transact((tx) => tx.add(text)).then(() => seen.push(notes().length)),
    ),
  )
  expect(seen).toEqual([3, 3, 3])
  expect(events).toEqual(['began', 'committed'])
})

test('a group has at most groupMax callers, and the others follow in order', async () => {
  const queue = queueOf({ groupMax: 4 })
  await Promise.all(Array.from({ length: 10 }, (_, n) => queue.transact((tx) => tx.add(String(n)))))
  expect(events.filter((event) => event === 'committed')).toHaveLength(3)
  expect(notes()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
})

test('a group that has lasted long enough leaves the others to the next', async () => {
  // Without a clock COMMIT takes no time, so that this machine's disk does not lengthen the group.
  const pace = new CommitPace({ now: () => 0, events: () => 0 })
  const queue = new WriteQueue(writing, writer, { limits: { groupMillisecondsMax: 1 }, pace })
  const work = (text: string) =>
    queue.transact(async (tx) => {
      const end = performance.now() + 2
      while (performance.now() < end);
      await tx.add(text)
    })
  await Promise.all(['a', 'b', 'c'].map(work))
  expect(events.filter((event) => event === 'committed')).toHaveLength(3)
  expect(notes()).toEqual(['a', 'b', 'c'])
})

test('an error that rolls back the whole transaction fails the whole group, and only that', async () => {
  const queue = queueOf({ groupMax: 3 })
  await queue.transact((tx) => tx.add('before'))
  const results = await Promise.allSettled([
    queue.transact((tx) => tx.add('a')),
    queue.transact((tx) => tx.addOrRollBackAll('before')),
    queue.transact((tx) => tx.add('b')),
    queue.transact((tx) => tx.add('c')),
  ])
  const unavailable = { status: 'rejected', reason: { code: 'storage-unavailable' } }
  expect(results).toMatchObject([
    unavailable,
    unavailable,
    { status: 'fulfilled' },
    { status: 'fulfilled' },
  ])
  expect(notes()).toEqual(['before', 'b', 'c'])
})

test('a callback that goes on after everything was rolled back writes nothing', async () => {
  const queue = queueOf()
  await queue.transact((tx) => tx.add('before'))
  const stubborn = queue.transact(async (tx) => {
    await tx.addOrRollBackAll('before').catch(() => {})
    await tx.add('outside of any transaction').catch(() => {})
  })
  await expect(stubborn).rejects.toMatchObject({ code: 'storage-unavailable' })
  expect(notes()).toEqual(['before'])
})

test('a full disk refuses writes without losing any, and heals without a restart', async () => {
  const queue = queueOf()
  await queue.transact((tx) => tx.add('before'))
  const pages = writing.pragma('page_count') as number
  writing.exec(`PRAGMA max_page_count = ${pages + 2}`)
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, (_, n) =>
      queue.transact((tx) => tx.add(`${n} ${'x'.repeat(50_000)}`)),
    ),
  )
  expect(results).toMatchObject(
    Array(5).fill({
      status: 'rejected',
      reason: { code: 'storage-unavailable', detail: { retryAfterSeconds: expect.any(Number) } },
    }),
  )
  await queue.transact((tx) => tx.add('small'))
  writing.exec(`PRAGMA max_page_count = ${pages + 1000}`)
  await queue.transact((tx) => tx.add('x'.repeat(50_000)))
  expect(notes()).toEqual(['before', 'small', 'x'.repeat(50_000)])
})

test('a failed disk fails the group and all who wait, stops writing, and is told once', async () => {
  const fatal: unknown[] = []
  const queue = queueOf({ groupMax: 2 }, (error) => fatal.push(error))
  const results = await Promise.allSettled([
    queue.transact((tx) => tx.add('a')),
    queue.transact((tx) => tx.fail(ioErrorOfFsync)),
    queue.transact((tx) => tx.add('b')),
  ])
  const unavailable = { status: 'rejected', reason: { code: 'storage-unavailable' } }
  expect(results).toMatchObject([unavailable, unavailable, unavailable])
  await expect(queue.transact((tx) => tx.add('c'))).rejects.toMatchObject(unavailable.reason)
  expect(fatal).toMatchObject([{ errcode: ioErrorOfFsync }])
  expect(notes()).toEqual([])
})

test('a callback cannot hide that the disk has failed', async () => {
  const fatal: unknown[] = []
  const queue = queueOf({}, (error) => fatal.push(error))
  const hiding = queue.transact(async (tx) => {
    await tx.add('a')
    await tx.fail(ioErrorOfFsync).catch(() => {})
  })
  await expect(hiding).rejects.toMatchObject({ code: 'storage-unavailable' })
  expect(fatal).toHaveLength(1)
  expect(notes()).toEqual([])
})

test('a COMMIT that fails is never acknowledged', async () => {
  writing.exec(`
    CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
    CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED) STRICT`)
  const queue = queueOf()
  const results = await Promise.allSettled([
    queue.transact((tx) => tx.add('a')),
    queue.transact(async (tx) => {
      await tx.add('b')
      writing.run('INSERT INTO child VALUES (1)')
    }),
  ])
  expect(results).toMatchObject(
    Array(2).fill({ status: 'rejected', reason: { code: 'storage-unavailable' } }),
  )
  expect(events).toEqual(['began', 'rolled back'])
  await queue.transact((tx) => tx.add('c'))
  expect(notes()).toEqual(['c'])
})

test('more callers than may wait are refused as overload, the others are served', async () => {
  const queue = queueOf({ waitingMax: 3 })
  const results = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((text) => queue.transact((tx) => tx.add(text))),
  )
  expect(results[3]).toMatchObject({ reason: { code: 'overloaded', detail: { limit: 3 } } })
  expect(notes()).toEqual(['a', 'b', 'c'])
})

test('callers who come in later turns of the event loop join the group, while the disk is slow', async () => {
  let events = 0
  const pace = new CommitPace({ now: () => performance.now(), events: () => events++ })
  const queue = new WriteQueue(writing, writer, { pace })
  pace.commit(() => {
    const end = performance.now() + 400
    while (performance.now() < end);
  })
  const written: Promise<void>[] = []
  for (const text of ['a', 'b', 'c']) {
    written.push(queue.transact((tx) => tx.add(text)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(written)
  expect(events).toBeGreaterThan(3)
  expect(committed()).toBe(1)
})

test('tells how long the queue is, in milliseconds, while it is longer than a group', async () => {
  const queue = queueOf({ groupMax: 128 })
  const seen: number[] = []
  const work = (n: number) =>
    queue
      .transact((tx) => tx.add(String(n)))
      .then(() => seen.push(queue.expectedWaitMilliseconds()))
  expect(queue.expectedWaitMilliseconds()).toBe(0)
  await Promise.all(Array.from({ length: 600 }, (_, n) => work(n)))
  expect(seen[127]).toBe(0)
  expect(seen[300]).toBeGreaterThan(seen[450]!)
  expect(seen[450]).toBeGreaterThan(0)
  expect(queue.expectedWaitMilliseconds()).toBe(0)
})

describe('while another process writes', () => {
  let other: Connection
  beforeEach(() => {
    other = new Connection(join(place.location, 'test.db'))
    other.exec('BEGIN IMMEDIATE')
  })
  afterEach(() => other.close())

  test('callers wait without blocking the event loop', async () => {
    const queue = queueOf()
    const asked = performance.now()
    const written = queue.transact((tx) => tx.add('a'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(performance.now() - asked).toBeLessThan(1000)
    other.exec('COMMIT')
    await written
    expect(notes()).toEqual(['a'])
  })

  test('callers are refused when it lasts too long, and served when it ends', async () => {
    const queue = queueOf({ busyMillisecondsMax: 20 })
    await expect(queue.transact((tx) => tx.add('a'))).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
    other.exec('COMMIT')
    await queue.transact((tx) => tx.add('b'))
    expect(notes()).toEqual(['b'])
  })
})

test('close() waits for all who asked before it', async () => {
  const queue = queueOf({ groupMax: 2 })
  const written = Promise.all(
    ['a', 'b', 'c', 'd', 'e'].map((text) => queue.transact((tx) => tx.add(text))),
  )
  await queue.close()
  expect(notes()).toHaveLength(5)
  await written
})
