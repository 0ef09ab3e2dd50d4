import type {
  Applied,
  Decision,
  JournalEntry,
  JournalStep,
  PlayerCounts,
} from '../../runtime/index.ts'

/** One line of a session's log: something that was called, decided, refused or found, in the order in which it came. */
export interface LogLine {
  /** ISO 8601, UTC: the player's clock, the server's for what the server did. */
  readonly at: string
  /** Who did it. */
  readonly by: 'course' | 'player' | 'sequencer' | 'server'
  readonly what: LogWhat
  readonly activity?: string
  readonly element?: string
  /** At most `valueLengthMax` characters of it. */
  readonly value?: string
  /** Characters of the whole value, where it was cut. */
  readonly length?: number
  /** A navigation request, and what it aims at. */
  readonly request?: string
  readonly target?: string
  /** Why a request was turned down: a code of the sequencing book. */
  readonly refusal?: string
  /** What the sequencer decided, its process and its facts (src/runtime/sequencing/decisions.ts). */
  readonly decision?: string
  readonly process?: string
  readonly facts?: Readonly<Record<string, string | number | boolean>>
  /** A call that failed: its published name, its error code, and what the player could say about it. */
  readonly function?: string
  readonly error?: string
  readonly diagnostic?: string
  /** Path of a missing file within the package. */
  readonly path?: string
}

export type LogWhat =
  | JournalStep['do']
  | 'decision'
  | 'failed-call'
  | 'finding'
  | 'missing-file'
  | 'silent-activity'
  | 'closed'
  | 'reopened'

/** A line of the log that only the player knows. */
export type PlayerLine = Omit<LogLine, 'by' | 'what'> & { readonly what: PlayerWhat }

export type PlayerWhat = 'failed-call' | 'finding' | 'missing-file' | 'silent-activity'

/**
 * What the player sends along for the log. The same lines may come again: `from` is the number of the first one, counted
 * from 1 within the page, and `counts` are the page's totals.
 */
export interface PlayerLog {
  /** A page's own id: a reload counts anew. */
  readonly page: string
  readonly from: number
  readonly lines: readonly PlayerLine[]
  readonly counts: PlayerCounts
}

/** A course's suspend_data may be a megabyte; what it says of the learner's work is in its first words, if anywhere. */
export const valueLengthMax = 200

/** What an entry and its replay put into the log. */
export function linesOfEntry(
  { at, activity, step }: JournalEntry,
  { decisions = [], refusal }: Extract<Applied, { refused?: undefined }>,
  by: LogLine['by'] = byWhom(step),
): LogLine[] {
  return [
    {
      at,
      by,
      what: step.do,
      activity,
      ...(step.do === 'set' && { element: cut(step.element).value!, ...cut(step.value) }),
      ...(step.do === 'navigate' && {
        request: step.request.to,
        ...('activity' in step.request && { target: step.request.activity }),
      }),
      ...(refusal && { refusal: refusal.code }),
    },
    ...decisions.map((decision) => lineOfDecision(decision, at)),
  ]
}

const byWhom = ({ do: what }: JournalStep): LogLine['by'] =>
  what === 'open' || what === 'abandon' || what === 'navigate' ? 'player' : 'course'

function lineOfDecision(
  { process, activity, decision, facts = {} }: Decision,
  at: string,
): LogLine {
  const short = Object.entries(facts).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? fact.slice(0, valueLengthMax) : fact,
  ])
  return {
    at,
    by: 'sequencer',
    what: 'decision',
    process,
    decision,
    ...(activity !== undefined && { activity }),
    ...(short.length > 0 && { facts: Object.fromEntries(short) }),
  }
}

/** A value of at most so many characters, none of them halved. */
export function cut(value: string): Pick<LogLine, 'value' | 'length'> {
  if (value.length <= valueLengthMax) return { value }
  const begin = value.slice(0, valueLengthMax).replace(/[\uD800-\uDBFF]$/, '')
  return { value: begin, length: value.length }
}
