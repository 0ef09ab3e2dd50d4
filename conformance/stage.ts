import type { Command, UiCheck } from './cases.ts'
import type { LearnerAction } from './instruction.ts'

/** What a command answered, and the code that GetLastError gave then. */
export interface Answered {
  readonly value: string
  readonly error: string
}

/** Where cases are played: the server's functions and the runtime in this process, or a browser with the real player. */
export interface Stage {
  /** A learner nobody knew yet. */
  seat(): Promise<Seat>
  close(): Promise<void>
}

/** One learner in front of a player. */
export interface Seat {
  /** The learner's own id, as `cmi.learner_id` answers it. */
  readonly learner: string
  /** Opens a package by a new launch link; its player delivers what it delivers by itself. */
  launch(packageName: string): Promise<void>
  /** What is delivered now; undefined: nothing. */
  delivered(): Promise<Delivered | undefined>
  /** Whether what a question asks about the player is so. */
  sees(check: UiCheck['check']): Promise<boolean>
  /**
   * Runs the visit of a SCO: its commands, then Terminate, then the player follows the SCO's own request, if it left one.
   * @returns the answers in the order of the commands; undefined if what is delivered is an asset.
   */
  visit(commands: readonly Command[]): Promise<readonly Answered[] | undefined>
  act(action: Exclude<LearnerAction, { do: 'launch' | 'seeEnd' }>): Promise<void>
  /** What was wrong beside the case itself, e.g. a server that came to another state than the player; forgets it. */
  takeComplaints(): readonly string[]
  /** Closes the page. */
  leave(): Promise<void>
}

export interface Delivered {
  readonly id: string
  readonly title: string
  /** As the course launches it, with its parameters. */
  readonly href: string
}
