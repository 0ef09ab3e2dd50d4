import type { JournalEntry, JournalStep } from '../src/runtime/index.ts'

/** When the journal sends, in milliseconds; and how much at once. */
export const timing = {
  /** After a status, a score, an exit, a Commit or a Finish: several come together. */
  urgentMs: 250,
  /** After anything else. A tab that dies without a word takes at most a second of input with it. */
  relaxedMs: 700,
  /**
   * Without anything to send: the server closes a session that is silent for long, and counts its time until the last sign;
   * and the page learns that the course was opened elsewhere.
   */
  aliveMs: 45_000,
  retryFirstMs: 1_000,
  retryMostMs: 30_000,
} as const

export const batchLimits = { bytesMax: 256 * 1024, entriesMax: 500 }
/** What a slow network brings over before the request is given up. */
export const slowBatchLimits = { bytesMax: 64 * 1024, entriesMax: 500 }

/** Browsers allow 64 KiB of keepalive bodies in flight for a whole page; the course may use some of it too. */
export const keepaliveBytesMax = 56 * 1024
/** What a commit has besides its entries. */
export const envelopeBytesMax = 1_024

const urgentElements = new Set([
  'cmi.core.lesson_status',
  'cmi.core.score.raw',
  'cmi.core.score.min',
  'cmi.core.score.max',
  'cmi.core.exit',
  'cmi.completion_status',
  'cmi.success_status',
  'cmi.progress_measure',
  'cmi.score.scaled',
  'cmi.score.raw',
  'cmi.score.min',
  'cmi.score.max',
  'cmi.exit',
  'adl.nav.request',
])

export const isUrgent = (step: JournalStep): boolean =>
  step.do !== 'set' || urgentElements.has(step.element)

/** Elements whose unsent value the next one may replace: each value stands alone, and no statement names it. */
const replaceable = new Set([
  'cmi.suspend_data',
  'cmi.core.lesson_location',
  'cmi.core.session_time',
  'cmi.location',
  'cmi.session_time',
])

/** Whether an entry makes the one just before it superfluous. */
export function replaces(entry: Omit<JournalEntry, 'n'>, last: JournalEntry): boolean {
  return (
    entry.step.do === 'set' &&
    last.step.do === 'set' &&
    entry.step.element === last.step.element &&
    entry.activity === last.activity &&
    replaceable.has(entry.step.element)
  )
}

/** Wait before attempt number `failures` + 1: doubles up to the most, and differs between players. */
export function retryDelayMs(failures: number, random: number): number {
  const most = Math.min(timing.retryMostMs, timing.retryFirstMs * 2 ** (failures - 1))
  return most * (0.5 + 0.5 * random)
}
