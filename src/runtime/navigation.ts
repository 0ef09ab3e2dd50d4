import type { JournalStep } from './journal.ts'

/** What a learner, a course or the server asks for: where to go, or how to leave [SN 4.3]. SCORM 1.2 knows some of them. */
export type NavigationRequest =
  | { readonly to: 'start' | 'resumeAll' | 'continue' | 'previous' | LeavingRequest }
  | {
      readonly to: 'choice' | 'jump'
      readonly activity: string
    }

export type LeavingRequest = 'exit' | 'exitAll' | 'abandon' | 'abandonAll' | 'suspendAll'

/** A step of the player itself, as it goes into the journal. */
export interface PlayerStep {
  readonly activity: string
  readonly step: JournalStep
}

/** Where the learner may go from here, known in advance: what the table of contents and the buttons show. */
export interface LookAhead {
  readonly controls: Readonly<Record<Control, ControlState>>
  /** The activities in the order in which this attempt has them; SCORM 2004: the root activity with its children. */
  readonly contents: readonly ContentsEntry[]
}

export type Control = 'continue' | 'previous' | LeavingRequest

export interface ControlState {
  /** False if the package hides it (adlnav:hideLMSUI) or the standard has no such request. */
  readonly isShown: boolean
  readonly isAllowed: boolean
  /** Why it is not allowed. */
  readonly refusal?: Refusal
}

export interface ContentsEntry {
  readonly activity: string
  readonly title: string
  /** False if the manifest or a rule hides it from the table of contents. */
  readonly isShown: boolean
  /** Whether the learner may choose it now. A cluster can be chosen where its children flow. */
  readonly isAllowed: boolean
  readonly refusal?: Refusal
  readonly isCurrent: boolean
  readonly children: readonly ContentsEntry[]
}

/** Why something cannot be done now. */
export interface Refusal {
  /** `prerequisites` (SCORM 1.2), or the code of the sequencing exception, e.g. `SB.2.9-6` [SN Appendix B]. */
  readonly code: string
  /** Activities that must be done first, where that is the reason. */
  readonly missing?: readonly string[]
}

/** One thing that the sequencer decided on the way, for people who ask why. */
export interface Decision {
  /** Process of the SN book's pseudo code, e.g. `SB.2.9`, `UP.4`. */
  readonly process: string
  readonly activity?: string
  /** Stable, kebab-case, e.g. `rule-fired`, `not-flow`; the player has a sentence for each. */
  readonly decision: string
  readonly facts?: Readonly<Record<string, string | number | boolean>>
}
