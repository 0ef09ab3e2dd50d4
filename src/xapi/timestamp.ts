/**
 * Timestamps of statements: ISO 8601 for 1.0.3 [xAPI-Data 4.5], RFC 3339 for 2.0 [9274.1.1, 4.2.7]. Both are read by one
 * scanner that goes over the text once; the second is the stricter of the two.
 */

/** A point in time: whole microseconds since 1970-01-01T00:00Z, what is finer cut off. */
export type Microseconds = number

interface Reading {
  readonly micros: Microseconds
  /** Whether the text is also a date-time by RFC 3339. */
  readonly isRfc3339: boolean
}

/**
 * Reads a timestamp.
 * @returns undefined for text that is no ISO 8601 date, or whose day or time does not exist, or whose offset is minus zero.
 */
export const microsecondsOf = (text: string): Microseconds | undefined => read(text)?.micros

/** ISO 8601: a calendar date in extended or basic format, with or without a time, which may lack its offset (UTC then). */
export const isIso8601Timestamp = (text: string): boolean => read(text) !== undefined

/** RFC 3339: the extended format with seconds and an offset. */
export const isRfc3339Timestamp = (text: string): boolean => read(text)?.isRfc3339 === true

const pattern =
  /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[Tt ](\d{2})(?:(:?)(\d{2})(?:\6(\d{2})(?:([.,])(\d{1,20}))?)?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/

const textLengthMax = 60

function read(text: string): Reading | undefined {
  if (text.length > textLengthMax) return undefined
  const match = pattern.exec(text)
  if (!match || mixesFormats(match)) return undefined
  const [, year, dash, month, day, hour, colon, minute, second, point, fraction, offset] = match
  const midnight = dayOf(Number(year), Number(month), Number(day))
  const seconds = secondsOf(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0))
  const offsetMinutes = offsetMinutesOf(offset)
  if (midnight === undefined || seconds === undefined || offsetMinutes === undefined)
    return undefined
  const wholeSeconds = midnight + seconds - offsetMinutes * 60
  return {
    micros: wholeSeconds * 1e6 + Number((fraction ?? '').slice(0, 6).padEnd(6, '0')),
    isRfc3339:
      dash === '-' && colon === ':' && second !== undefined && point !== ',' && isFull(offset),
  }
}

/** Date and time are both basic or both extended [ISO 8601:2004 4.3.2]; an offset may differ, as strftime writes it. */
const mixesFormats = ([, , dash, , , , colon]: RegExpExecArray): boolean =>
  colon !== undefined && (dash === '-') !== (colon === ':')

/** Seconds from 1970 to the day's midnight in UTC, or undefined for a day that the calendar lacks. */
function dayOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCDate() === day ? date.getTime() / 1000 : undefined
}

/** 24:00:00 ends a day in ISO 8601, and a leap second is counted as the first of the next minute. */
function secondsOf(hour: number, minute: number, second: number): number | undefined {
  if (minute > 59 || second > 60) return undefined
  if (hour > 23 && !(hour === 24 && minute === 0 && second === 0)) return undefined
  return hour * 3600 + minute * 60 + second
}

/** The `-00:00` of RFC 3339 says that the offset is unknown, so the text names no point in time. */
function offsetMinutesOf(offset: string | undefined): number | undefined {
  if (offset === undefined || offset === 'Z' || offset === 'z') return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(3).replace(':', '') || 0)
  if (hours > 23 || minutes > 59) return undefined
  const total = hours * 60 + minutes
  if (offset[0] === '-') return total === 0 ? undefined : -total
  return total
}

const isFull = (offset: string | undefined): boolean =>
  offset === 'Z' || offset === 'z' || offset?.length === 6
