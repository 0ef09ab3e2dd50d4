import type { AttemptMode, Learner } from './course.ts'
import type { JournalStep } from './journal.ts'
import type { SequencingState } from './sequencing/tracking.ts'
import type { SharedState } from './shared-state.ts'

/** A learner's attempt on a whole course. A plain value: it survives JSON, and every transition makes a new one. */
export interface Attempt {
  readonly learner: Learner
  readonly mode: AttemptMode
  /** By activity id. An activity that was never opened has no entry. */
  readonly activities: Readonly<Record<string, ActivityState>>
  /** The activity that is open now. */
  readonly current?: string
  /** The activity that was opened last; it stays when that activity is closed. */
  readonly lastOpened?: string
  /** What the attempt shares with others of the learner, as it stands for this attempt; SCORM 2004 only. */
  readonly shared?: SharedState
  /** SCORM 2004 only. */
  readonly sequencing?: SequencingState
  /** SCORM 2004: the best that the learner ended the course with, should they begin it again. */
  readonly best?: ActivityResult
}

export interface ActivityState {
  /** The data model's stored values by element name, e.g. `cmi.core.lesson_status`, but for those of arrays. */
  readonly values: Readonly<Record<string, string>>
  /**
   * The records of arrays, apart from the other values so that a set copies one record and not all of them. By
   * name of the array, e.g. `cmi.interactions`; in a record by the rest of the name, e.g. `id`, `objectives.0.id`.
   */
  readonly records?: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
  /** Where the open run stands; `closed` when the activity is not open. */
  readonly run: 'closed' | 'opened' | 'running' | 'finished'
  /** How many runs were opened so far, the open one included. */
  readonly runs: number
  /** The time at which the open run was initialized (an asset: opened), on the player's clock, ISO 8601. */
  readonly runStartedAt?: string
  /** Time of all closed runs together, in hundredths of a second: `cmi.core.total_time` of the next run. */
  readonly totalCentiseconds: number
  /** SCORM 2004: time of the activity's attempts before the present one. */
  readonly earlierCentiseconds?: number
  /** What `cmi.core.entry` answers in the open run; of a closed or finished run: in the next one. */
  readonly entry: 'ab-initio' | 'resume' | ''
  /** The best status and the best score that closed runs ended with: a revisit takes no progress back. */
  readonly best: {
    /** SCORM 1.2: lesson_status. */
    readonly status?: string
    /** SCORM 2004. */
    readonly completion?: Completion
    /** SCORM 2004. */
    readonly success?: Success
    readonly score?: Score
  }
  /** SCORM 2004: indexes of the `cmi.objectives` whose success_status the SCO set in the open run. */
  readonly judgedObjectives?: readonly number[]
  /** What the open run recorded but no fact has told yet. */
  readonly untold: {
    /** Indexes of interactions, in the order in which they were answered. */
    readonly interactions: readonly number[]
    /** Whether the open run set a score, and whether a fact has told it. */
    readonly score: 'none' | 'untold' | 'told'
  }
}

/**
 * What a SCO recorded about one question, in one shape for every standard: the types and delimiters (`[,]`, `[.]`, `[:]`) of
 * SCORM 2004 and xAPI [xAPI-Data 2.4.4.1, Appendix C]. Absent is what the SCO did not set.
 */
export interface Interaction {
  /** The SCO's own identifier; the index where it set none. */
  readonly id: string
  /** `other` for a type that the standard does not have. */
  readonly type?: InteractionType
  /** What the question is, in words. SCORM 2004 only. */
  readonly description?: { readonly text: string; readonly language?: string }
  /** ISO 8601, as precise as the SCO gave it; SCORM 2004. */
  readonly timestamp?: string
  /** `HH:MM:SS`; SCORM 1.2. */
  readonly timeOfDay?: string
  readonly weighting?: number
  readonly response?: string
  readonly correctResponses: readonly string[]
  readonly result?: InteractionResult | number
  /** Time taken, in hundredths of a second. */
  readonly latencyCentiseconds?: number
  /** Identifiers of the objectives that the question is about. */
  readonly objectives: readonly string[]
}

export type InteractionType =
  | 'true-false'
  | 'choice'
  | 'fill-in'
  | 'long-fill-in'
  | 'matching'
  | 'performance'
  | 'sequencing'
  | 'likert'
  | 'numeric'
  | 'other'

export type InteractionResult = 'correct' | 'incorrect' | 'unanticipated' | 'neutral'

/** What a step meant, for statements and progress; at most a few per step. */
export type Fact =
  | { readonly fact: 'initialized' | 'resumed' }
  | {
      readonly fact: 'responded'
      /** Index n of `cmi.interactions.n`. */
      readonly index: number
    }
  | { readonly fact: 'scored'; readonly score: Score }
  | {
      readonly fact: 'completed' | 'passed' | 'failed'
      readonly score?: Score
    }
  | {
      readonly fact: 'suspended' | 'terminated'
      readonly result: ActivityResult
      /** Time of the run that ended, in hundredths of a second. */
      readonly runCentiseconds: number
    }

export interface Score {
  /** SCORM 2004 has scores without it. */
  readonly raw?: number
  readonly min?: number
  readonly max?: number
  /** -1 to 1, to at most four decimals. */
  readonly scaled: number
}

export type Completion = 'not-attempted' | 'incomplete' | 'completed'
export type Success = 'unknown' | 'passed' | 'failed'

export interface ActivityResult {
  readonly completion: Completion
  readonly success: Success
  readonly score?: Score
}

/** The state of one activity or of the whole course, for tables of contents, progress and reports. */
export interface Progress extends ActivityResult {
  /** 0 to 1: done activities of all launchable ones; for one activity 0, 0.5 (begun) or 1. */
  readonly progress: number
  readonly centiseconds: number
  /** Of one activity: how often it was opened. Of a course or cluster: of the activity opened most often. */
  readonly runs: number
}

/** An answer of the API: what the course's script gets, and the attempt after it. */
export interface Answer {
  readonly attempt: Attempt
  /** The returned string. */
  readonly result: string
  /** What GetLastError answers from now on, e.g. `0`, `201`. */
  readonly error: string
  /** More about the error, for GetDiagnostic and the log. */
  readonly diagnostic: string
  /** Present if the call changed something and so belongs into the journal. */
  readonly step?: JournalStep
  /** A tolerated excess (e.g. suspend_data over 4,096 characters), in words, for the launch log. */
  readonly finding?: string
}
