/** By what somebody is known in the records. */
export interface Identity {
  /** Ids of the learner and of their accounts. */
  readonly ids: readonly string[]
  /** Canonical texts of agents (`agentKey`). */
  readonly agents: readonly string[]
  /** As written: e-mail addresses, school codes. */
  readonly emails: readonly string[]
  readonly codes: readonly string[]
  readonly names: readonly string[]
  /** Whether nobody else who is known here has one of the names: then they are looked for everywhere. */
  readonly hasNamesAlone: boolean
  readonly registrations: readonly string[]
}
