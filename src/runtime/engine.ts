import type { Answer, Attempt, Fact, Interaction, Progress } from './attempt.ts'
import type { AttemptMode, Course, Learner } from './course.ts'
import type { JournalEntry } from './journal.ts'

/**
 * The rules of one content standard. Pure functions over plain values: no clock, no randomness, no I/O. The player answers
 * the course's calls with it in the browser, and the server replays the journal with it: both come to the same attempt.
 */
export interface Engine {
  /** The name under which the course looks for its API: `API` or `API_1484_11`. */
  readonly apiName: string
  /** The eight functions by their published name, e.g. `LMSInitialize`, and what each is to `call`. */
  readonly apiFunctions: Readonly<Record<string, ApiFunction>>
  /** Every error code with its published name, for GetErrorString and for people who read the launch log. */
  readonly errorStrings: Readonly<Record<string, string>>

  start(course: Course, learner: Learner, mode: AttemptMode): Attempt

  /** Answers one call of the course's script for the activity that is open. Never throws, whatever the arguments are. */
  call(course: Course, attempt: Attempt, request: ApiCall): Answer

  /**
   * Applies one journal entry. The player writes `open`, then what `call` gives as steps, and `abandon` before it opens
   * another activity or leaves (after `finish` it may leave `abandon` out). An entry that this runtime would not have written (a read-only element, a call out of order)
   * is refused.
   * @returns the attempt after it and what it meant, or `refused` with a sentence.
   */
  apply(course: Course, attempt: Attempt, entry: JournalEntry): Applied

  /** Whether the learner may open the activity now (prerequisites); if not, why. */
  admission(course: Course, attempt: Attempt, activity: string): Admission

  /** Which activity to deliver when the learner comes (back), and which ones follow and precede it. */
  firstActivity(course: Course, attempt: Attempt): string | undefined
  nextActivity(course: Course, attempt: Attempt, from: string): string | undefined
  previousActivity(course: Course, attempt: Attempt, from: string): string | undefined

  /** Interaction `index` of an activity, for statements; undefined if there is none. */
  interaction(attempt: Attempt, activity: string, index: number): Interaction | undefined

  activityProgress(course: Course, attempt: Attempt, activity: string): Progress
  courseProgress(course: Course, attempt: Attempt): Progress
}

export type ApiFunction =
  | 'initialize'
  | 'finish'
  | 'getValue'
  | 'setValue'
  | 'commit'
  | 'getLastError'
  | 'getErrorString'
  | 'getDiagnostic'

export interface ApiCall {
  readonly function: ApiFunction
  /** The arguments as the script passed them, made to strings by the caller (`String(x)`); usually one, two for setValue. */
  readonly args: readonly string[]
  /** Time on the player's clock, ISO 8601 in UTC with milliseconds. */
  readonly at: string
  /** The code GetLastError answered before this call. */
  readonly lastError: string
  /** The diagnostic that came with that code, for GetDiagnostic. */
  readonly lastDiagnostic?: string
}

export type Applied =
  | { readonly refused?: undefined; readonly attempt: Attempt; readonly facts: readonly Fact[] }
  | { readonly refused: string }

export type Admission =
  | { readonly admitted: true }
  | {
      readonly admitted: false
      readonly reason: 'prerequisites'
      readonly missing: readonly string[]
    }
