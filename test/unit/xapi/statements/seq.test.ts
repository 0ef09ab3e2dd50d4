import fc from 'fast-check'
import { seqOf, storedOf } from '../../../../src/xapi/statements/seq.ts'

test('storedOf() writes microseconds in UTC, and seqOf() reads them back', () => {
  expect(storedOf(1_772_438_400_000_001)).toBe('2026-03-02T08:00:00.000001Z')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000_000 }), (seq) => {
      expect(seqOf(storedOf(seq))).toBe(seq)
    }),
  )
})

test('stored texts are in the order of positions', () => {
  expect(storedOf(1_772_438_399_999_999) < storedOf(1_772_438_400_000_000)).toBe(true)
})

test('seqOf() cuts off what is finer than a microsecond, and honours offsets', () => {
  const seq = 1_772_438_400_123_456
  expect(seqOf('2026-03-02T08:00:00.1234569Z')).toBe(seq)
  expect(seqOf('2026-03-02T15:00:00.123456+07:00')).toBe(seq)
  expect(seqOf('yesterday')).toBeUndefined()
})
