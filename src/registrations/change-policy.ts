import { noteChange } from '../audit/index.ts'
import type { Transactor } from '../base/transactor.ts'
import { type PackageReader, packageById } from '../content/index.ts'
import { type CoursePolicy, coursePolicy } from './course-attempt.ts'
import { type ProgressWriter, recount } from './record-progress.ts'
import type { RegistrationReader, RegistrationWriter } from './store.ts'

type Reader = Pick<PackageReader, 'findPackage'> & Pick<RegistrationReader, 'findCoursePolicy'>

/** What a package allows of attempts. @throws Problem `package-not-found` */
export const readPolicy =
  (store: Reader) =>
  async (packageId: string): Promise<CoursePolicy> => {
    await packageById(store)(packageId)
    return coursePolicy(store, packageId)
  }

/**
 * Changes what a package allows of attempts. If another attempt counts then, the figures of registrations that have several
 * follow, each in a transaction of its own; to send the same again finishes what was broken off.
 * @throws Problem `package-not-found`
 */
export const changePolicy =
  (
    store: Reader &
      Pick<RegistrationReader, 'repeatedRegistrations'> &
      Transactor<
        ProgressWriter &
          Pick<RegistrationWriter, 'findCoursePolicy' | 'putCoursePolicy' | 'findRegistration'>
      >,
  ) =>
  async (packageId: string, policy: CoursePolicy): Promise<CoursePolicy> => {
    await packageById(store)(packageId)
    await store.transact(async (tx) => {
      const before = await coursePolicy(tx, packageId)
      await tx.putCoursePolicy(packageId, policy)
      noteChange({ about: [packageId], before, after: policy })
    })
    for (const id of await store.repeatedRegistrations(packageId)) {
      await store.transact(async (tx) => {
        const registration = await tx.findRegistration(id)
        if (registration) await recount(tx, registration, await tx.courseAttempts(id))
      })
    }
    return policy
  }
