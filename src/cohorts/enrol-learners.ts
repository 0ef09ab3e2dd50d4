import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { fold } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { type PackageReader, packageById } from '../content/index.ts'
import { addPerson, foldCode, newPerson, type PeopleWriter } from '../people/index.ts'
import { addRegistration, type RegistrationWriter } from '../registrations/index.ts'
import type { CohortWriter } from './store.ts'
import type { EnrolLearners, EnrolmentResult } from './wire.ts'

export type EnrolWriter = CohortWriter &
  PeopleWriter &
  Pick<PackageReader, 'findPackage'> &
  Pick<RegistrationWriter, 'findRegistrationOf' | 'insertRegistration' | 'addToSummary'>

export type EnrolStore = Transactor<EnrolWriter>

/**
 * Enrols learners into a class, all or none, and registers them on its packages.
 * @throws Problem `class-not-found`; `learner-not-found` or `learner-exists` with the row as pointer: a code is taken by its
 *   owner only, under their name.
 */
export const enrolLearners =
  (store: EnrolStore, clock: Clock) =>
  (id: string, wanted: EnrolLearners): Promise<EnrolmentResult> =>
    store.transact(async (tx) => {
      // As the transaction sees it: a package that is put into the class meanwhile reaches these learners, too.
      const { packages } = await requireClass(tx, id)
      const at = clock()
      const { people, added } = await peopleOf(tx, wanted, at)
      const entered: string[] = []
      for (const person of people) {
        if (await tx.insertClassMember(id, person, at)) entered.push(person)
      }
      await registerAll(tx, entered, { packages, at })
      noteChange({ about: [id, ...people.slice(0, 100)], after: { enrolled: people.length } })
      return { enrolled: entered.length, already: people.length - entered.length, added }
    })

/** Registers learners on those of the packages that they have no registration on. @throws Problem `package-not-found`. */
export async function registerAll(
  tx: EnrolWriter,
  learners: readonly string[],
  { packages, at }: { readonly packages: readonly string[]; readonly at: Date },
): Promise<void> {
  if (learners.length === 0) return
  for (const id of packages) {
    const { currentVersion } = await packageById(tx)(id)
    for (const learner of learners) {
      if (await tx.isRegisteredOn(learner, id)) continue
      await addRegistration(tx, { learner, package: id, version: currentVersion.id, at })
    }
  }
}

/** The learners who are meant, each once; who is new is added. */
async function peopleOf(
  tx: PeopleWriter,
  { learners = [], people = [] }: EnrolLearners,
  at: Date,
): Promise<{ people: string[]; added: number }> {
  const found = new Set<string>()
  for (const [row, id] of learners.entries()) {
    if (!(await tx.findPerson(id))) {
      throw new Problem('learner-not-found', 'There is no learner with this id.', {
        pointer: `/learners/${row}`,
      })
    }
    found.add(id)
  }
  let added = 0
  for (const [row, given] of people.entries()) {
    const known = given.code && (await tx.findPersonByCode(foldCode(given.code)))
    if (known && fold(known.name) !== fold(given.name)) {
      throw new Problem('learner-exists', 'Somebody of another name has this code.', {
        pointer: `/people/${row}/code`,
      })
    }
    const person = known || newPerson(given, at)
    if (!known) {
      await addPerson(tx, person)
      added += 1
    }
    found.add(person.id)
  }
  return { people: [...found], added }
}

export async function requireClass(store: Pick<CohortWriter, 'findClass'>, id: string) {
  const found = await store.findClass(id)
  if (!found) throw new Problem('class-not-found', 'There is no class with this id.')
  return found
}
