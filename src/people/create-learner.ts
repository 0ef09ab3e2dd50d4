import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Person } from './learner.ts'
import { nameSortKey } from './name-sort-key.ts'
import { foldCode, searchTextOf } from './search-text.ts'
import type { IndexedPerson, OrganisationWriter, PeopleWriter } from './store.ts'

interface NewLearner {
  readonly name: string
  readonly code?: string | undefined
  readonly email?: string | undefined
  readonly organisation?: string | undefined
}

/**
 * Adds a person who is to learn. Two people may have the same name; a code belongs to one.
 * @throws Problem `learner-exists` if someone has the code, in whatever case it is written; `invalid-request` for a name
 *   without a letter or digit; `organisation-not-found`.
 */
export const createLearner =
  (store: Transactor<PeopleWriter & Pick<OrganisationWriter, 'findOrganisation'>>, clock: Clock) =>
  (wanted: NewLearner): Promise<Person> => {
    const person = newPerson(wanted, clock())
    return store.transact(async (tx) => {
      if (person.organisation !== undefined && !(await tx.findOrganisation(person.organisation))) {
        throw new Problem('organisation-not-found', 'There is no organisation with this id.')
      }
      await addPerson(tx, person)
      return person
    })
  }

/** @throws Problem `invalid-request` for a name without a letter or digit. */
export function newPerson({ name, code, email, organisation }: NewLearner, at: Date): Person {
  const person: Person = {
    id: newUuid(),
    name: tidyName(name),
    ...(code?.trim() && { code: tidyName(code) }),
    ...(email?.trim() && { email: email.normalize('NFC').trim() }),
    ...(organisation !== undefined && { organisation }),
    createdAt: at,
  }
  if (/[\p{L}\p{N}]/u.test(person.name)) return person
  throw new Problem('invalid-request', 'A name has at least one letter.', { pointer: '/name' })
}

/** Adds a person in a transaction. @throws Problem `learner-exists`. */
export async function addPerson(tx: PeopleWriter, person: Person): Promise<void> {
  const { codeFold } = indexed(person)
  if (codeFold && (await tx.hasCode(codeFold))) {
    throw new Problem('learner-exists', 'A learner with this code exists.', { pointer: '/code' })
  }
  await tx.insertPerson(indexed(person))
  const { id, createdAt: _, ...after } = person
  noteChange({ about: [id], after })
}

/** A person with what they are found and sorted by. */
export const indexed = (person: Person): IndexedPerson => ({
  ...person,
  ...(person.code && { codeFold: foldCode(person.code) }),
  searchText: searchTextOf(person),
  sortKey: nameSortKey(person.name),
})
