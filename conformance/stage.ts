import type { Step, UiCheck } from './cases.ts'
import type { LearnerAction } from './instruction.ts'

/** What a command answered, and the code that GetLastError gave then. */
export interface Answered {
  readonly value: string
  readonly error: string
}

/** Where cases are played: the server's functions and the runtime in this process, or a browser with the real player. */
export interface Stage {
  /** How many learners can play at the same time. */
  readonly lanes: number
  /** A learner nobody knew yet. */
  seat(): Promise<Seat>
}

/** One learner in front of a player. */
export interface Seat {
  /** The learner's own id, as `cmi.learner_id` answers it. */
  readonly learner: string
  /** The visits that come, in order, since an SCO may go on to the next one by itself. */
  expect(steps: readonly Step[]): void
  /** Opens a package by a new launch link; its player delivers what it delivers by itself. */
  launch(packageName: string): Promise<void>
  /** What the player has delivered after what happened last; undefined: nothing. */
  delivered(): Promise<Delivered | undefined>
  /** Whether nothing is open any more. */
  hasEnded(): Promise<boolean>
  /** Whether what a question asks about the player is so. */
  sees(check: UiCheck['check']): Promise<boolean>
  /**
   * The visit of a SCO: its calls, then Terminate, then the player follows the SCO's own request, if it left one.
   * @returns the answers in the order of the commands; undefined if what is delivered is an asset.
   */
  visit(step: Step): Promise<readonly Answered[] | undefined>
  act(action: PlayerAction): Promise<void>
  /** What was wrong beside the case itself, e.g. a server that came to another state than the player; forgets it. */
  takeComplaints(): readonly string[]
  /** Closes the page. */
  leave(): Promise<void>
}

/** What the learner does within the player. */
export type PlayerAction = Exclude<LearnerAction, { do: 'launch' | 'seeEnd' }>

export interface Delivered {
  readonly id: string
  /** As the course launches it, with its parameters. */
  readonly href: string
}
