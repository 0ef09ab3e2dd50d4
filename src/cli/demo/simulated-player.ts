import type {
  ApiFunction,
  Attempt,
  Course,
  Engine,
  JournalEntry,
  JournalStep,
} from '../../runtime/index.ts'
import type { MovingClock } from './moving-clock.ts'

/** What the player page knows when a session begins. */
export interface SessionStart {
  readonly course: Course
  readonly attempt: Attempt
  readonly nextEntry: number
}

/**
 * The player without a browser: it answers a course's calls with the real runtime and keeps the journal that the server
 * replays.
 */
export interface SimulatedPlayer {
  open(activity: string): void
  initialize(): void
  get(element: string): string
  set(element: string, value: string | number): void
  commit(): void
  finish(): void
  /** The learner closes the page in the middle. */
  abandon(): void
  /** The entries since the last time this was asked. */
  takeEntries(): JournalEntry[]
}

/** Every call must be one that the runtime takes: a demonstration with errors in it would show the wrong thing. */
export function simulatedPlayer(
  engine: Engine,
  { course, attempt: resumed, nextEntry }: SessionStart,
  clock: MovingClock,
): SimulatedPlayer {
  let attempt = resumed
  let n = nextEntry
  let entries: JournalEntry[] = []
  const at = () => clock.now().toISOString()

  const write = (activity: string, step: JournalStep): JournalEntry => {
    const entry: JournalEntry = { n, at: at(), activity, step }
    n += 1
    entries.push(entry)
    return entry
  }
  const play = (activity: string, step: JournalStep) => {
    const applied = engine.apply(course, attempt, write(activity, step))
    if (applied.refused !== undefined) throw new Error(`${step.do} ${activity}: ${applied.refused}`)
    attempt = applied.attempt
  }
  const call = (name: ApiFunction, ...args: readonly string[]): string => {
    const activity = attempt.current ?? ''
    const request = {
      function: name,
      args: args.length > 0 ? args : [''],
      at: at(),
      lastError: '0',
    }
    const answer = engine.call(course, attempt, request)
    if (answer.error !== '0') {
      throw new Error(`${name}(${args.join(', ')}): ${answer.error} ${answer.diagnostic}`)
    }
    attempt = answer.attempt
    if (answer.step) write(activity, answer.step)
    return answer.result
  }

  return {
    open: (activity) => play(activity, { do: 'open' }),
    initialize: () => void call('initialize'),
    get: (element) => call('getValue', element),
    set: (element, value) => void call('setValue', element, String(value)),
    commit: () => void call('commit'),
    finish: () => void call('finish'),
    abandon: () => play(attempt.current ?? '', { do: 'abandon' }),
    takeEntries() {
      const taken = entries
      entries = []
      return taken
    },
  }
}
