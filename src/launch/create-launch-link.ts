import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newSecret, secretHash } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import type { PackageReader } from '../content/index.ts'
import {
  createTrial,
  type OpeningWish,
  type RegistrationReader,
  type RegistrationWriter,
} from '../registrations/index.ts'
import { type ContentOriginRules, contentOriginOf } from './content-origin.ts'
import type { LaunchWriter } from './store.ts'

export interface LaunchLink {
  /** Opens the course once; the ticket is in the fragment, so that it reaches no log and no Referer. */
  readonly launchUrl: string
  readonly expiresAt: Date
}

export interface LinkRules extends ContentOriginRules {
  readonly launchLinkHoursMax: number
}

/** A try-out begins at once, so its link need not last. */
const trialMinutesMax = 5

type Writer = Pick<LaunchWriter, 'insertTicket'>

/**
 * Makes a one-time link that opens a registration's course. Whether the package's policy allows what it asks for is found out
 * when it is opened. What is learnt there is the learner's, so the audit log has who made a link for somebody else.
 * @throws Problem `registration-not-found`
 */
export const createLaunchLink =
  (
    store: Pick<RegistrationReader, 'findRegistration'> & Transactor<Writer>,
    clock: Clock,
    rules: LinkRules,
  ) =>
  async (
    registration: string,
    {
      minutesMax = rules.launchLinkHoursMax * 60,
      wish = 'resume',
      by,
    }: { readonly minutesMax?: number; readonly wish?: OpeningWish; readonly by?: Principal } = {},
  ): Promise<LaunchLink> => {
    const found = await store.findRegistration(registration)
    if (!found) {
      throw new Problem('registration-not-found', `There is no registration ${registration}.`)
    }
    const secret = newSecret()
    const expiresAt = new Date(clock().getTime() + minutesMax * 60_000)
    await store.transact(async (tx) => {
      await tx.insertTicket({ hash: secretHash(secret), registration, wish, expiresAt })
      if (by?.kind === 'account' && by.person !== found.learner) {
        noteChange({ about: [registration, found.learner], after: { hasNewLink: true, wish } })
      }
    })
    return { launchUrl: `${contentOriginOf(rules, registration)}/_player/#${secret}`, expiresAt }
  }

/** Registers the caller for a try-out of a package, and makes the link that opens it. @throws Problem `package-not-found` */
export const startTrial =
  (
    store: Pick<RegistrationReader, 'findRegistration'> &
      Pick<PackageReader, 'findPackage'> &
      Transactor<Writer & RegistrationWriter>,
    clock: Clock,
    rules: LinkRules,
  ) =>
  async (
    packageId: string,
    principal: Principal,
  ): Promise<LaunchLink & { readonly registration: string }> => {
    const { id } = await createTrial(store, clock)(packageId, principal)
    const link = await createLaunchLink(store, clock, rules)(id, { minutesMax: trialMinutesMax })
    return { registration: id, ...link }
  }
