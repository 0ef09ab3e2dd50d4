import type { Page, PageRequest } from '../base/page.ts'
import type { Reach } from '../base/reach.ts'
import type { Person } from './learner.ts'
import type { Organisation } from './organisation.ts'

export interface PeopleReader {
  findPerson(id: string): Promise<Person | undefined>
  /** In no particular order; those that do not exist are left out. */
  findPeople(ids: readonly string[]): Promise<readonly Person[]>
  /**
   * Those in whose `searchText` every token begins a word, by `sortKey`.
   * @param tokens folded; none means everyone.
   * @param reach leaves out who is outside; everywhere if absent.
   */
  searchPeople(tokens: readonly string[], page: PageRequest, reach?: Reach): Promise<Page<Person>>
}

export interface PeopleWriter {
  /** @param codeFold as `foldCode` makes it. */
  hasCode(codeFold: string): Promise<boolean>
  findPerson(id: string): Promise<Person | undefined>
  findPersonByCode(codeFold: string): Promise<Person | undefined>
  insertPerson(person: IndexedPerson): Promise<void>
  /** Puts what they are now in the place of the one with the same id, save `createdAt`. */
  replacePerson(person: IndexedPerson): Promise<void>
}

export interface OrganisationReader {
  findOrganisation(id: string): Promise<Organisation | undefined>
  /** Those inside, by code, with how many learners are at home in each. */
  listOrganisations(reach: Reach): Promise<readonly (Organisation & { learners: number })[]>
}

export interface OrganisationWriter extends Pick<OrganisationReader, 'findOrganisation'> {
  /** @returns false if another one has the code, in whatever case. */
  insertOrganisation(organisation: Organisation): Promise<boolean>
  /** @returns false if another one has the code. */
  replaceOrganisation(organisation: Organisation): Promise<boolean>
  /** Whether a learner, a class, a role or another organisation refers to it. */
  isOrganisationInUse(id: string): Promise<boolean>
  deleteOrganisation(id: string): Promise<void>
}

/** A person with what they are found and sorted by. */
export interface IndexedPerson extends Person {
  readonly codeFold?: string
  /** Folded words of name, code and email, each after one space. */
  readonly searchText: string
  /** `nameSortKey(name)`. */
  readonly sortKey: string
}
