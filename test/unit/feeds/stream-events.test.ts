import { Writable } from 'node:stream'
import { followStore } from '../../../src/feeds/follow-store.ts'
import { eventOf, streamEvents } from '../../../src/feeds/stream-events.ts'
import type { StatementReader, StoredStatement } from '../../../src/xapi/index.ts'
import { waitUntil } from '../../support/receiver.ts'

/** The parts of a stream that take minutes in a server, with limits of milliseconds. */

const limits = {
  heartbeatMilliseconds: 50,
  checkMilliseconds: 0,
  unreadMilliseconds: 100,
  streamMilliseconds: 60_000,
}
const isStillAllowed = async () => true
const statement = (seq: number, json = `{"n":${seq}}`): StoredStatement => ({
  seq,
  id: String(seq),
  json: Buffer.from(json),
})

/** A store of as many statements as it is told, numbered from 1. */
function numbered(count: number, bytes = 0) {
  let reads = 0
  const store = {
    consistentThrough: async () => count,
    queryStatements: async (
      { since = 0, until = 0 }: { since?: number; until?: number },
      { limit }: { limit: number },
    ) => {
      reads++
      const length = Math.min(limit, until - since)
      const json = bytes ? `"${'a'.repeat(bytes)}"` : undefined
      const items = Array.from({ length }, (_, n) => statement(since + n + 1, json))
      return since + length < until ? { items, cursor: since + length } : { items }
    },
  } as unknown as StatementReader
  return { store, reads: () => reads }
}

describe('streamEvents()', () => {
  let follower: ReturnType<typeof followStore>
  beforeEach(() => {
    follower = followStore()
  })
  afterEach(() => follower.stop())

  function sink(take: (chunk: string, done: () => void) => void, highWaterMark = 1_024) {
    return new Writable({
      highWaterMark,
      decodeStrings: true,
      write: (chunk: Buffer, _encoding, done) => take(chunk.toString(), () => done()),
    })
  }

  test('sends the position without an event while nothing comes, so that a client that comes back skips what it need not see', async () => {
    const chunks: string[] = []
    const output = sink((chunk, done) => {
      chunks.push(chunk)
      done()
    })
    const { store } = numbered(0)
    const empty = {
      ...store,
      consistentThrough: async () => 77,
      queryStatements: async () => ({ items: [] }),
    }
    const ended = streamEvents(
      { store: empty as unknown as StatementReader, follower, limits, isStillAllowed },
      { filter: {}, after: 5 },
      output,
    )
    await waitUntil(() => {
      follower.announce()
      return chunks.length >= 3
    })
    expect(chunks.slice(1).every((chunk) => chunk === ': nothing new\nid: 77\n\n')).toBe(true)
    follower.stop()
    await ended
  })

  test('reads no further than the client does, and cuts one that reads nothing', async () => {
    const output = sink(() => undefined)
    const { store, reads } = numbered(1_000_000, 2_000)
    await streamEvents(
      { store, follower, limits, isStillAllowed },
      { filter: {}, after: 0 },
      output,
    )
    expect(output.destroyed).toBe(true)
    expect(reads()).toBe(1)
    expect(output.writableLength).toBeLessThan(100_000)
  })

  test('a client that reads slowly gets everything in order', async () => {
    const ids: number[] = []
    const output = sink((chunk, done) => {
      for (const [, id] of chunk.matchAll(/^id: (\d+)\nevent/gm)) ids.push(Number(id))
      setTimeout(done, 1)
    }, 16)
    const { store } = numbered(250)
    const ended = streamEvents(
      { store, follower, limits, isStillAllowed },
      { filter: {}, after: 0 },
      output,
    )
    await waitUntil(() => ids.length === 250)
    expect(ids).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
    follower.stop()
    await ended
    expect(output.writableEnded).toBe(true)
  })

  test('ends by itself after its time', async () => {
    const output = sink((_chunk, done) => done())
    const short = { ...limits, streamMilliseconds: 30 }
    const ended = streamEvents(
      { store: numbered(3).store, follower, limits: short, isStillAllowed },
      { filter: {}, after: 0 },
      output,
    )
    await new Promise((resolve) => setTimeout(resolve, 50))
    follower.announce()
    await ended
    expect(output.writableEnded).toBe(true)
  })

  test('ends when the client may not follow any more, with nothing that is stored after', async () => {
    const chunks: string[] = []
    const output = sink((chunk, done) => {
      chunks.push(chunk)
      done()
    })
    let isAllowed = true
    const { store, reads } = numbered(1)
    const ended = streamEvents(
      { store, follower, limits, isStillAllowed: async () => isAllowed },
      { filter: {}, after: 0 },
      output,
    )
    await waitUntil(() => chunks.length === 2)
    const readsBefore = reads()
    isAllowed = false
    follower.announce()
    await ended
    expect(output.writableEnded).toBe(true)
    expect(reads()).toBe(readsBefore)
  })

  test('ends at once when the client goes', async () => {
    const output = sink((_chunk, done) => done())
    const ended = streamEvents(
      { store: numbered(3).store, follower, limits, isStillAllowed },
      { filter: {}, after: 0 },
      output,
    )
    setTimeout(() => output.destroy(), 20)
    const start = performance.now()
    await ended
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('eventOf()', () => {
  test('is one event whatever line breaks the statement was sent with', () => {
    expect(eventOf(statement(7)).toString()).toBe('id: 7\nevent: statement\ndata: {"n":7}\n\n')
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const json = ['{', '"n": 7', '', '}'].join(lineBreak)
      expect(eventOf(statement(7, json)).toString()).toBe(
        `id: 7\nevent: statement\ndata: ${json.replaceAll(/[\r\n]/g, ' ')}\n\n`,
      )
    }
  })
})
