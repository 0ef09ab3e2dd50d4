import { RecentEntries } from '../../../../src/storage/sqlite/recent-entries.ts'

const hundredBytes = () => 36

test('Keeps no more than it may hold', () => {
  const entries = new RecentEntries<number, string>(10_000, hundredBytes)
  for (let key = 0; key < 1_000; key++) entries.set(key, 'value')
  const kept = Array.from({ length: 1_000 }, (_, key) => key).filter((key) => entries.get(key))
  expect(kept.length).toBeLessThanOrEqual(100)
  expect(kept.at(-1)).toBe(999)
})

test('Keeps what is asked for again and again', () => {
  const entries = new RecentEntries<number, string>(10_000, hundredBytes)
  entries.set(-1, 'often')
  for (let key = 0; key < 1_000; key++) {
    entries.set(key, 'value')
    expect(entries.get(-1)).toBe('often')
  }
})

test('An entry that is too large is not kept, nor what was there before', () => {
  const entries = new RecentEntries<string, number>(1_000, (_key, value) => value)
  entries.set('a', 10)
  entries.set('a', 900)
  expect(entries.get('a')).toBeUndefined()
})

test('What was deleted is gone from both halves', () => {
  const entries = new RecentEntries<number, string>(10_000, hundredBytes)
  for (let key = 0; key < 60; key++) entries.set(key, 'value')
  for (let key = 0; key < 60; key++) entries.delete(key)
  expect(Array.from({ length: 60 }, (_, key) => entries.get(key))).toEqual(
    Array(60).fill(undefined),
  )
})
