/** Learners who take the same packages together. */
export interface Class {
  readonly id: string
  /** The school's own code, unique. */
  readonly code: string
  readonly name: string
  /** First and last day, YYYY-MM-DD. */
  readonly startsOn?: string
  readonly endsOn?: string
  /** The organisation that holds it. */
  readonly organisation?: string
  /** Ids of its packages, in no particular order. */
  readonly packages: readonly string[]
  readonly createdAt: Date
}

/** A class as lists show it. */
export interface ClassOverview extends Class {
  readonly learners: number
}

/** Somebody who learns in a class. */
export interface ClassMember {
  readonly person: string
  readonly name: string
  readonly code?: string
  /** Who sent them. */
  readonly organisation?: { readonly id: string; readonly name: string }
  readonly enrolledAt: Date
}

/** A class with what it is found by: the folded words of code and name, each after one space. */
export interface IndexedClass extends Class {
  readonly searchText: string
}
