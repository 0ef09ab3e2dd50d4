import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type PackageReader, packageById } from '../content/index.ts'
import type { PeopleReader } from '../people/index.ts'
import { noProgress, type Registration } from './registration.ts'
import type { RegistrationWriter } from './store.ts'
import { figuresOf } from './summary.ts'

type Creator = Pick<
  RegistrationWriter,
  'findRegistrationOf' | 'insertRegistration' | 'addToSummary'
>
type Packages = Pick<PackageReader, 'findPackage'>

/**
 * Registers a learner on the current version of a package.
 * @throws Problem `package-not-found`; `learner-not-found`; `registration-exists` with the id in `facts.registration` if the
 *   learner has this version already.
 */
export const createRegistration =
  (store: Packages & Pick<PeopleReader, 'findPerson'> & Transactor<Creator>, clock: Clock) =>
  async (wanted: { readonly package: string; readonly learner: string }): Promise<Registration> => {
    const { currentVersion } = await packageById(store)(wanted.package)
    if (!(await store.findPerson(wanted.learner))) {
      throw new Problem('learner-not-found', `There is no learner ${wanted.learner}.`)
    }
    return store.transact((tx) =>
      addRegistration(tx, { ...wanted, version: currentVersion.id, at: clock() }),
    )
  }

/** Registers a learner on a version in a transaction. @throws Problem `registration-exists`. */
export async function addRegistration(
  tx: Creator,
  wanted: {
    readonly learner: string
    readonly package: string
    readonly version: string
    readonly at: Date
  },
): Promise<Registration> {
  const existing = await tx.findRegistrationOf(wanted.learner, wanted.version)
  if (existing) {
    throw new Problem('registration-exists', 'The learner has this package already.', {
      facts: { registration: existing },
    })
  }
  const registration: Registration = {
    id: newUuid(),
    learner: wanted.learner,
    package: wanted.package,
    version: wanted.version,
    isTrial: false,
    createdAt: wanted.at,
    counted: 1,
    evidence: 'none',
    progress: { ...noProgress, activities: [] },
  }
  await tx.insertRegistration(registration)
  await tx.addToSummary(registration.package, figuresOf(registration))
  noteChange({
    about: [registration.id, wanted.learner, wanted.package],
    after: { learner: wanted.learner, package: wanted.package },
  })
  return registration
}

/**
 * Registers whoever asks for a try-out of a package's current version. Every trial begins afresh.
 * @throws Problem `package-not-found`
 */
export const createTrial =
  (store: Packages & Transactor<Pick<Creator, 'insertRegistration'>>, clock: Clock) =>
  async (packageId: string, principal: Principal): Promise<Registration> => {
    const { currentVersion } = await packageById(store)(packageId)
    const registration: Registration = {
      id: newUuid(),
      learner: principal.id,
      trialName: principal.name,
      package: packageId,
      version: currentVersion.id,
      isTrial: true,
      createdAt: clock(),
      counted: 1,
      evidence: 'none',
      progress: { ...noProgress, activities: [] },
    }
    await store.transact((tx) => tx.insertRegistration(registration))
    return registration
  }
