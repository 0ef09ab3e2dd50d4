import { noteChange } from '../audit/index.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { indexed } from './create-learner.ts'
import type { Person } from './learner.ts'
import { foldCode } from './search-text.ts'
import type { OrganisationWriter, PeopleWriter } from './store.ts'
import type { ChangeLearner } from './wire.ts'

/**
 * Changes what is known of a learner; what is absent stays, null takes it away.
 * @throws Problem `learner-not-found`, `learner-exists`, `organisation-not-found`, `invalid-request`.
 */
export const changeLearner =
  (store: Transactor<PeopleWriter & OrganisationWriter>) =>
  (id: string, change: ChangeLearner): Promise<Person> =>
    store.transact(async (tx) => {
      const before = await tx.findPerson(id)
      if (!before) throw new Problem('learner-not-found', 'There is no learner with this id.')
      const after = changed(before, change)
      const holder = after.code && (await tx.findPersonByCode(foldCode(after.code)))
      if (holder && holder.id !== id) {
        throw new Problem('learner-exists', 'A learner with this code exists.', {
          pointer: '/code',
        })
      }
      if (after.organisation && !(await tx.findOrganisation(after.organisation))) {
        throw new Problem('organisation-not-found', 'There is no organisation with this id.')
      }
      await tx.replacePerson(indexed(after))
      noteChange({ about: [id], before: shownOf(before), after: shownOf(after) })
      return after
    })

function changed(before: Person, change: ChangeLearner): Person {
  const { code, email, organisation, ...kept } = before
  const now = <T>(given: T | null | undefined, known: T | undefined): T | undefined =>
    given === undefined ? known : (given ?? undefined)
  const after = {
    code: now(change.code, code),
    email: now(change.email, email)?.normalize('NFC').trim(),
    organisation: now(change.organisation, organisation),
  }
  return {
    ...kept,
    ...(change.name !== undefined && { name: tidyName(change.name) }),
    ...(after.code && { code: tidyName(after.code) }),
    ...(after.email && { email: after.email }),
    ...(after.organisation && { organisation: after.organisation }),
  }
}

const shownOf = ({ name, code, email, organisation }: Person) => ({
  name,
  code,
  email,
  organisation,
})
