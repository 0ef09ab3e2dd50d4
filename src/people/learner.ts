/** A person who learns. */
export interface Person {
  readonly id: string
  /** Full name as written, NFC, e.g. `Nguyễn Văn An`. */
  readonly name: string
  /** The school's own code for the person, unique where given. */
  readonly code?: string
  readonly email?: string
  /** The organisation that is the learner's home. */
  readonly organisation?: string
  readonly createdAt: Date
}
