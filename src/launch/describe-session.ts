import { Problem } from '../base/problem.ts'
import type { PackageVersion } from '../content/index.ts'
import type { PeopleReader } from '../people/index.ts'
import type { Registration, RegistrationReader } from '../registrations/index.ts'
import type { Learner } from '../runtime/index.ts'
import { type ContentOriginRules, hostLabel } from './content-origin.ts'
import { modeOf } from './open-attempt.ts'
import type { Session } from './session.ts'
import { filesPrefix } from './signed-files-prefix.ts'
import type { SessionStarted } from './wire.ts'

export type DescribeStore = Pick<RegistrationReader, 'findRegistration'> &
  Pick<PeopleReader, 'findPerson'>

export interface DescribeRules extends ContentOriginRules {
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
}

/** Who plays, with the name as it is now. @throws Problem `launch-link-invalid` if the registration is gone. */
export const learnerOf =
  (store: DescribeStore) =>
  async (registrationId: string): Promise<Learner> => {
    const registration = await store.findRegistration(registrationId)
    if (!registration) throw new Problem('launch-link-invalid', 'The registration is gone.')
    const { learner: id, trialName } = registration
    return { id, name: trialName ?? (await store.findPerson(id))?.name ?? '' }
  }

/** What a player is told of a session apart from where it stands. */
export function describeSession(
  rules: DescribeRules,
  about: {
    readonly registration: Registration
    readonly version: PackageVersion
    readonly session: Session
    readonly language: string
    readonly now: Date
  },
): Omit<SessionStarted, 'attempt' | 'nextEntry' | 'token'> {
  const { registration, version, session, language, now } = about
  return {
    session: session.id,
    epoch: session.epoch,
    registration: registration.id,
    attemptNumber: session.attempt,
    course: version.course,
    mode: modeOf(session.review !== undefined),
    filesPrefix: filesPrefix(
      {
        version: version.id,
        label: hostLabel(rules, registration.id),
        registration: registration.id,
      },
      rules.signingKey,
      now,
    ),
    ...(registration.isTrial && { returnUrl: `${rules.appUrl}/packages/${registration.package}` }),
    language,
  }
}
