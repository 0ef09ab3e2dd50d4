import type { ActivityResult, Answer, Attempt, Fact, Interaction, Progress } from './attempt.ts'
import type { AttemptMode, Course, Learner } from './course.ts'
import type { JournalEntry } from './journal.ts'
import type { Decision, LookAhead, NavigationRequest, PlayerStep, Refusal } from './navigation.ts'
import type { SharedState } from './shared-state.ts'

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

  start(course: Course, learner: Learner, mode: AttemptMode, given?: AttemptGiven): Attempt

  /** Ids of what the course may share with other courses of the learner; undefined if it shares nothing. */
  sharedKeys(course: Course): SharedKeys | undefined

  /** Answers one call of the course's script for the activity that is open. Never throws, whatever the arguments are. */
  call(course: Course, attempt: Attempt, request: ApiCall): Answer

  /**
   * Applies one journal entry. The player writes `open`, then what `call` gives as steps, and `abandon` before it opens
   * another activity or leaves (after `finish` it may leave `abandon` out). An entry that this runtime would not have written (a read-only element, a call out of order)
   * is refused.
   * @returns the attempt after it and what it meant, or `refused` with a sentence.
   */
  apply(course: Course, attempt: Attempt, entry: JournalEntry): Applied

  /** What brings the learner in: where they were, or the beginning; undefined if nothing can be opened. */
  beginning(course: Course, attempt: Attempt): NavigationRequest | undefined

  /**
   * The steps that follow a request, for the journal; to be asked for after the open activity's frame is gone, and applied
   * one by one. After them `attempt.current` is the activity to deliver, if any. Empty: the request leads nowhere.
   */
  follow(course: Course, attempt: Attempt, request: NavigationRequest): readonly PlayerStep[]

  /** The steps that end what is open when the learner leaves, or the player went silent, so that they can come back to it. */
  leave(course: Course, attempt: Attempt): readonly PlayerStep[]

  /** The request that the course itself left at its Finish (`adl.nav.request`), if any. */
  pendingRequest(course: Course, attempt: Attempt): NavigationRequest | undefined

  /** Where the learner may go, as if the open activity went away now. */
  lookAhead(course: Course, attempt: Attempt): LookAhead

  /** Interaction `index` of an activity, for statements; undefined if there is none. */
  interaction(attempt: Attempt, activity: string, index: number): Interaction | undefined

  activityProgress(course: Course, attempt: Attempt, activity: string): Progress
  courseProgress(course: Course, attempt: Attempt): Progress

  /** Follows what is rolled up, the course and in SCORM 2004 its clusters, from here on. */
  followRollUp(course: Course, attempt: Attempt): RollUp

  /** Ids of the activities whose progress may differ between two attempts although no entry of the journal names them. */
  alsoMoved(course: Course, before: Attempt, after: Attempt): ReadonlySet<string>
}

/** What an attempt begins with besides its course. */
export interface AttemptGiven {
  /** Decides what is random in the attempt, once and for all. */
  readonly seed?: string
  readonly shared?: SharedState
}

export interface SharedKeys {
  readonly objectives: readonly string[]
  readonly data: readonly string[]
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
  | {
      readonly refused?: undefined
      readonly attempt: Attempt
      readonly facts: readonly Fact[]
      /** What the sequencer decided, in order. */
      readonly decisions?: readonly Decision[]
      /** A navigation request that the sequencer turned down. The step stands: it may have ended what was open. */
      readonly refusal?: Refusal
    }
  | { readonly refused: string }

/** What is rolled up in one attempt, followed from step to step: a step costs what it changes, however large the course is. */
export interface RollUp {
  /** Goes on to the attempt after a step: what may stand elsewhere now, in the order of the manifest, the course last. */
  moveTo(attempt: Attempt): readonly MovedStatus[]
}

export interface MovedStatus {
  /** Of a cluster, or of the course. */
  readonly id: string
  readonly before: Pick<ActivityResult, 'completion' | 'success'>
  /** What is not completed is `incomplete` here, whether it was begun or not. */
  readonly after: ActivityResult
}
