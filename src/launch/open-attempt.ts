import { type PackageVersion, packageVersion } from '../content/index.ts'
import {
  beginAttempt,
  chooseOpening,
  coursePolicy,
  type Opening,
  type OpeningWish,
  type Registration,
} from '../registrations/index.ts'
import { type Attempt, type AttemptMode, engines } from '../runtime/index.ts'
import type { PlayRules } from './advance-session.ts'
import { readShared } from './learner-shared.ts'
import type { LaunchWriter } from './store.ts'
import { moveRegistration } from './versions/move-registration.ts'

/** A try-out plays as learners do, so that a producer sees what they will see. */
const normalMode: AttemptMode = { credit: 'credit', lessonMode: 'normal' }
const reviewMode: AttemptMode = { credit: 'no-credit', lessonMode: 'review' }

export const modeOf = (isReview: boolean): AttemptMode => (isReview ? reviewMode : normalMode)

/** The attempt that a session is about to play. */
export interface OpenedAttempt {
  readonly number: number
  readonly version: PackageVersion
  /** Present if it is only looked at: the copy that the review plays on. */
  readonly review?: Attempt
}

/**
 * Finds or begins the attempt that a link asks for, under the package's policy.
 * @param asked what the link wishes for, or what was chosen for this page before
 * @throws Problem as `chooseOpening`
 */
export async function openAttempt(
  tx: LaunchWriter,
  before: Registration,
  about: {
    readonly asked: OpeningWish | Opening
    readonly now: Date
    readonly rules: PlayRules
  },
): Promise<OpenedAttempt> {
  const { asked, now } = about
  const policy = await coursePolicy(tx, before.package)
  const registration = policy.newVersion === 'migrate' ? await moved(tx, before, about) : before
  const attempts = await tx.courseAttempts(registration.id)
  const { open, number } =
    typeof asked === 'object' ? asked : chooseOpening(policy, { attempts, wish: asked })
  const known = attempts.find((one) => one.number === number)
  const isNew = open === 'new' || !known
  const versionId = isNew ? await versionOfNext(tx, registration, policy.newVersion) : known.version
  const version = await packageVersion(tx)(versionId)
  if (isNew) await beginAttempt(tx, registration, { number, version: version.id, now })
  const saved = await tx.findAttempt(registration.id, number)
  const attempt = saved?.attempt ?? (await freshAttempt(tx, { registration, version, number }))
  if (open === 'review') return { number, version, review: asReview(attempt) }
  if (!saved) await tx.saveAttempt({ registration: registration.id, number }, attempt, 0)
  return { number, version }
}

/** The registration on its package's current version, if its attempt can go on there. Its sessions have ended. */
async function moved(
  tx: LaunchWriter,
  registration: Registration,
  { now, rules }: { readonly now: Date; readonly rules: PlayRules },
): Promise<Registration> {
  const to = (await tx.findPackage(registration.package))?.currentVersion
  if (!to || registration.isTrial) return registration
  const silent = { ...rules, sessionIdleMinutesMax: 0 }
  await moveRegistration(tx, registration, { to, now, rules: silent })
  return (await tx.findRegistration(registration.id)) ?? registration
}

/** The version that a registration's next attempt is on: its own, or the package's current one where the policy says so. */
async function versionOfNext(
  tx: Pick<LaunchWriter, 'findPackage' | 'findRegistrationOf'>,
  registration: Registration,
  newVersion: 'keep' | 'next-attempt' | 'migrate',
): Promise<string> {
  if (newVersion === 'keep' || registration.isTrial) return registration.version
  const current = (await tx.findPackage(registration.package))?.currentVersion.id
  if (current === undefined || current === registration.version) return registration.version
  // Who has a registration of their own on the new version takes the course there.
  const other = await tx.findRegistrationOf(registration.learner, current)
  return other === undefined ? current : registration.version
}

/** The attempt as it is before anything happened. It is kept without the learner's name. */
async function freshAttempt(
  tx: Pick<LaunchWriter, 'findShared'>,
  of: {
    readonly registration: Registration
    readonly version: PackageVersion
    readonly number: number
  },
): Promise<Attempt> {
  const { registration, number } = of
  const { course } = of.version
  const given = {
    seed: `${registration.id} ${number}`,
    shared: await readShared(tx, { registration, course }),
  }
  const learner = { id: registration.learner, name: '' }
  return engines[course.standard].start(course, learner, normalMode, given)
}

const asReview = ({ current: _, ...attempt }: Attempt): Attempt => ({
  ...attempt,
  mode: reviewMode,
})
