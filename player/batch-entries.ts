import type { JournalEntry } from '../src/runtime/index.ts'

/** How much goes into one commit. */
export interface BatchLimits {
  /** Of the entries as JSON in UTF-8. */
  readonly bytesMax: number
  readonly entriesMax: number
}

const encoder = new TextEncoder()

/** Bytes of a value as JSON in UTF-8, which is what travels. */
export const bytesOf = (value: unknown): number => encoder.encode(JSON.stringify(value)).length

/** The leading entries that fit: order is never given up for size. Empty if the first alone is too large. */
export function batchEntries(
  entries: readonly JournalEntry[],
  limits: BatchLimits,
): readonly JournalEntry[] {
  let bytes = 2
  let count = 0
  for (const entry of entries) {
    bytes += bytesOf(entry) + 1
    if (bytes > limits.bytesMax || count === limits.entriesMax) break
    count++
  }
  return entries.slice(0, count)
}
