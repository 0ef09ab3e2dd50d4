import type { Decision } from '../src/runtime/index.ts'

/** One line of the log: a call of the course's script, or (without `result`) what the player did. */
export interface LogLine {
  /** Time of the device, ISO 8601. */
  readonly at: string
  readonly activity: string
  /** Published function name, or a word for what the player did: `open`, `abandon`, `finding`. */
  readonly name: string
  readonly args: readonly string[]
  readonly result?: string
  /** Error code after the call. */
  readonly error?: string
  readonly diagnostic?: string
  /** How long the call took, as exactly as the browser tells (often 0.1 ms). */
  readonly milliseconds?: number
  /** The journal entry that it became. */
  readonly entry?: EntryName
  /** What the sequencer decided; `args` has it as text. */
  readonly decision?: Decision
}

export interface EntryName {
  readonly session: string
  readonly n: number
}

export interface CallLog {
  add(line: LogLine): void
  /** Oldest first. */
  lines(): readonly LogLine[]
  clear(): void
  /** Called with each line, and without one when the log was cleared, until the returned function is called. */
  watch(changed: (line: LogLine | undefined) => void): () => void
}

const linesMax = 500

/** A log in memory that holds the latest lines. */
export function callLog(): CallLog {
  let lines: LogLine[] = []
  const watchers = new Set<(line: LogLine | undefined) => void>()
  const tell = (line?: LogLine) => {
    for (const changed of watchers) changed(line)
  }
  return {
    add(line) {
      lines.push(line)
      if (lines.length > linesMax * 2) lines = lines.slice(-linesMax)
      tell(line)
    },
    lines: () => lines.slice(-linesMax),
    clear() {
      lines = []
      tell()
    },
    watch(changed) {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
}
