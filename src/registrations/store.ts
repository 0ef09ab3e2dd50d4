import type { Page, PageRequest } from '../base/page.ts'
import type { Reach } from '../base/reach.ts'
import type { Completion, Success } from '../runtime/index.ts'
import type { CourseAttempt, CoursePolicy } from './course-attempt.ts'
import type { KeptEvidence } from './evidence/evidence.ts'
import type { EvidenceReader, EvidenceWriter } from './evidence/store.ts'
import type { Registration, RegistrationProgress } from './registration.ts'
import type { SummaryFigures } from './summary.ts'

export interface RegistrationFilter {
  readonly package?: string
  readonly learner?: string
  readonly completion?: Completion
  readonly success?: Success
  readonly evidence?: KeptEvidence
  /** Only those with activity at this time or later. */
  readonly since?: Date
  /** True: only trials; false: none of them. */
  readonly isTrial: boolean
  /** Only those inside; everywhere if absent. */
  readonly reach?: Reach
}

export interface RegistrationReader extends EvidenceReader {
  findRegistration(id: string): Promise<Registration | undefined>
  /** Newest activity first (creation counts as activity), then by id. The progress of single activities is left out. */
  queryRegistrations(filter: RegistrationFilter, page: PageRequest): Promise<Page<Registration>>
  /** How many registrations learners have, by learner id; trials do not count, and who has none is left out. */
  countRegistrations(learners: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** A registration's attempts, by number. */
  courseAttempts(registration: string): Promise<readonly CourseAttempt[]>
  /** The package's policy, if one was set; `coursePolicy` knows what holds otherwise. */
  findCoursePolicy(packageId: string): Promise<CoursePolicy | undefined>
  /** Ids of the registrations of a package that have more than one attempt, trials included. */
  repeatedRegistrations(packageId: string): Promise<readonly string[]>
  /** The summary of a package's registrations; empty if it has none. */
  findSummaryFigures(packageId: string): Promise<SummaryFigures>
}

export interface RegistrationWriter
  extends Pick<RegistrationReader, 'courseAttempts' | 'findCoursePolicy'>,
    EvidenceWriter {
  findRegistration(id: string): Promise<Registration | undefined>
  /** The id of the learner's registration on this version that is no trial. */
  findRegistrationOf(learner: string, version: string): Promise<string | undefined>
  insertRegistration(registration: Registration): Promise<void>
  /** Writes the figures of the whole; those of activities are the counted attempt's. */
  updateProgress(
    registration: string,
    progress: RegistrationProgress,
    counted: number,
  ): Promise<void>
  /** Writes an attempt, new or known; activities that it does not name are left alone. */
  putCourseAttempt(registration: string, attempt: CourseAttempt): Promise<void>
  putCoursePolicy(packageId: string, policy: CoursePolicy): Promise<void>
  /** Pins a registration to another version of its package. */
  pinRegistration(registration: string, version: string): Promise<void>
  addToSummary(packageId: string, delta: SummaryFigures): Promise<void>
}
