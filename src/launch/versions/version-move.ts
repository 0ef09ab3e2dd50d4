/** What became of one registration when its package's learners were moved to another version. */
export type MoveOutcome =
  /** It goes on in the other version with all that it had. */
  | 'moved'
  /** Likewise, but lessons that the learner had begun are not in the other version. */
  | 'moved-in-part'
  /** It stays: the attempt is completed. */
  | 'completed'
  /** It stays: none of the lessons that the learner began is in the other version. */
  | 'nothing-kept'
  /** It stays: the learner has a registration of their own on the other version. */
  | 'elsewhere'
  /** It stays for now: the learner is at it. */
  | 'learning'
  /** It stays: an error happened, which is in the log. */
  | 'failed'

/** One order to move the learners of a package to one of its versions. */
export interface VersionMove {
  readonly id: string
  readonly package: string
  /** Id of the version to which they move. */
  readonly version: string
  /** Account id or credential key. */
  readonly startedBy: string
  readonly startedAt: Date
  /** Absent while it is under way. */
  readonly endedAt?: Date
}

export type MoveCounts = Readonly<Partial<Record<MoveOutcome, number>>>

/** How the registrations of one version stand towards another, each counted once. */
export interface MoveForecast {
  /** The learner has a registration of their own on the other version. */
  readonly elsewhere: number
  readonly notStarted: number
  readonly completed: number
  /** Under way: all, some or none of the lessons that the learner began are in the other version. */
  readonly allKept: number
  readonly someKept: number
  readonly noneKept: number
}
