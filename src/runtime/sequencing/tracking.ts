import type { GlobalObjective, SharedState } from '../shared-state.ts'

/**
 * Everything that the sequencer remembers of an attempt on a course: the Tracking Model and the Activity State Model
 * [SN 4.2]. A plain value that survives JSON. Absent is unknown.
 */
export interface SequencingState {
  readonly seed: string
  /** How many random orders and selections were drawn so far. */
  readonly draws: number
  /** Current Activity [AM.1.2]; it stays when the activity has ended, until the session ends. */
  readonly current?: string
  /** Suspended Activity [AM.1.2]. */
  readonly suspended?: string
  /** By activity id. An activity without an entry is as at the beginning. */
  readonly activities: Readonly<Record<string, ActivityTracking>>
}

/** Activity Progress Information [TM.1.2] and Activity State Information [AM.1.1], with the current attempt's [TM.1.1]. */
export interface ActivityTracking {
  /** Activity Is Active: an attempt is in progress on it. */
  readonly isActive: boolean
  readonly isSuspended: boolean
  /** Activity Attempt Count, the attempt in progress included; Activity Progress Status is true from 1. */
  readonly attempts: number
  /** The current attempt's objectives by key. The primary one carries Attempt Progress Information, too. */
  readonly objectives: Readonly<Record<string, ObjectiveTracking>>
  /** Whether the content itself said a status in this attempt, be it that it is unknown. */
  readonly isCompletionReported?: boolean
  readonly isSuccessReported?: boolean
  /** Whether what is known stems from before the present attempt on the parent, which looks at its own attempt only [SN 3.2]. */
  readonly isFormerObjectiveInfo?: boolean
  readonly isFormerProgressInfo?: boolean
  /** Available Children [AM.1.1], where selection or randomization decided about them. */
  readonly availableChildren?: readonly string[]
}

/** Objective Progress Information [TM.1.1] of a local objective; the fields are those of a global objective. */
export type ObjectiveTracking = GlobalObjective

/** What the sequencer works on. Plain values that survive JSON. */
export interface Tracked {
  readonly state: SequencingState
  readonly shared: SharedState
}

export const untouched: ActivityTracking = {
  isActive: false,
  isSuspended: false,
  attempts: 0,
  objectives: {},
}
