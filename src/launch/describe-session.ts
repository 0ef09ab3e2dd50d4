import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import { type PackageReader, packageVersion } from '../content/index.ts'
import type { PeopleReader } from '../people/index.ts'
import type { Registration, RegistrationReader } from '../registrations/index.ts'
import type { AttemptMode, Learner } from '../runtime/index.ts'
import { filesPrefix } from './signed-files-prefix.ts'
import type { LaunchReader } from './store.ts'
import type { SessionStarted } from './wire.ts'

export type DescribeStore = Pick<RegistrationReader, 'findRegistration'> &
  Pick<PackageReader, 'packageVersion'> &
  Pick<PeopleReader, 'findPerson'> &
  Pick<LaunchReader, 'findAttempt'>

export interface DescribeRules {
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  /** 32 bytes. */
  readonly signingKey: Buffer
}

/** What a player is told about a registration, apart from where its session stands. */
export interface Described {
  readonly registration: Registration
  readonly learner: Learner
  readonly shown: Pick<SessionStarted, 'course' | 'mode' | 'filesPrefix' | 'returnUrl' | 'language'>
}

/** A try-out plays as learners do, so that a producer sees what they will see. */
const mode: AttemptMode = { credit: 'credit', lessonMode: 'normal' }

/** @throws Problem `launch-link-invalid` if the registration is gone. */
export const describeSession =
  (store: DescribeStore, clock: Clock, rules: DescribeRules) =>
  async (id: string, language: string): Promise<Described> => {
    const registration = await store.findRegistration(id)
    if (!registration) throw new Problem('launch-link-invalid', 'The registration is gone.')
    const { course } = await packageVersion(store)(registration.version)
    const learner = await learnerOf(store, registration)
    return {
      registration,
      learner,
      shown: {
        course,
        mode,
        filesPrefix: filesPrefix(registration.version, rules.signingKey, clock()),
        ...(registration.isTrial && {
          returnUrl: `${rules.appUrl}/packages/${registration.package}`,
        }),
        language,
      },
    }
  }

async function learnerOf(
  store: Pick<PeopleReader, 'findPerson'>,
  { learner, trialName }: Registration,
): Promise<Learner> {
  const name = trialName ?? (await store.findPerson(learner))?.name ?? ''
  return { id: learner, name }
}
