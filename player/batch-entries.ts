import type { JournalEntry } from '../src/runtime/index.ts'
import type { Reply } from './server-calls.ts'

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

/**
 * How many of the entries that a server refused it may still take: half of what was too large; what stands before an entry
 * that cannot be, so that only the rest is lost. Undefined if it will not take the first of them.
 */
export function entriesMaxAfter(
  reply: Reply<unknown>,
  sent: readonly JournalEntry[],
): number | undefined {
  if (reply.kind !== 'problem') return undefined
  if (reply.status === 413) return sent.length > 1 ? Math.ceil(sent.length / 2) : undefined
  const { entry } = reply.facts
  if (reply.code !== 'journal-invalid' || typeof entry !== 'number') return undefined
  const before = sent.findIndex(({ n }) => n === entry)
  return before > 0 ? before : undefined
}
