import type { Figures, SourceFigures } from './store.ts'

/** Something about a source that somebody should look at, with the figures that it rests on. */
export type SourceAlert =
  | {
      readonly kind: 'silent'
      /** Since when nothing has come. */
      readonly since: Date
      /** Requests a day, over the seven days until now. */
      readonly usualPerDay: number
    }
  | {
      readonly kind: 'failing'
      /** In this hour and the one before. */
      readonly requests: number
      readonly rejected: number
      /** The part of its requests that was refused in the week before, 0 to 1. */
      readonly usualShare: number
    }

/** A source that makes fewer requests than this is silent as a rule. */
const usualPerDayMin = 10
const silentHours = 24
const rejectedMin = 20
const timesUsual = 5
export const weekHours = 7 * 24

const none: Figures = { requests: 0, statements: 0, rejected: 0, bytes: 0 }

/** The sum of the hours from `from` to `to`, both included. */
export const sumOf = ({ hours }: SourceFigures, from: number, to: number): Figures =>
  hours
    .filter(({ hour }) => hour >= from && hour <= to)
    .reduce(
      (sum, one) => ({
        requests: sum.requests + one.requests,
        statements: sum.statements + one.statements,
        rejected: sum.rejected + one.rejected,
        bytes: sum.bytes + one.bytes,
      }),
      none,
    )

/**
 * A source is silent that made ten requests a day or more, taken over seven days, and none for 24 hours. It is failing if
 * twenty requests or more were refused within the last hour (by the clock: this one and the one before), and these are a part
 * of its requests more than five times as large as in the week before.
 */
export function findAlert(source: SourceFigures, now: Date): SourceAlert | undefined {
  const hour = Math.floor(now.getTime() / 3_600_000)
  const usualPerDay = sumOf(source, hour - weekHours, hour).requests / 7
  const silentSince = now.getTime() - silentHours * 3_600_000
  if (usualPerDay >= usualPerDayMin && source.lastAt.getTime() < silentSince)
    return { kind: 'silent', since: source.lastAt, usualPerDay }
  const { requests, rejected } = sumOf(source, hour - 1, hour)
  const before = sumOf(source, hour - 1 - weekHours, hour - 2)
  const usualShare = before.requests === 0 ? 0 : before.rejected / before.requests
  if (rejected >= rejectedMin && rejected / requests > timesUsual * usualShare)
    return { kind: 'failing', requests, rejected, usualShare }
  return undefined
}
