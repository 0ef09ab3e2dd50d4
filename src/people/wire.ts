/** Dates are ISO 8601 in UTC. */
export interface LearnerItem {
  readonly id: string
  readonly name: string
  readonly code?: string
  readonly email?: string
  readonly createdAt: string
  /** How many packages the learner is registered for; trials do not count. */
  readonly registrations?: number
}

export interface LearnerList {
  readonly items: readonly LearnerItem[]
  readonly cursor?: string
}

export interface CreateLearner {
  readonly name: string
  readonly code?: string
  readonly email?: string
}
