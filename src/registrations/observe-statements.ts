import type { PackageVersion } from '../content/index.ts'
import { activitiesOf } from '../runtime/index.ts'
import { activityIri, courseIri } from './activity-iri.ts'
import { type Report, rolledUp, withActivityReport, withReport } from './derive-progress.ts'
import { type ProgressStatement, reportOf } from './read-statement.ts'
import { type ProgressWriter, saveProgress } from './record-progress.ts'
import type { Registration, RegistrationProgress } from './registration.ts'
import type { RegistrationWriter } from './store.ts'

export interface ObserverWriter
  extends ProgressWriter,
    Pick<RegistrationWriter, 'findRegistration'> {
  packageVersion(id: string): Promise<PackageVersion | undefined>
}

/** Activities beyond those of the manifest that external tools can add to one registration. */
const extraActivitiesMax = 200

/**
 * Moves registrations by the statements that external tools post with a registration of ours, in the transaction that stores
 * them. A statement whose actor is not the registration's learner moves nothing.
 * @param statements that are new, in order, as stored
 */
export const observeStatements =
  (appUrl: string) =>
  async (
    tx: ObserverWriter,
    statements: readonly ProgressStatement[],
    now: Date,
  ): Promise<void> => {
    const byRegistration = Map.groupBy(
      statements.filter((statement) => isOurs(statement, appUrl)),
      ({ context }) => context!.registration!.toLowerCase(),
    )
    for (const [id, group] of byRegistration) {
      const registration = await tx.findRegistration(id)
      const relevant = group.filter(({ actor }) => actor.account!.name === registration?.learner)
      if (!registration || relevant.length === 0) continue
      const version = await tx.packageVersion(registration.version)
      const about = version && subjectOf(appUrl, registration, version)
      const progress = about && progressAfter(registration.progress, relevant, { about, now })
      if (progress && progress !== registration.progress) {
        await saveProgress(tx, registration, progress)
      }
    }
  }

/** Whether a statement can be about a registration at all: a registration, and an actor who is a learner here. */
const isOurs = ({ actor, context, object }: ProgressStatement, appUrl: string): boolean =>
  context?.registration !== undefined &&
  actor.account?.homePage === appUrl &&
  (object.objectType ?? 'Activity') === 'Activity'

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
  const activities = activitiesOf(version.course).filter(({ kind }) => kind !== 'cluster')
  return {
    courseIri: courseIri(appUrl, id),
    activities: new Map(activities.map((one) => [activityIri(appUrl, id, one.id), one])),
    launchable: activities.map((one) => one.id),
  }
}

function progressAfter(
  progress: RegistrationProgress,
  statements: readonly ProgressStatement[],
  { about, now }: { about: Subject; now: Date },
): RegistrationProgress {
  return statements.reduce((kept, statement) => {
    const report = reportOf(statement, now)
    if (!report) return kept
    if (statement.object.id === about.courseIri) {
      return { ...withReport(kept, report), activities: kept.activities }
    }
    return withActivity(kept, statement, { about, report })
  }, progress)
}

/** The report counts for its activity, its time also for the whole; the whole is then rolled up. */
function withActivity(
  progress: RegistrationProgress,
  { object }: ProgressStatement,
  { about, report }: { about: Subject; report: Report },
): RegistrationProgress {
  const iri = object.id!
  const known = about.activities.get(iri)
  const activity = known?.id ?? iri
  const isNew = !known && progress.activities.every((one) => one.activity !== activity)
  if (isNew && progress.activities.length >= about.activities.size + extraActivitiesMax) {
    return progress
  }
  const title = known?.title ?? titleOf(object.definition?.name) ?? iri
  const activities = withActivityReport(progress.activities, { ...report, activity, title })
  const centiseconds = progress.centiseconds + (report.centiseconds ?? 0)
  return rolledUp({ ...progress, centiseconds, activities }, about.launchable, report.at)
}

const titleOf = (names: Readonly<Record<string, string>> | undefined): string | undefined =>
  names && (names.vi ?? names['vi-VN'] ?? names.en ?? names['en-US'] ?? Object.values(names)[0])
