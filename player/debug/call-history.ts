import type { CallLog, LogLine } from '../call-log.ts'

/** The calls since the debugger was opened, and what the log had before; more of them than a learner's page holds. */
export interface CallHistory {
  lines(): readonly LogLine[]
  /** While paused, lines are kept and not shown. */
  setPaused(isPaused: boolean): void
  isPaused(): boolean
  clear(): void
}

const linesMax = 5_000
const charactersMax = 20_000_000

export function callHistory(log: CallLog, onChange: () => void): CallHistory {
  let lines = [...log.lines()]
  let shown: readonly LogLine[] | undefined
  let characters = 0
  log.watch((line) => {
    if (line === undefined) return
    lines.push(line)
    characters += sizeOf(line)
    while (lines.length > linesMax || (characters > charactersMax && lines.length > 1)) {
      characters -= sizeOf(lines.shift()!)
    }
    if (shown === undefined) onChange()
  })
  return {
    lines: () => shown ?? lines,
    setPaused(isPaused) {
      shown = isPaused ? [...lines] : undefined
      onChange()
    },
    isPaused: () => shown !== undefined,
    clear() {
      lines = []
      characters = 0
      if (shown !== undefined) shown = []
      onChange()
    },
  }
}

const sizeOf = ({ args, result = '' }: LogLine): number =>
  args.reduce((sum, arg) => sum + arg.length, result.length)
