import type { Attempt } from './attempt.ts'
import type { JournalEntry } from './journal.ts'
import type { Refusal } from './navigation.ts'

/** What a session's journal said, counted: small however long the session was. A plain value. */
export interface SessionFacts {
  /** How often an activity was delivered. */
  readonly opened: number
  readonly initialized: number
  /** Ended by the course itself (Finish, Terminate). */
  readonly finished: number
  /** Went away without. */
  readonly abandoned: number
  readonly sets: number
  readonly commits: number
  /** Navigation requests, and how many of them were turned down. */
  readonly requests: number
  readonly refused: number
  /** Where the activity that was opened last stands. */
  readonly standing: 'nothing' | 'opened' | 'running' | 'finished' | 'gone'
  /** The last value that the course gave of each. Absent: it never did. */
  readonly said: Readonly<Partial<Record<Said, string>>>
}

export type Said = 'completion' | 'success' | 'score' | 'exit'

/** What only the player knows of a session; it keeps count. */
export interface PlayerCounts {
  readonly getValues: number
  /** Calls that were answered with an error. */
  readonly failedCalls: number
  /** Calls that were taken although the standard would not (the tolerant profile). */
  readonly findings: number
  /** Files of the package that the content asked for and the package lacks. */
  readonly missingFiles: number
  /** Activities that made no call for ten seconds. */
  readonly silentActivities: number
}

export const noFacts: SessionFacts = {
  opened: 0,
  initialized: 0,
  finished: 0,
  abandoned: 0,
  sets: 0,
  commits: 0,
  requests: 0,
  refused: 0,
  standing: 'nothing',
  said: {},
}

export const noCounts: PlayerCounts = {
  getValues: 0,
  failedCalls: 0,
  findings: 0,
  missingFiles: 0,
  silentActivities: 0,
}

const saidBy: Readonly<Record<string, Said>> = {
  'cmi.core.lesson_status': 'completion',
  'cmi.core.score.raw': 'score',
  'cmi.core.exit': 'exit',
  'cmi.completion_status': 'completion',
  'cmi.success_status': 'success',
  'cmi.score.raw': 'score',
  'cmi.score.scaled': 'score',
  'cmi.exit': 'exit',
}

const saidLengthMax = 100

/**
 * The facts after one more entry.
 * @param after the attempt that the entry led to, and why a request was turned down
 */
export function factsAfter(
  facts: SessionFacts,
  { step }: JournalEntry,
  after: { readonly attempt: Attempt; readonly refusal?: Refusal | undefined },
): SessionFacts {
  switch (step.do) {
    case 'open':
      return { ...facts, opened: facts.opened + 1, standing: 'opened' }
    case 'initialize':
      return { ...facts, initialized: facts.initialized + 1, standing: 'running' }
    case 'set': {
      const name = saidBy[step.element]
      const said = name ? { ...facts.said, [name]: step.value.slice(0, saidLengthMax) } : facts.said
      return { ...facts, sets: facts.sets + 1, standing: 'running', said }
    }
    case 'commit':
      return { ...facts, commits: facts.commits + 1, standing: 'running' }
    case 'finish':
      return { ...facts, finished: facts.finished + 1, standing: 'finished' }
    case 'abandon':
      return { ...facts, abandoned: facts.abandoned + 1, standing: 'gone' }
    case 'navigate':
      return afterRequest(facts, after)
  }
}

function afterRequest(
  facts: SessionFacts,
  { attempt, refusal }: { readonly attempt: Attempt; readonly refusal?: Refusal | undefined },
): SessionFacts {
  const requests = facts.requests + 1
  if (refusal) return { ...facts, requests, refused: facts.refused + 1 }
  const { current } = attempt
  const isDelivered = current !== undefined && attempt.activities[current]?.run === 'opened'
  if (!isDelivered) return { ...facts, requests }
  return { ...facts, requests, opened: facts.opened + 1, standing: 'opened' }
}
