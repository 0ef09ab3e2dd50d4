import type { Page, PageRequest } from '../base/page.ts'
import type { Completion, Success } from '../runtime/index.ts'
import type { Registration, RegistrationProgress } from './registration.ts'
import type { SummaryFigures } from './summary.ts'

export interface RegistrationFilter {
  readonly package?: string
  readonly learner?: string
  readonly completion?: Completion
  readonly success?: Success
  /** Only those with activity at this time or later. */
  readonly since?: Date
  /** True: only trials; false: none of them. */
  readonly isTrial: boolean
}

export interface RegistrationReader {
  findRegistration(id: string): Promise<Registration | undefined>
  /** Newest activity first (creation counts as activity), then by id. The progress of single activities is left out. */
  queryRegistrations(filter: RegistrationFilter, page: PageRequest): Promise<Page<Registration>>
  /** How many registrations learners have, by learner id; trials do not count, and who has none is left out. */
  countRegistrations(learners: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** The summary of a package's registrations; empty if it has none. */
  findSummaryFigures(packageId: string): Promise<SummaryFigures>
}

export interface RegistrationWriter {
  findRegistration(id: string): Promise<Registration | undefined>
  /** The id of the learner's registration on this version that is no trial. */
  findRegistrationOf(learner: string, version: string): Promise<string | undefined>
  insertRegistration(registration: Registration): Promise<void>
  updateProgress(registration: string, progress: RegistrationProgress): Promise<void>
  addToSummary(packageId: string, delta: SummaryFigures): Promise<void>
}
