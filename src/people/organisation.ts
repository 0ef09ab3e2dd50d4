/** Who sends learners: a node of a tree, below `parent` or at its top. */
export interface Organisation {
  readonly id: string
  /** The school's own code, unique. */
  readonly code: string
  readonly name: string
  readonly parent?: string
  readonly createdAt: Date
}
