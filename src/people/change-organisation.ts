import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Organisation } from './organisation.ts'
import type { OrganisationWriter } from './store.ts'
import type { ChangeOrganisation, CreateOrganisation } from './wire.ts'

type Store = Transactor<OrganisationWriter>

/** @throws Problem `organisation-exists`, `organisation-not-found` for the one above. */
export const createOrganisation =
  (store: Store, clock: Clock) =>
  ({ code, name, parent }: CreateOrganisation): Promise<Organisation> => {
    const organisation: Organisation = {
      id: newUuid(),
      code: tidyName(code),
      name: tidyName(name),
      ...(parent !== undefined && { parent }),
      createdAt: clock(),
    }
    return store.transact(async (tx) => {
      await requireAbove(tx, organisation)
      if (!(await tx.insertOrganisation(organisation))) throw exists()
      noteChange({ about: [organisation.id], after: shownOf(organisation) })
      return organisation
    })
  }

/**
 * Renames or moves an organisation; what is below it moves with it.
 * @throws Problem `organisation-not-found`, `organisation-exists`; `organisation-in-use` if it would stand below itself.
 */
export const changeOrganisation =
  (store: Store) =>
  (id: string, change: ChangeOrganisation): Promise<Organisation> =>
    store.transact(async (tx) => {
      const { parent: above, ...before } = await requireOrganisation(tx, id)
      const parent = change.parent === undefined ? above : (change.parent ?? undefined)
      const after: Organisation = {
        ...before,
        ...(change.code !== undefined && { code: tidyName(change.code) }),
        ...(change.name !== undefined && { name: tidyName(change.name) }),
        ...(parent !== undefined && { parent }),
      }
      await requireAbove(tx, after)
      if (!(await tx.replaceOrganisation(after))) throw exists()
      noteChange({
        about: [id],
        before: shownOf({ ...before, ...(above !== undefined && { parent: above }) }),
        after: shownOf(after),
      })
      return after
    })

/** @throws Problem `organisation-not-found`; `organisation-in-use` if anything refers to it. */
export const deleteOrganisation =
  (store: Store) =>
  (id: string): Promise<void> =>
    store.transact(async (tx) => {
      const before = await requireOrganisation(tx, id)
      if (await tx.isOrganisationInUse(id)) {
        throw new Problem('organisation-in-use', 'Learners, classes, roles or others belong to it.')
      }
      await tx.deleteOrganisation(id)
      noteChange({ about: [id], before: shownOf(before) })
    })

async function requireOrganisation(tx: OrganisationWriter, id: string): Promise<Organisation> {
  const found = await tx.findOrganisation(id)
  if (!found) throw new Problem('organisation-not-found', 'There is no organisation with this id.')
  return found
}

/** The one above is there, and the way up from it does not lead through the one below. */
async function requireAbove(tx: OrganisationWriter, { id, parent }: Organisation): Promise<void> {
  for (let above = parent; above !== undefined; ) {
    if (above === id) {
      throw new Problem('organisation-in-use', 'An organisation cannot stand below itself.', {
        pointer: '/parent',
      })
    }
    above = (await requireOrganisation(tx, above)).parent
  }
}

const shownOf = ({ code, name, parent }: Organisation) => ({ code, name, parent })

const exists = (): Problem =>
  new Problem('organisation-exists', 'An organisation with this code exists.', { pointer: '/code' })
