import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { ByteGate } from '../../../src/http/byte-gate.ts'
import { readBodyOf } from '../../../src/http/read-body.ts'
import { largeBodyReader } from '../../../src/xapi/statements/read-large-bodies.ts'

/** Work that ends when it is told to. */
function work() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const begin = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name)
      ends.set(name, () => resolve(name))
    })
  return { begun, begin, end: (name: string) => ends.get(name)!() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('Work begins in the order of arrival, as far as there is room', async () => {
  const { begun, begin, end } = work()
  const gate = new ByteGate(10)
  const all = [
    gate.pass('sender', 6, begin('a')),
    gate.pass('sender', 6, begin('b')),
    gate.pass('sender', 1, begin('c')),
    gate.pass('sender', 50, begin('d')),
    gate.pass('sender', 1, begin('e')),
  ]
  await turn()
  expect(begun).toEqual(['a'])
  end('a')
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
  end('b')
  await turn()
  expect(begun).toEqual(['a', 'b', 'c'])
  end('c')
  await turn()
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
  end('d')
  await turn()
  end('e')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('Work that fails makes room too', async () => {
  const gate = new ByteGate(10)
  const failing = gate.pass('sender', 10, async () => {
    throw new Error('failed')
  })
  const next = gate.pass('sender', 10, async () => 'done')
  await expect(failing).rejects.toThrow('failed')
  expect(await next).toBe('done')
})

const limits = {
  smallBytes: 10,
  unheldBytesMax: 40,
  workBytesMax: 100,
  heldBytesMax: 200,
  waitMillisecondsMax: 50,
  contestedSpanMilliseconds: 5_000,
  contestedBytesPerSpan: 10,
}

const of = (id: string, bytesMax = 1_000) => ({ by: { kind: 'credential', id }, bytesMax }) as const

const request = (bytes: number) => requestOf(Readable.from([Buffer.alloc(bytes)]), bytes)

const requestOf = (body: Readable, bytes: number) =>
  Object.assign(body, {
    headers: { 'content-length': String(bytes) },
    socket: { bytesRead: 0 },
  }) as unknown as IncomingMessage & { socket: { bytesRead: number } }

/** Of which nothing has arrived. */
const slow = (bytes: number) => requestOf(new Readable({ read() {} }), bytes)

test('Large requests that find no room are refused after a while, and small ones are not', async () => {
  const { begun, begin, end } = work()
  const read = largeBodyReader(limits)
  const first = read(request(100), of('a'), begin('a'))
  const second = read(request(100), of('b'), begin('b'))
  await expect(read(request(100), of('a'), begin('c'))).rejects.toMatchObject({
    code: 'overloaded',
    detail: { retryAfterSeconds: 5 },
  })
  const small = read(request(10), of('a'), async (body) => body.length)
  expect(await small).toBe(10)
  expect(begun).toEqual(['a'])
  end('a')
  await first
  await turn()
  end('b')
  expect(await second).toBe('b')
  expect(await read(request(150), of('a'), async (body) => body.length)).toBe(150)
})

test('Middling bodies wait for no room to be read, and are worked on as far as there is room', async () => {
  const { begun, begin, end } = work()
  const read = largeBodyReader(limits)
  const sent = slow(200)
  const held = read(sent, of('a'), begin('held'))
  const names = ['a', 'b', 'c', 'd', 'e']
  const all = names.map((name) => read(request(40), of('a'), begin(name)))
  await turn()
  await turn()
  expect(begun).toEqual(['a', 'b'])
  for (const name of names) {
    end(name)
    await turn()
  }
  expect(await Promise.all(all)).toEqual(names)
  sent.push(Buffer.alloc(200))
  sent.push(null)
  await turn()
  await turn()
  end('held')
  expect(await held).toBe('held')
})

test('A body that is too large is refused whatever else waits', async () => {
  const read = largeBodyReader(limits)
  await expect(read(request(2_000), of('a'), async () => 0)).rejects.toMatchObject({
    code: 'body-too-large',
  })
})

test('A large body is given back once its work has succeeded, and kept for the record if it has not', async () => {
  const read = largeBodyReader({ ...limits, workBytesMax: 200_000, heldBytesMax: 200_000 })
  const sent = request(70_000)
  let seen: Buffer | undefined
  const length = await read(sent, of('a', 1e6), async (body) => {
    seen = body
    return body.length
  })
  expect([length, seen!.length]).toEqual([70_000, 0])
  expect(readBodyOf(sent)).toBeUndefined()
  const refused = request(70_000)
  const fail = async () => {
    throw new Error('refused')
  }
  await expect(read(refused, of('a', 1e6), fail)).rejects.toThrow('refused')
  expect(readBodyOf(refused)).toHaveLength(70_000)
})

test('A lane leaves as much free as it holds, and lanes take turns', async () => {
  const { begun, begin, end } = work()
  const gate = new ByteGate(100, { leavesRoom: true })
  const all = [
    gate.pass('a', 25, begin('a1')),
    gate.pass('a', 25, begin('a2')),
    gate.pass('a', 25, begin('a3')),
    gate.pass('a', 25, begin('a4')),
    gate.pass('b', 25, begin('b1')),
    gate.pass('c', 25, begin('c1')),
    gate.pass('c', 25, begin('c2')),
    gate.pass('d', 25, begin('d1')),
  ]
  await turn()
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1'])
  for (const name of ['c1', 'a1', 'b1', 'c2', 'd1', 'a2', 'a3', 'a4']) {
    end(name)
    await turn()
  }
  expect(begun.slice(4)).toEqual(['c2', 'd1', 'a3', 'a4'])
  expect(await Promise.all(all)).toHaveLength(8)
})

test('Whoever holds all the room they may keeps nobody else waiting', async () => {
  const read = largeBodyReader(limits)
  const held = Array.from({ length: 5 }, () => slow(50))
  const all = held.map((one) => read(one, of('a'), async () => 0))
  expect(await read(request(100), of('b'), async (body) => body.length)).toBe(100)
  for (const one of held) one.push(null)
  await Promise.all(all)
})

test('A body that dribbles loses its place when others wait for it, and only then', async () => {
  const read = largeBodyReader({
    ...limits,
    waitMillisecondsMax: 5_000,
    contestedSpanMilliseconds: 20,
  })
  const alone = slow(100)
  const first = read(alone, of('a'), async (body) => body.length)
  await new Promise((resolve) => setTimeout(resolve, 50))
  alone.push(Buffer.alloc(100))
  alone.push(null)
  expect(await first).toBe(100)
  const [dribbling, steady] = [slow(50), slow(50)]
  const growing = setInterval(() => {
    steady.socket.bytesRead += 10
  }, 2)
  const lost = read(dribbling, of('a'), async () => 0)
  const kept = read(steady, of('a'), async (body) => body.length)
  const next = read(request(100), of('a'), async (body) => body.length)
  await expect(lost).rejects.toMatchObject({ code: 'overloaded' })
  steady.push(Buffer.alloc(50))
  steady.push(null)
  expect(await Promise.all([kept, next])).toEqual([50, 100])
  clearInterval(growing)
})

test('A client that goes away while it waits holds no room', async () => {
  const { begin, end } = work()
  const read = largeBodyReader({ ...limits, waitMillisecondsMax: 5_000 })
  const first = read(request(200), of('a'), begin('first'))
  const waiting = slow(200)
  const gone = read(waiting, of('a'), async () => 0)
  await turn()
  await turn()
  waiting.destroy()
  await turn()
  end('first')
  await first
  await expect(gone).rejects.toMatchObject({ code: 'upload-incomplete' })
  expect(await read(request(200), of('a'), async (body) => body.length)).toBe(200)
})
