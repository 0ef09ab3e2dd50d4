/** Dates are ISO 8601 in UTC. */
export interface LearnerItem {
  readonly id: string
  readonly name: string
  readonly code?: string
  readonly email?: string
  /** The organisation that is their home. */
  readonly organisation?: string
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
  readonly organisation?: string
}

/** What is absent stays as it is; null takes it away. */
export interface ChangeLearner {
  readonly name?: string
  readonly code?: string | null
  readonly email?: string | null
  readonly organisation?: string | null
}

export interface OrganisationItem {
  readonly id: string
  readonly code: string
  readonly name: string
  /** The one above. */
  readonly parent?: string
  readonly createdAt: string
  /** How many learners are at home in it, without those below. */
  readonly learners: number
}

export interface OrganisationList {
  readonly items: readonly OrganisationItem[]
}

export interface CreateOrganisation {
  readonly code: string
  readonly name: string
  readonly parent?: string
}

/** What is absent stays as it is; a `parent` of null moves it to the top. */
export interface ChangeOrganisation {
  readonly code?: string
  readonly name?: string
  readonly parent?: string | null
}
