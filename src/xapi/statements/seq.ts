import { microsecondsOf } from '../timestamp.ts'
import type { Seq } from './store.ts'

/** `stored` of the statement at `seq`: ISO 8601 in UTC with six digits of a second's fraction, so that it is unique too. */
export function storedOf(seq: Seq): string {
  const milliseconds = Math.floor(seq / 1000)
  const micros = String(seq - milliseconds * 1000).padStart(3, '0')
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${micros}Z`
}

/**
 * The last position at or before a timestamp: what is finer than a microsecond is cut off, which is right for `since`
 * (exclusive) and `until` (inclusive) alike [Communication 2.1.3].
 * @returns undefined when the text is no timestamp.
 */
export const seqOf = (text: string): Seq | undefined => microsecondsOf(text)
