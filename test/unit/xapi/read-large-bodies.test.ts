import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { readBodyOf } from '../../../src/http/read-body.ts'
import { ByteGate, largeBodyReader } from '../../../src/xapi/statements/read-large-bodies.ts'

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
    gate.pass(6, begin('a')),
    gate.pass(6, begin('b')),
    gate.pass(1, begin('c')),
    gate.pass(50, begin('d')),
    gate.pass(1, begin('e')),
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
  const failing = gate.pass(10, async () => {
    throw new Error('failed')
  })
  const next = gate.pass(10, async () => 'done')
  await expect(failing).rejects.toThrow('failed')
  expect(await next).toBe('done')
})

const limits = {
  smallBytes: 10,
  unheldBytesMax: 40,
  workBytesMax: 100,
  heldBytesMax: 200,
  waitMillisecondsMax: 50,
}

const request = (bytes: number) =>
  Object.assign(Readable.from([Buffer.alloc(bytes)]), {
    headers: { 'content-length': String(bytes) },
  }) as unknown as IncomingMessage

test('Large requests that find no room are refused after a while, and small ones are not', async () => {
  const { begun, begin, end } = work()
  const read = largeBodyReader(limits)
  const first = read(request(100), 1_000, begin('a'))
  const second = read(request(100), 1_000, begin('b'))
  await expect(read(request(100), 1_000, begin('c'))).rejects.toMatchObject({
    code: 'overloaded',
    detail: { retryAfterSeconds: 5 },
  })
  const small = read(request(10), 1_000, async (body) => body.length)
  expect(await small).toBe(10)
  expect(begun).toEqual(['a'])
  end('a')
  await first
  await turn()
  end('b')
  expect(await second).toBe('b')
  expect(await read(request(150), 1_000, async (body) => body.length)).toBe(150)
})

test('Middling bodies wait for no room to be read, and are worked on as far as there is room', async () => {
  const { begun, begin, end } = work()
  const read = largeBodyReader(limits)
  const slow = Object.assign(new Readable({ read() {} }), {
    headers: { 'content-length': '200' },
  })
  const held = read(slow as unknown as IncomingMessage, 1_000, begin('held'))
  const names = ['a', 'b', 'c', 'd', 'e']
  const all = names.map((name) => read(request(40), 1_000, begin(name)))
  await turn()
  await turn()
  expect(begun).toEqual(['a', 'b'])
  for (const name of names) {
    end(name)
    await turn()
  }
  expect(await Promise.all(all)).toEqual(names)
  slow.push(Buffer.alloc(200))
  slow.push(null)
  await turn()
  await turn()
  end('held')
  expect(await held).toBe('held')
})

test('A body that is too large is refused whatever else waits', async () => {
  const read = largeBodyReader(limits)
  await expect(read(request(2_000), 1_000, async () => 0)).rejects.toMatchObject({
    code: 'body-too-large',
  })
})

test('A large body is given back once its work has succeeded, and kept for the record if it has not', async () => {
  const read = largeBodyReader({ ...limits, workBytesMax: 200_000, heldBytesMax: 200_000 })
  const sent = request(70_000)
  let seen: Buffer | undefined
  const length = await read(sent, 1e6, async (body) => {
    seen = body
    return body.length
  })
  expect([length, seen!.length]).toEqual([70_000, 0])
  expect(readBodyOf(sent)).toBeUndefined()
  const refused = request(70_000)
  const fail = async () => {
    throw new Error('refused')
  }
  await expect(read(refused, 1e6, fail)).rejects.toThrow('refused')
  expect(readBodyOf(refused)).toHaveLength(70_000)
})
