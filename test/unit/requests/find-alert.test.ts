import { findAlert } from '../../../src/requests/find-alert.ts'
import type { SourceFigures } from '../../../src/requests/store.ts'

const now = new Date('2026-03-09T08:30:00.000Z')
const hourNow = Math.floor(now.getTime() / 3_600_000)

/** Figures by how many hours ago they are. */
const source = (
  hours: Record<number, [requests: number, rejected: number]>,
  minutesSilent = 0,
): SourceFigures => ({
  source: { kind: 'credential', id: 'k1' },
  lastAt: new Date(now.getTime() - minutesSilent * 60_000),
  hours: Object.entries(hours)
    .map(([ago, [requests, rejected]]) => ({
      ...{ hour: hourNow - Number(ago), requests, rejected },
      ...{ statements: 0, bytes: 0 },
    }))
    .sort((a, b) => a.hour - b.hour),
})

const day = 24 * 60

test('a source with ten requests a day that made none for 24 hours is silent', () => {
  expect(findAlert(source({ 30: [70, 0] }, day + 1), now)).toEqual({
    kind: 'silent',
    since: new Date(now.getTime() - (day + 1) * 60_000),
    usualPerDay: 10,
  })
})

test('a source is not silent within 24 hours, nor if it says little or stopped more than a week ago', () => {
  expect(findAlert(source({ 20: [700, 0] }, day - 1), now)).toBeUndefined()
  expect(findAlert(source({ 30: [69, 0] }, day + 1), now)).toBeUndefined()
  expect(findAlert(source({ 200: [7000, 0] }, 200 * 60), now)).toBeUndefined()
})

test('a source fails of whose requests more than five times the usual part was refused, twenty at least', () => {
  const usual: Record<number, [number, number]> = { 48: [1000, 10] }
  expect(findAlert(source({ ...usual, 0: [200, 20] }), now)).toEqual({
    kind: 'failing',
    requests: 200,
    rejected: 20,
    usualShare: 0.01,
  })
  expect(findAlert(source({ ...usual, 1: [20, 20] }), now)?.kind).toBe('failing')
  expect(findAlert(source({ ...usual, 0: [19, 19] }), now)).toBeUndefined()
  expect(findAlert(source({ ...usual, 0: [400, 20] }), now)).toBeUndefined()
  expect(findAlert(source({ ...usual, 2: [20, 20] }), now)).toBeUndefined()
})

test('a source that has done nothing right yet is failing', () => {
  expect(findAlert(source({ 0: [20, 20] }), now)?.kind).toBe('failing')
})

test('a source that always fails as much is as usual', () => {
  expect(findAlert(source({ 0: [100, 50], 30: [1000, 500] }), now)).toBeUndefined()
})
