import { EventEmitter } from 'node:events'
import type { Request, Response } from 'express'
import { admitRequests } from '../../../src/http/admit-requests.ts'

let now: number
let writeWait: number
let ask: (method: string) => EventEmitter
beforeEach(() => {
  now = 5_000
  writeWait = 0
  const admit = admitRequests(3, { expectedWriteWait: () => writeWait }, () => now)
  ask = (method) => {
    const response = new EventEmitter()
    admit({ method } as Request, response as unknown as Response, () => undefined)
    return response
  }
})

const overloaded = expect.objectContaining({
  code: 'overloaded',
  detail: { limit: expect.any(Number), retryAfterSeconds: expect.any(Number) },
})
/** As many as make a turn long by themselves. */
const askMany = () => {
  for (let n = 0; n < 200; n++) ask('GET').emit('close')
}
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('refuses what writes while writes would wait longer than two seconds, and lets readers in', () => {
  writeWait = 2_001
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
    expect(() => ask(method)).toThrow(overloaded)
  for (const method of ['GET', 'HEAD', 'OPTIONS']) ask(method)
})

test('lets writers in again when the queue has become shorter', () => {
  writeWait = 2_001
  expect(() => ask('POST')).toThrow(overloaded)
  writeWait = 2_000
  ask('POST')
})

test('refuses what comes behind a second of other requests in the same turn of the event loop', async () => {
  askMany()
  now += 1_000
  ask('GET').emit('close')
  now += 1
  expect(() => ask('GET')).toThrow(overloaded)
  await nextTurn()
  ask('GET')
})

test('refuses none of the few that waited while the machine stood still', () => {
  ask('GET')
  now += 60_000
  ask('POST')
})

test('adds up what a write waits for: this turn, and the store', () => {
  writeWait = 1_500
  askMany()
  now += 501
  expect(() => ask('POST')).toThrow(overloaded)
  ask('GET')
})

test('tells those who are refused together to come again at different times', () => {
  writeWait = 9_000
  const times = new Set<number>()
  for (let n = 0; n < 10; n++) {
    try {
      ask('POST')
    } catch (error) {
      times.add((error as { detail: { retryAfterSeconds: number } }).detail.retryAfterSeconds)
    }
  }
  expect([...times].toSorted()).toEqual([1, 2, 3, 4, 5])
})
