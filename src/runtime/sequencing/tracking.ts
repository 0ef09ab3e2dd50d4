import type { SharedState } from '../shared-state.ts'

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

/** [TM.1.2, AM.1.1] and the current attempt's [TM.1.1]. */
export interface ActivityTracking {
  /** Activity Is Active: an attempt is in progress on it. */
  readonly isActive: boolean
  readonly isSuspended: boolean
  /** Activity Attempt Count, the attempt in progress included; Activity Progress Status is true from 1. */
  readonly attempts: number
  /** Attempt Completion Status, where Attempt Progress Status is true. */
  readonly completed?: boolean
  /** Attempt Completion Amount, 0 to 1. */
  readonly progressMeasure?: number
  /** By objective key. */
  readonly objectives: Readonly<Record<string, ObjectiveTracking>>
  /** Whether the status stems from an attempt before the present one of the parent [SN 4.2.1, Use Current Attempt ...]. */
  readonly isFormerObjectiveInfo?: boolean
  readonly isFormerProgressInfo?: boolean
  /** Available Children, where selection or randomization made them differ from the manifest. */
  readonly availableChildren?: readonly string[]
}

/** Objective Progress Information of a local objective. */
export interface ObjectiveTracking {
  readonly satisfied?: boolean
  readonly measure?: number
  readonly rawScore?: number
  readonly minScore?: number
  readonly maxScore?: number
  readonly completed?: boolean
  readonly progressMeasure?: number
}

/** What the sequencer works on. Plain values that survive JSON. */
export interface Tracked {
  readonly state: SequencingState
  readonly shared: SharedState
}
