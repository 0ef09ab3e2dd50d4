import { type PackageVersion, packageVersion } from '../../content/index.ts'
import type { CourseAttempt, Registration } from '../../registrations/index.ts'
import { closeSession, type PlayRules } from '../advance-session.ts'
import type { Session } from '../session.ts'
import type { LaunchWriter } from '../store.ts'
import { carryOver } from './carry-over.ts'
import { launchableIds, matchingIds } from './match-activities.ts'
import type { MoveOutcome } from './version-move.ts'

export interface MoveRules extends PlayRules {
  readonly sessionIdleMinutesMax: number
}

/**
 * Moves a registration to another version of its package, with the attempt that is under way. It is safe to do again.
 * A session that is not closed yet, but silent, is closed; nothing of it is taken any more, since what its page still has
 * belongs to the older version.
 * @returns what became of it; undefined if it is on that version already
 */
export async function moveRegistration(
  tx: LaunchWriter,
  registration: Registration,
  about: { readonly to: PackageVersion; readonly now: Date; readonly rules: MoveRules },
): Promise<MoveOutcome | undefined> {
  const { to, now, rules } = about
  const { id, learner, isTrial } = registration
  if (registration.version === to.id) return undefined
  if (!isTrial && (await tx.findRegistrationOf(learner, to.id))) return 'elsewhere'
  const head = await tx.headLaunchSession(id)
  if (head && isLearning(head, now, rules.sessionIdleMinutesMax)) return 'learning'
  if (head) await closeSession(tx, head, { now, rules, isFinal: true })
  const newest = (await tx.courseAttempts(id)).at(-1)
  if (newest?.progress.completion === 'completed') return 'completed'
  const from = await packageVersion(tx)(newest?.version ?? registration.version)
  const outcome = newest ? outcomeOf(newest, { from, to }) : 'moved'
  if (outcome === 'nothing-kept') return outcome
  await tx.pinRegistration(id, to.id)
  if (newest) await moveAttempt(tx, registration, { newest, from, to })
  const closed = head && (await tx.findLaunchSession(head.id))
  if (closed) {
    const { beforeClose: _, ...rest } = closed
    await tx.updateLaunchSession({ ...rest, isEnded: true })
  }
  return outcome
}

/** Whether its page may still be open: what it has not sent would be lost. */
const isLearning = ({ state, seenAt }: Session, now: Date, idleMinutesMax: number): boolean =>
  state === 'live' && now.getTime() - seenAt.getTime() < idleMinutesMax * 60_000

interface Versions {
  readonly from: PackageVersion
  readonly to: PackageVersion
}

function outcomeOf(
  { progress }: CourseAttempt,
  { from, to }: Versions,
): 'moved' | 'moved-in-part' | 'nothing-kept' {
  const launchable = new Set(launchableIds(from.course))
  const fits = matchingIds(from.course, to.course)
  const begun = progress.activities
    .filter(({ activity, attempts }) => attempts > 0 && launchable.has(activity))
    .map(({ activity }) => activity)
  const kept = begun.filter((activity) => fits.has(activity))
  if (begun.length === kept.length) return 'moved'
  return kept.length > 0 ? 'moved-in-part' : 'nothing-kept'
}

async function moveAttempt(
  tx: LaunchWriter,
  { id }: Registration,
  { newest, from, to }: Versions & { readonly newest: CourseAttempt },
): Promise<void> {
  await tx.putCourseAttempt(id, { ...newest, version: to.id })
  const saved = await tx.findAttempt(id, newest.number)
  if (!saved) return
  const attempt = carryOver({ from: from.course, to: to.course }, saved.attempt)
  await tx.saveAttempt({ registration: id, number: newest.number }, attempt, saved.revision)
}
