import { jest } from '@jest/globals'
import { HashingTurns } from '../../../src/access/hashing-turns.ts'

const limits = { atOnceMax: 2, waitingMax: 4, waitMillisecondsMax: 1_000 }

let turns: HashingTurns
let begun: string[]
let finish: Map<string, () => void>
beforeEach(() => {
  jest.useFakeTimers()
  turns = new HashingTurns(limits)
  begun = []
  finish = new Map()
})
afterEach(() => jest.useRealTimers())

/** Asks for a hash that lasts until `finish` is called; @returns how it ended. */
const ask = (lane: string, name: string): Promise<string> =>
  turns
    .take(lane, () => {
      begun.push(name)
      return new Promise<string>((resolve) => finish.set(name, () => resolve('hashed')))
    })
    .catch(({ code, detail }) => `${code} ${typeof detail.retryAfterSeconds}`)

const settle = () => jest.advanceTimersByTimeAsync(0)
const end = async (name: string) => {
  finish.get(name)!()
  await settle()
}
const busy = 'sign-in-busy number'

test('hashes so many at once, and the others in their order', async () => {
  for (const name of ['a', 'b', 'c', 'd']) ask('one', name)
  await settle()
  expect(begun).toEqual(['a', 'b'])
  await end('b')
  await end('a')
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('lanes take turns, so that whoever floods delays their own lane only', async () => {
  for (const name of ['a', 'b', 'c', 'd']) ask('flood', name)
  ask('school', 'x')
  ask('home', 'y')
  await settle()
  for (const name of ['a', 'b', 'c', 'x', 'y']) await end(name)
  expect(begun).toEqual(['a', 'b', 'c', 'x', 'y', 'd'])
})

test('where no more may wait, the newest of the fullest lane gives way, and never somebody of an emptier one', async () => {
  const flood = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ask('flood', name))
  await settle()
  expect(await ask('flood', 'g')).toBe(busy)
  ask('school', 'x')
  ask('home', 'y')
  expect(await Promise.all([flood[5], flood[4]])).toEqual([busy, busy])
  expect(await ask('flood', 'h')).toBe(busy)
  for (const name of ['a', 'b', 'c', 'x', 'y', 'd']) await end(name)
  expect(begun).toEqual(['a', 'b', 'c', 'x', 'y', 'd'])
})

test('nobody waits longer than the limit, and a turn that was given up is not given', async () => {
  ask('one', 'a')
  ask('one', 'b')
  const late = ask('one', 'c')
  await jest.advanceTimersByTimeAsync(999)
  const later = ask('two', 'd')
  await jest.advanceTimersByTimeAsync(1)
  expect(await late).toBe(busy)
  await end('a')
  await end('d')
  expect(await later).toBe('hashed')
  await end('b')
  expect(begun).toEqual(['a', 'b', 'd'])
  const again = ask('one', 'e')
  await settle()
  await end('e')
  expect(await again).toBe('hashed')
})

test('an error of the hash frees its place', async () => {
  const failing = () => turns.take('one', () => Promise.reject(new Error('memory')))
  await expect(Promise.all([failing(), failing(), failing()])).rejects.toThrow('memory')
  ask('one', 'a')
  ask('one', 'b')
  await settle()
  expect(begun).toEqual(['a', 'b'])
})
