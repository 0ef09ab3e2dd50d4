import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import { type PackageReader, packageById } from '../content/index.ts'
import { type OrganisationReader, searchTextOf } from '../people/index.ts'
import type { Class, ClassOverview, IndexedClass } from './class.ts'
import { type EnrolStore, registerAll, requireClass } from './enrol-learners.ts'
import type { CohortReader } from './store.ts'
import type { ChangeClass, CreateClass } from './wire.ts'

export type ClassStore = EnrolStore &
  Pick<CohortReader, 'findClass'> &
  Pick<PackageReader, 'findPackage'> &
  Pick<OrganisationReader, 'findOrganisation'>

/** @throws Problem `class-exists`, `package-not-found`, `organisation-not-found`, `invalid-request` for days in wrong order. */
export const createClass =
  (store: ClassStore, clock: Clock) =>
  async ({ code, name, packages = [], ...rest }: CreateClass): Promise<Class> => {
    const created: Class = {
      id: newUuid(),
      code: tidyName(code),
      name: tidyName(name),
      ...rest,
      packages,
      createdAt: clock(),
    }
    await requireParts(store, created)
    return store.transact(async (tx) => {
      if (!(await tx.insertClass(indexed(created)))) throw exists()
      noteChange({ about: [created.id, ...packages], after: shownOf(created) })
      return created
    })
  }

/**
 * Changes a class. Its learners are registered on the packages that are new to it.
 * @throws Problem `class-not-found`, and what `createClass` throws.
 */
export const changeClass =
  (store: ClassStore, clock: Clock) =>
  async (id: string, change: ChangeClass): Promise<Class> => {
    await requireParts(store, changed(await requireClass(store, id), change))
    return store.transact(async (tx) => {
      const before = await requireClass(tx, id)
      const after = changed(before, change)
      if (!(await tx.replaceClass(indexed(after)))) throw exists()
      const added = after.packages.filter((one) => !before.packages.includes(one))
      if (added.length > 0) {
        await registerAll(tx, await tx.classMembers(id), { packages: added, at: clock() })
      }
      noteChange({ about: [id, ...added], before: shownOf(before), after: shownOf(after) })
      return after
    })
  }

/** Removes a class; registrations and records of its learners stay. @throws Problem `class-not-found`. */
export const deleteClass =
  (store: EnrolStore) =>
  (id: string): Promise<void> =>
    store.transact(async (tx) => {
      const before = await requireClass(tx, id)
      await tx.deleteClass(id)
      noteChange({ about: [id], before: { ...shownOf(before), learners: before.learners } })
    })

/** Takes a learner out of a class. @throws Problem `learner-not-found`. */
export const withdrawLearner =
  (store: EnrolStore) =>
  (id: string, person: string): Promise<void> =>
    store.transact(async (tx) => {
      if (!(await tx.deleteClassMember(id, person))) {
        throw new Problem('learner-not-found', 'The learner is not in this class.')
      }
      noteChange({ about: [id, person], before: { isEnrolled: true } })
    })

function changed(before: Class | ClassOverview, change: ChangeClass): Class {
  const { id, createdAt } = before
  const now = <T>(given: T | null | undefined, known: T | undefined): T | undefined =>
    given === undefined ? known : (given ?? undefined)
  const startsOn = now(change.startsOn, before.startsOn)
  const endsOn = now(change.endsOn, before.endsOn)
  const organisation = now(change.organisation, before.organisation)
  return {
    id,
    createdAt,
    code: tidyName(change.code ?? before.code),
    name: tidyName(change.name ?? before.name),
    packages: change.packages ?? before.packages,
    ...(startsOn && { startsOn }),
    ...(endsOn && { endsOn }),
    ...(organisation && { organisation }),
  }
}

async function requireParts(
  store: ClassStore,
  { startsOn, endsOn, organisation, packages }: Class,
) {
  if (startsOn && endsOn && endsOn < startsOn) {
    throw new Problem('invalid-request', 'A class ends on its first day or later.', {
      pointer: '/endsOn',
    })
  }
  if (organisation && !(await store.findOrganisation(organisation))) {
    throw new Problem('organisation-not-found', 'There is no organisation with this id.')
  }
  for (const one of packages) await packageById(store)(one)
}

const indexed = (one: Class): IndexedClass => ({
  ...one,
  searchText: searchTextOf({ name: one.name, code: one.code }),
})

const shownOf = ({ code, name, startsOn, endsOn, organisation, packages }: Class) => ({
  code,
  name,
  startsOn,
  endsOn,
  organisation,
  packages,
})

const exists = (): Problem =>
  new Problem('class-exists', 'A class with this code exists.', { pointer: '/code' })
