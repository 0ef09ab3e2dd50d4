import { wallClockBetween } from '../../../../src/runtime/run.ts'
import { formatTimespan, parseTimespan } from '../../../../src/runtime/scorm12/timespan.ts'

test.each([
  ['00:00:00', 0],
  ['00:00:01', 100],
  ['00:00:01.5', 150],
  ['00:00:01.05', 105],
  ['01:02:03.04', 372_304],
  ['0001:00:00.00', 360_000],
  ['9999:59:59.99', 3_599_999_999],
  ['00:90:75', 547_500],
])('parseTimespan(%s) is %d hundredths', (text, centiseconds) => {
  expect(parseTimespan(text)).toBe(centiseconds)
})

test.each([
  '',
  '1:00:00',
  '00:00',
  '00:0:00',
  '00:00:0',
  '00:00:00.',
  '00:00:00.123',
  '12345:00:00',
  '-00:00:01',
  ' 00:00:01',
  '00:00:01\n',
  'PT1S',
  'NaN:NaN:NaN',
])('parseTimespan(%j) is no timespan', (text) => {
  expect(parseTimespan(text)).toBeUndefined()
})

test.each([
  [0, '0000:00:00.00'],
  [105, '0000:00:01.05'],
  [372_304, '0001:02:03.04'],
  [360_000_000, '1000:00:00.00'],
  [3_599_999_999, '9999:59:59.99'],
  [3_600_000_000, '9999:59:59.99'],
  [-5, '0000:00:00.00'],
])('formatTimespan(%d) is %s', (centiseconds, text) => {
  expect(formatTimespan(centiseconds)).toBe(text)
})

test('what formatTimespan() writes, parseTimespan() reads', () => {
  for (let centiseconds = 0; centiseconds < 4e6; centiseconds += 9_973) {
    expect(parseTimespan(formatTimespan(centiseconds))).toBe(centiseconds)
  }
})

test.each([
  ['2026-03-02T01:00:00.000Z', '2026-03-02T01:00:01.250Z', 125],
  ['2026-03-02T01:00:00.000Z', '2026-03-05T01:00:00.000Z', 8_640_000],
  ['2026-03-02T01:00:00.000Z', '2026-03-02T00:00:00.000Z', 0],
  [undefined, '2026-03-02T00:00:00.000Z', 0],
  ['2026-03-02T01:00:00.000Z', 'soon', 0],
])('wallClockBetween(%s, %s) is %d', (from, to, centiseconds) => {
  expect(wallClockBetween(from, to)).toBe(centiseconds)
})
