import type { Page, PageRequest } from '../base/page.ts'
import type { Reach } from '../base/reach.ts'
import type { EvidenceLevel, KeptEvidence } from '../registrations/index.ts'
import type { Completion, Success } from '../runtime/index.ts'
import type { ClassMember, ClassOverview, IndexedClass } from './class.ts'

export interface CohortReader {
  findClass(id: string): Promise<ClassOverview | undefined>
  /** Newest first. `q` are folded words that each begin one of the class's. */
  listClasses(
    filter: { readonly q: readonly string[]; readonly reach: Reach },
    page: PageRequest,
  ): Promise<Page<ClassOverview>>
  /** By given name, as a class list; `evidence` keeps those who have a result of this level on a package of the class. */
  listClassMembers(
    filter: { readonly class: string; readonly evidence?: EvidenceLevel },
    page: PageRequest,
  ): Promise<Page<ClassMember>>
  /** Of each of these learners on each package of the class the registration with the newest activity, by these ids. */
  classProgress(id: string, people: readonly string[]): Promise<readonly MemberProgress[]>
  /** How many of all registrations that `classProgress` gives have which level. */
  countClassEvidence(id: string): Promise<ReadonlyMap<KeptEvidence, number>>
  /** Titles by id. */
  packageTitles(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export interface MemberProgress {
  readonly person: string
  readonly package: string
  readonly registration: string
  readonly completion: Completion
  readonly success: Success
  readonly evidence: KeptEvidence
  /** -1 to 1. */
  readonly score?: number
  /** 0 to 1. */
  readonly progress: number
  readonly lastActivityAt?: Date
}

export interface CohortWriter extends Pick<CohortReader, 'findClass'> {
  /** @returns false if another one has the code, in whatever case. */
  insertClass(created: IndexedClass): Promise<boolean>
  /** Puts what it is now in the place of the one with the same id. @returns false if another one has the code. */
  replaceClass(changed: IndexedClass): Promise<boolean>
  /** Removes it with its enrolments and the roles that hold in it. */
  deleteClass(id: string): Promise<void>
  classMembers(id: string): Promise<readonly string[]>
  /** @returns false if the learner is in the class already. */
  insertClassMember(id: string, person: string, at: Date): Promise<boolean>
  /** @returns false if the learner is not in the class. */
  deleteClassMember(id: string, person: string): Promise<boolean>
  /** Whether the learner has a registration on any version of the package. */
  isRegisteredOn(person: string, packageId: string): Promise<boolean>
}
