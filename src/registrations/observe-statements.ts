import type { PackageVersion } from '../content/index.ts'
import { launchablesOf } from '../runtime/index.ts'
import {
  type Activity,
  isActivity,
  type NewStatement,
  type Statement,
  type StatementObserver,
} from '../xapi/index.ts'
import { activityIri, courseIri } from './activity-iri.ts'
import { type Report, rolledUp, withActivityReport, withReport } from './derive-progress.ts'
import { noEvidence } from './evidence/evidence.ts'
import { judgeAnew } from './evidence/keep-level.ts'
import { reportOf } from './read-statement.ts'
import { type ProgressWriter, saveProgress } from './record-progress.ts'
import { isClaim, type Registration, type RegistrationProgress } from './registration.ts'
import type { RegistrationWriter } from './store.ts'

export interface ObserverWriter
  extends ProgressWriter,
    Pick<RegistrationWriter, 'findRegistration' | 'findEvidence' | 'putEvidence'> {
  packageVersion(id: string): Promise<PackageVersion | undefined>
}

/** Activities beyond those of the manifest that external tools can add to one registration. */
const extraActivitiesMax = 200

/**
 * Moves registrations by the statements that external tools post with a registration of ours, in the transaction that stores
 * them. A statement whose actor is not the registration's learner moves nothing. (What our own player does is recorded by the
 * launch slice, from the replay.)
 * @param appUrl origin of the app, without a slash at the end
 */
export const observeStatements =
  <W extends ObserverWriter>(appUrl: string): StatementObserver<W> =>
  async (tx, stored, origin) => {
    if (origin === 'launch') return
    const byRegistration = Map.groupBy(
      stored.filter(({ statement }) => isOurs(statement, appUrl)),
      ({ statement }) => statement.context!.registration!.toLowerCase(),
    )
    for (const [id, group] of byRegistration) {
      const registration = await tx.findRegistration(id)
      const own = group.filter(({ statement }) => accountOf(statement) === registration?.learner)
      if (!registration || own.length === 0) continue
      const version = await tx.packageVersion(registration.version)
      if (!version) continue
      const about = subjectOf(appUrl, registration, version)
      let isClaimed = false
      await saveProgress(tx, registration, {
        change(progress) {
          const after = progressAfter(progress, own, about)
          isClaimed = isClaim(progress, after)
          return after
        },
      })
      if (isClaimed) await noteToolClaim(tx, id)
    }
  }

/** A tool's word moved the newest attempt: what the server saw of the player does not stand behind that. */
async function noteToolClaim(tx: ObserverWriter, registration: string): Promise<void> {
  const { number } = (await tx.courseAttempts(registration)).at(-1)!
  const kept = (await tx.findEvidence(registration, number)) ?? { figures: noEvidence }
  const figures = { ...kept.figures, toolClaims: kept.figures.toolClaims + 1 }
  await tx.putEvidence(registration, number, { ...kept, figures })
  await judgeAnew(tx, registration)
}

/** Whether a statement can be about a registration at all: a registration, and an actor who is a learner here. */
const isOurs = ({ actor, context, object }: Statement, appUrl: string): boolean =>
  context?.registration !== undefined && actor.account?.homePage === appUrl && isActivity(object)

const accountOf = ({ actor }: Statement): string | undefined => actor.account?.name

/** What the objects of statements about a registration can be. */
interface Subject {
  readonly courseIri: string
  /** Titles and ids of the course's activities by IRI. */
  readonly activities: ReadonlyMap<string, { readonly id: string; readonly title: string }>
  readonly launchable: readonly string[]
}

function subjectOf(
  appUrl: string,
  { package: id }: Registration,
  version: PackageVersion,
): Subject {
  const activities = launchablesOf(version.course)
  return {
    courseIri: courseIri(appUrl, id),
    activities: new Map(activities.map((one) => [activityIri(appUrl, id, one.id), one])),
    launchable: activities.map((one) => one.id),
  }
}

function progressAfter(
  progress: RegistrationProgress,
  stored: readonly NewStatement[],
  about: Subject,
): RegistrationProgress {
  return stored.reduce((kept, { statement, stored: { seq } }) => {
    const report = reportOf(statement, new Date(seq / 1_000))
    const { object } = statement
    if (!report || !isActivity(object)) return kept
    if (object.id === about.courseIri) {
      return { ...withReport(kept, report), activities: kept.activities }
    }
    return withActivity(kept, object, { about, report })
  }, progress)
}

/** The report counts for its activity, its time also for the whole; the whole is then rolled up. */
function withActivity(
  progress: RegistrationProgress,
  { id: iri, definition }: Activity,
  { about, report }: { about: Subject; report: Report },
): RegistrationProgress {
  const known = about.activities.get(iri)
  const activity = known?.id ?? iri
  const isNew = !known && progress.activities.every((one) => one.activity !== activity)
  if (isNew && progress.activities.length >= about.activities.size + extraActivitiesMax) {
    return progress
  }
  const title = known?.title ?? titleOf(definition?.name) ?? iri
  const activities = withActivityReport(progress.activities, { ...report, activity, title })
  const centiseconds = progress.centiseconds + (report.centiseconds ?? 0)
  return rolledUp({ ...progress, centiseconds, activities }, about.launchable, report)
}

const titleOf = (names: Readonly<Record<string, string>> | undefined): string | undefined =>
  names && (names.vi ?? names['vi-VN'] ?? names.en ?? names['en-US'] ?? Object.values(names)[0])
