import type { LogLine } from './log-line.ts'

/** How much of a session's log is kept: its beginning, and its newest lines. What lies between is counted. */
export interface LogBounds {
  readonly head: LogSize
  readonly tail: LogSize
}

/** Lines, and bytes of their JSON. */
export interface LogSize {
  readonly lines: number
  readonly bytes: number
}

export const logBounds: LogBounds = {
  head: { lines: 300, bytes: 60_000 },
  tail: { lines: 700, bytes: 140_000 },
}

/** A line with its number in the log: 1, 2, 3 ...; where numbers are missing, lines are. */
export interface NumberedLine extends LogLine {
  readonly n: number
}

/** Where a log stands: how many lines it ever had, and how much of them its head and its tail hold. */
export interface LogExtent {
  readonly lines: number
  readonly head: LogSize
  readonly tail: LogSize
}

export const emptyLog: LogExtent = {
  lines: 0,
  head: { lines: 0, bytes: 0 },
  tail: { lines: 0, bytes: 0 },
}

export interface Split {
  readonly head: readonly NumberedLine[]
  readonly tail: readonly NumberedLine[]
  /** With the tail as if nothing had to go for it. */
  readonly extent: LogExtent
}

/** Numbers new lines, and says which belong to the head, which is filled once and for all, and which to the tail. */
export function splitLines(
  before: LogExtent,
  lines: readonly LogLine[],
  bounds: LogBounds = logBounds,
): Split {
  const head: NumberedLine[] = []
  const tail: NumberedLine[] = []
  let size = before.head
  for (const [index, line] of lines.entries()) {
    const n = before.lines + 1 + index
    const numbered = { n, ...line }
    const bytes = size.bytes + sizeOf([numbered]).bytes
    // A line that found no place in the head ends it, or it would have gaps.
    const isHead =
      size.lines === n - 1 && size.lines < bounds.head.lines && bytes <= bounds.head.bytes
    if (isHead) size = { lines: size.lines + 1, bytes }
    ;(isHead ? head : tail).push(numbered)
  }
  const kept = newest(tail, bounds.tail)
  return {
    head,
    tail: kept,
    extent: {
      lines: before.lines + lines.length,
      head: size,
      tail: sum(before.tail, sizeOf(kept)),
    },
  }
}

/** As many of the last lines as the size allows. */
export function newest(lines: readonly NumberedLine[], max: LogSize): readonly NumberedLine[] {
  let bytes = 0
  let from = lines.length
  while (from > 0 && lines.length - from < max.lines) {
    bytes += sizeOf([lines[from - 1]!]).bytes
    if (bytes > max.bytes) break
    from--
  }
  return from === 0 ? lines : lines.slice(from)
}

export const sizeOf = (lines: readonly NumberedLine[]): LogSize => ({
  lines: lines.length,
  bytes: lines.reduce((all, line) => all + Buffer.byteLength(JSON.stringify(line)) + 1, 0),
})

const sum = (a: LogSize, b: LogSize): LogSize => ({
  lines: a.lines + b.lines,
  bytes: a.bytes + b.bytes,
})
