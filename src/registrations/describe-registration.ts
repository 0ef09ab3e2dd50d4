import { Problem } from '../base/problem.ts'
import type { PackageReader, PackageVersion } from '../content/index.ts'
import type { PeopleReader } from '../people/index.ts'
import { activitiesOf } from '../runtime/index.ts'
import { type ClaimedAttempt, type EvidenceOf, readEvidence } from './evidence/describe-evidence.ts'
import { noProgress, type ProgressFigures, type Registration } from './registration.ts'
import type { RegistrationFilter, RegistrationReader } from './store.ts'
import type {
  AttemptItem,
  ProgressItem,
  RegistrationDetail,
  RegistrationItem,
  RegistrationList,
} from './wire.ts'

type Names = Pick<PeopleReader, 'findPeople'> & Pick<PackageReader, 'packageVersion'>
type Store = Names &
  Pick<
    RegistrationReader,
    'findRegistration' | 'queryRegistrations' | 'courseAttempts' | 'evidenceOf' | 'attestationsOf'
  >

/** A page of registrations with the names of learners and packages. */
export const listRegistrations =
  (store: Store) =>
  async (
    filter: RegistrationFilter,
    page: { limit: number; cursor?: string },
  ): Promise<RegistrationList> => {
    const { items, cursor } = await store.queryRegistrations(filter, page)
    const namesOf = await readNames(store, items)
    return {
      items: items.map((registration) => itemOf(registration, namesOf(registration))),
      ...(cursor !== undefined && { cursor }),
    }
  }

/** One registration with the progress of each activity. @throws Problem `registration-not-found` */
export const describeRegistration =
  (store: Store) =>
  async (id: string): Promise<RegistrationDetail> => {
    const registration = await store.findRegistration(id)
    if (!registration)
      throw new Problem('registration-not-found', `There is no registration ${id}.`)
    const names = (await readNames(store, [registration]))(registration)
    const evidence = await readEvidence(store, [id])
    const evidenceReport = evidence(countedOf(registration))
    const reported = new Map(registration.progress.activities.map((one) => [one.activity, one]))
    const ofManifest = (names.version ? activitiesOf(names.version.course) : [])
      .filter(({ id, kind }) => kind !== 'cluster' || reported.has(id))
      .map(({ id: activity, title }) => ({
        activity,
        title,
        ...progressItem(reported.get(activity) ?? noProgress),
      }))
    const inManifest = new Set(ofManifest.map(({ activity }) => activity))
    const others = registration.progress.activities
      .filter(({ activity }) => !inManifest.has(activity))
      .map((one) => ({ activity: one.activity, title: one.title, ...progressItem(one) }))
    return {
      ...itemOf(registration, names),
      evidence: evidenceReport.level,
      evidenceReport,
      attemptsOnCourse: await attemptItems(store, registration, evidence),
      activities: [...ofManifest, ...others],
    }
  }

async function attemptItems(
  store: Pick<Store, 'courseAttempts' | 'packageVersion'>,
  { id, counted }: Registration,
  evidence: EvidenceOf,
): Promise<AttemptItem[]> {
  const attempts = await store.courseAttempts(id)
  const versions = await versionsOf(store, attempts)
  return attempts.map(({ number, version, startedAt, progress }, index) => ({
    number,
    version: versions.get(version)?.number ?? 0,
    counts: number === counted,
    evidence: evidence({ registration: id, number, progress }).level,
    startedAt: startedAt.toISOString(),
    endedAt: attempts[index + 1]?.startedAt.toISOString() ?? null,
    ...progressItem(progress),
  }))
}

interface RegistrationNames {
  readonly learner: string
  readonly version: PackageVersion | undefined
}

/** Reads each version that something is on once. */
async function versionsOf(
  store: Pick<Names, 'packageVersion'>,
  owners: readonly { readonly version: string }[],
): Promise<ReadonlyMap<string, PackageVersion | undefined>> {
  const ids = [...new Set(owners.map(({ version }) => version))]
  return new Map(
    await Promise.all(ids.map(async (id) => [id, await store.packageVersion(id)] as const)),
  )
}

/** Reads each person and each version that the registrations refer to once. */
async function readNames(store: Names, registrations: readonly Registration[]) {
  const versions = await versionsOf(store, registrations)
  const people = await store.findPeople([...new Set(registrations.map(({ learner }) => learner))])
  const nameById = new Map(people.map(({ id, name }) => [id, name]))
  return (registration: Registration): RegistrationNames => ({
    learner: registration.trialName ?? nameById.get(registration.learner) ?? '',
    version: versions.get(registration.version),
  })
}

const countedOf = ({ id, counted, progress }: Registration): ClaimedAttempt => ({
  registration: id,
  number: counted,
  progress,
})

const itemOf = (registration: Registration, names: RegistrationNames): RegistrationItem => ({
  id: registration.id,
  learner: { id: registration.learner, name: names.learner },
  package: { id: registration.package, title: names.version?.title ?? '' },
  version: names.version?.number ?? 0,
  isTrial: registration.isTrial,
  createdAt: registration.createdAt.toISOString(),
  evidence: levelShown(registration),
  ...progressItem(registration.progress),
})

/** As it is kept; null also where it is not judged yet, after an upgrade. */
const levelShown = ({ evidence = 'none' }: Registration): RegistrationItem['evidence'] =>
  evidence === 'none' ? null : evidence

const progressItem = (figures: ProgressFigures): ProgressItem => ({
  completion: figures.completion,
  success: figures.success,
  score: figures.score ?? null,
  progress: figures.progress,
  seconds: Math.floor(figures.centiseconds / 100),
  attempts: figures.attempts,
  firstActivityAt: figures.firstActivityAt?.toISOString() ?? null,
  lastActivityAt: figures.lastActivityAt?.toISOString() ?? null,
})
