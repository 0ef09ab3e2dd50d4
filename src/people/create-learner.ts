import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Person } from './learner.ts'
import { nameSortKey } from './name-sort-key.ts'
import { foldCode, searchTextOf } from './search-text.ts'
import type { PeopleWriter } from './store.ts'

export interface NewLearner {
  readonly name: string
  readonly code?: string | undefined
  readonly email?: string | undefined
}

/**
 * Adds a person who is to learn. Two people may have the same name; a code belongs to one.
 * @throws Problem `learner-exists` if someone has the code, in whatever case it is written; `invalid-request` for a name
 *   without a letter or digit.
 */
export const createLearner =
  (store: Transactor<PeopleWriter>, clock: Clock) =>
  async ({ name, code, email }: NewLearner): Promise<Person> => {
    const person: Person = {
      id: newUuid(),
      name: tidyName(name),
      ...(code?.trim() && { code: tidyName(code) }),
      ...(email?.trim() && { email: email.normalize('NFC').trim() }),
      createdAt: clock(),
    }
    if (!/[\p{L}\p{N}]/u.test(person.name)) {
      throw new Problem('invalid-request', 'A name has at least one letter.', { pointer: '/name' })
    }
    const codeFold = person.code && foldCode(person.code)
    await store.transact(async (tx) => {
      if (codeFold && (await tx.hasCode(codeFold))) {
        throw new Problem('learner-exists', 'A learner with this code exists.', {
          pointer: '/code',
        })
      }
      await tx.insertPerson({
        ...person,
        ...(codeFold && { codeFold }),
        searchText: searchTextOf(person),
        sortKey: nameSortKey(person.name),
      })
    })
    return person
  }
