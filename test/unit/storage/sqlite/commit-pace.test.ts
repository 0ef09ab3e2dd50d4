import { CommitPace } from '../../../../src/storage/sqlite/commit-pace.ts'

let now: number
let events: number
let pace: CommitPace
beforeEach(() => {
  now = 1_000
  events = 0
  pace = new CommitPace({ now: () => now, events: () => events })
})

/** So many COMMITs of so many milliseconds each, so that the mean is near that. */
const commits = (milliseconds: number, count = 100) => {
  for (let n = 0; n < count; n++) {
    pace.commit(() => {
      now += milliseconds
    })
  }
}

/** Turns of the loop that bring something and take a millisecond each, until the group may be written. */
const busyTurns = (): number => {
  for (let turns = 0; ; turns++) {
    if (!pace.isTakingIn()) return turns
    events += 1
    now += 1
  }
}

test('writes at once before the first COMMIT has been seen', () => {
  events = 5
  expect(pace.isTakingIn()).toBe(false)
})

test('waits eight times a COMMIT while each turn brings something: one ninth of the time at most', () => {
  commits(10)
  expect(busyTurns()).toBe(80)
  commits(2)
  expect(Math.abs(busyTurns() - 16)).toBeLessThanOrEqual(1)
})

test('never waits longer than 100 milliseconds, however slow the disk is', () => {
  commits(500)
  expect(busyTurns()).toBe(100)
})

test('a turn that brings nothing ends the waiting: a single caller waits on no disk', () => {
  commits(500)
  // Its own arrival was an event; the next turn brings no other.
  events += 1
  expect(pace.isTakingIn()).toBe(true)
  expect(pace.isTakingIn()).toBe(false)
})

test('does not wait when the last COMMIT is long ago', () => {
  commits(10)
  now += 80
  events += 1
  expect(pace.isTakingIn()).toBe(false)
})

test('does not take one slow COMMIT among fast ones for a slow disk', () => {
  commits(1)
  commits(40, 1)
  expect(busyTurns()).toBeLessThan(50)
  commits(1, 20)
  expect(busyTurns()).toBeLessThan(15)
})

test('a COMMIT that throws counts for nothing, and its error is passed on', () => {
  const failing = () => {
    now += 500
    throw new Error('disk')
  }
  expect(() => pace.commit(failing)).toThrow('disk')
  events += 1
  expect(pace.isTakingIn()).toBe(false)
})

test('lets a group last as long as requests are taken in', () => {
  commits(10)
  expect(pace.takingInMilliseconds).toBeCloseTo(80, 0)
})
