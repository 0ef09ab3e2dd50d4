import type { Page, PageRequest } from '../base/page.ts'
import type { Reach } from '../base/reach.ts'
import type { Person } from './learner.ts'

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
  insertPerson(person: IndexedPerson): Promise<void>
}

/** A person with what they are found and sorted by. */
export interface IndexedPerson extends Person {
  readonly codeFold?: string
  /** Folded words of name, code and email, each after one space. */
  readonly searchText: string
  /** `nameSortKey(name)`. */
  readonly sortKey: string
}
