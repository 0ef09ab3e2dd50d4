/** What a learner's attempts share, across the activities of a course and, if the course says so, across courses. */
export interface SharedState {
  /** Global objectives by id [SN 3.10]. */
  readonly objectives: Readonly<Record<string, GlobalObjective>>
  /** Stores of `adl.data` by id, 4th Edition [RTE 4.3]. */
  readonly data: Readonly<Record<string, string>>
}

/** Absent is unknown. */
export interface GlobalObjective {
  readonly satisfied?: boolean
  /** -1 to 1 */
  readonly measure?: number
  readonly rawScore?: number
  readonly minScore?: number
  readonly maxScore?: number
  readonly completed?: boolean
  /** 0 to 1 */
  readonly progressMeasure?: number
}

export const nothingShared: SharedState = { objectives: {}, data: {} }
