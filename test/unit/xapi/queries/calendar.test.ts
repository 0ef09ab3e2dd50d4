import { calendarOf } from '../../../../src/xapi/queries/calendar.ts'

const micros = (text: string): number => Date.parse(text) * 1_000

describe('calendarOf()', () => {
  test('counts days by the time zone, on both sides of its midnight', () => {
    const { day, month } = calendarOf('Asia/Ho_Chi_Minh')
    expect(day(micros('2026-08-31T16:59:59.999Z'))).toBe('2026-08-31')
    expect(day(micros('2026-08-31T17:00:00Z'))).toBe('2026-09-01')
    expect(month(micros('2026-08-31T17:00:00Z'))).toBe('2026-09')
  })

  test('knows when clocks change', () => {
    const { day } = calendarOf('Europe/Berlin')
    expect(day(micros('2026-03-28T22:59:59Z'))).toBe('2026-03-28')
    expect(day(micros('2026-03-29T21:59:59Z'))).toBe('2026-03-29')
    expect(day(micros('2026-03-29T22:00:00Z'))).toBe('2026-03-30')
  })

  test('counts hours by the time zone, also where it is half an hour off', () => {
    expect(calendarOf('Asia/Ho_Chi_Minh').hour(micros('2026-08-31T17:00:00Z'))).toBe(
      '2026-09-01T00',
    )
    expect(calendarOf('Asia/Kolkata').hour(micros('2026-08-31T17:29:59Z'))).toBe('2026-08-31T22')
    expect(calendarOf('Asia/Kolkata').hour(micros('2026-08-31T17:30:00Z'))).toBe('2026-08-31T23')
  })

  test('counts weeks as ISO 8601 does, at both ends of a year', () => {
    const { week } = calendarOf('UTC')
    const weeks: Record<string, string> = {
      '2026-01-01': '2026-W01',
      '2027-01-03': '2026-W53',
      '2027-01-04': '2027-W01',
      '2024-12-30': '2025-W01',
      '2021-01-03': '2020-W53',
      '0999-06-01': '0999-W22',
    }
    for (const [date, expected] of Object.entries(weeks))
      expect([date, week(micros(`${date}T12:00:00Z`))]).toEqual([date, expected])
  })

  test('refuses a time zone that there is not', () => {
    expect(() => calendarOf('Asia/Atlantis')).toThrow(RangeError)
  })
})
