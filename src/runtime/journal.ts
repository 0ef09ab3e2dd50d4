import type { NavigationRequest } from './navigation.ts'

/**
 * The journal is what happened in the learner's browser, in order: the successful API calls that change something, and
 * what the player did. The server believes it and nothing else: it replays the journal through the same runtime.
 */
export interface JournalEntry {
  /** 1, 2, 3 ... without gaps within a session. */
  readonly n: number
  /** Time on the player's clock, ISO 8601 in UTC with milliseconds. */
  readonly at: string
  readonly activity: string
  readonly step: JournalStep
}

export type JournalStep =
  /** The player delivered the activity; a new run of it begins. An asset is done with this step. */
  | { readonly do: 'open' }
  | { readonly do: 'initialize' }
  | { readonly do: 'set'; readonly element: string; readonly value: string }
  | { readonly do: 'commit' }
  | { readonly do: 'finish' }
  /** The activity went away without Finish: closed, navigated, or silent for too long. The player or the server says so. */
  | { readonly do: 'abandon' }
  /** SCORM 2004: a navigation request, after what was open went away; the sequencer decides what is delivered next. */
  | { readonly do: 'navigate'; readonly request: NavigationRequest }
