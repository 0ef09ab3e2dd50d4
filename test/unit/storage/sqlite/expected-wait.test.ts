import { ExpectedWait } from '../../../../src/storage/sqlite/expected-wait.ts'

let wait: ExpectedWait
beforeEach(() => {
  wait = new ExpectedWait()
  wait.begin(1_000)
})

test('expects of those who wait what it took for those before them', () => {
  for (let group = 1; group <= 10; group++) wait.answered(100, 1_000 + group * 50)
  expect(wait.of(4_000)).toBeCloseTo(2_000, 6)
})

test('expects nothing before enough were answered', () => {
  wait.answered(255, 9_000)
  expect(wait.of(4_000)).toBe(0)
  wait.answered(1, 9_001)
  expect(wait.of(4_000)).toBeGreaterThan(0)
})

test('forgets when the queue was empty: callers who come one by one each cost a whole COMMIT', () => {
  for (let one = 1; one <= 500; one++) {
    wait.begin(one * 100)
    wait.answered(1, one * 100 + 10)
  }
  expect(wait.of(300)).toBe(0)
})

test('follows a disk that becomes slower, and does not take one slow group for all', () => {
  for (let group = 1; group <= 20; group++) wait.answered(100, 1_000 + group * 50)
  wait.answered(100, 2_000 + 1_050)
  expect(wait.of(1_000)).toBeLessThan(2_000)
  for (let group = 1; group <= 40; group++) wait.answered(100, 3_050 + group * 1_000)
  expect(wait.of(1_000)).toBeGreaterThan(9_000)
})
