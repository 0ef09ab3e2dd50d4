/**
 * What the server itself saw of one attempt, beside what the course said in the learner's browser. All of it adds up over the
 * sessions of the attempt.
 */
export interface EvidenceFigures {
  /** From the start of each session to what was last heard of it, by the server's clock: no more time can have been spent. */
  readonly wallSeconds: number
  /** The part of it in which the player was heard of every few minutes. */
  readonly heardSeconds: number
  /** From the first to the last entry of the journal in each session, by the learner's clock. */
  readonly journalSeconds: number
  /** What the course says was spent. */
  readonly claimedSeconds: number
  /** Commits that brought entries, and the entries. */
  readonly commits: number
  readonly entries: number
  /** Questions that were answered. */
  readonly answers: number
  /** Distinct files of the package that were fetched for the registration; `filesCountMax` means that many or more. */
  readonly files: number
  /** Lessons that were begun and completed and begin with a file of the package, and how many of these files were fetched. */
  readonly lessons: number
  readonly lessonsFetched: number
  /** How often a statement of a tool, and not the player, raised the status. */
  readonly toolClaims: number
}

export const noEvidence: EvidenceFigures = {
  wallSeconds: 0,
  heardSeconds: 0,
  journalSeconds: 0,
  claimedSeconds: 0,
  commits: 0,
  entries: 0,
  answers: 0,
  files: 0,
  lessons: 0,
  lessonsFetched: 0,
  toolClaims: 0,
}

/** How many files are told apart; a course with more is not counted further. */
export const filesCountMax = 1_000

/** What is kept of an attempt. */
export interface AttemptEvidence {
  readonly figures: EvidenceFigures
  /** As they were when the status was raised last: who claims first and waits afterwards gains nothing by it. */
  readonly atClaim?: EvidenceFigures
  /** Names of the first files of the lessons, those that were not fetched. */
  readonly unfetched?: readonly string[]
}

/**
 * How much stands behind a result. `reported`: the word of a browser or of a tool; `corroborated`: what the server saw agrees
 * with it; `attested`: a person with authority vouches for it.
 */
export type EvidenceLevel = 'reported' | 'corroborated' | 'attested'

/** What is kept of it on a registration: `none` while there is no result. */
export type KeptEvidence = EvidenceLevel | 'none'

/** A person's word for an attempt. */
export interface Attestation {
  readonly id: string
  readonly registration: string
  /** Number of the attempt. */
  readonly attempt: number
  /** Account, with its name as it was then. */
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Date
  readonly note: string
  /** Present once it counts no more. */
  readonly withdrawal?: Withdrawal
}

/** Why a person's word counts no more, and who says so. */
export interface Withdrawal {
  /** Account, with its name as it was then. */
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Date
  readonly reason: string
}
