import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { ActivityProgress, Registration } from '../../registrations/registration.ts'
import type {
  RegistrationFilter,
  RegistrationReader,
  RegistrationWriter,
} from '../../registrations/store.ts'
import { changeTo } from './change-to.ts'
import { classesWith } from './cohorts.ts'
import {
  activitiesOf,
  courseAttemptCollections,
  courseAttemptReader,
  courseAttemptWriter,
  figuresOf,
  figuresRow,
} from './course-attempts.ts'
import { evidenceCollections, evidenceReader, evidenceWriter } from './evidence.ts'
import { insideReach } from './reach.ts'
import { summaryCollections, summaryReader, summaryWriter } from './registration-summaries.ts'
import { people, type RegistrationRow, registrations } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const registrationCollections = [
  ...courseAttemptCollections,
  ...evidenceCollections,
  ...summaryCollections,
]

export const registrationReader = (view: View): RegistrationReader => ({
  findRegistration: (id) => find(view, id),
  async queryRegistrations(filter, { limit, cursor }) {
    const conditions = await conditionsOf(view, filter, cursor)
    const rows = await view
      .in(registrations)
      .find({ $and: conditions }, { sort: { activeAt: -1, _id: -1 }, limit: limit + 1 })
    const page = pageOf(rows, limit, (last) => [last.activeAt.getTime(), last._id])
    return { ...page, items: page.items.map((row) => registrationOf(row, [])) }
  },
  async countRegistrations(learners) {
    const rows = await view
      .in(registrations)
      .aggregate<{ _id: string; count: number }>([
        { $match: { learner: { $in: [...learners] }, isTrial: false } },
        { $group: { _id: '$learner', count: { $sum: 1 } } },
      ])
    return new Map(rows.map(({ _id, count }) => [_id, count]))
  },
  ...courseAttemptReader(view),
  ...evidenceReader(view),
  ...summaryReader(view),
})

export const registrationWriter = (transaction: Transaction): RegistrationWriter => {
  const { view } = transaction
  return {
    findRegistration: (id) => find(view, id),
    async findRegistrationOf(learner, version) {
      const row = await view
        .in(registrations)
        .findOne({ once: onceOf(learner, version) }, { fields: { _id: 1 } })
      return row?._id
    },
    async insertRegistration(registration) {
      const place = registration.isTrial ? {} : await enterAtLearner(transaction, registration)
      await view.in(registrations).insert({ ...rowOf(registration), ...place })
    },
    async updateProgress(registration, progress, counted) {
      const { lastActivityAt } = progress
      const activeAt = lastActivityAt ?? (await creationOf(view, registration))
      const fields = { ...figuresRow(progress), counted, ...(activeAt && { activeAt }) }
      await view.in(registrations).update({ _id: registration }, changeTo<RegistrationRow>(fields))
    },
    async pinRegistration(registration, version) {
      const fields = { learner: 1, isTrial: 1 } as const
      const row = await view.in(registrations).findOne({ _id: registration }, { fields })
      if (!row) return
      const once = row.isTrial ? {} : { once: onceOf(row.learner, version) }
      await view.in(registrations).update({ _id: row._id }, { $set: { version, ...once } })
    },
    ...courseAttemptWriter(transaction),
    ...evidenceWriter(transaction),
    ...summaryWriter(transaction),
  }
}

async function find(view: View, id: string): Promise<Registration | undefined> {
  const row = await view.in(registrations).findOne({ _id: id })
  if (!row) return undefined
  return registrationOf(row, await activitiesOf(view, id, row.counted))
}

async function creationOf(view: View, id: string): Promise<Date | undefined> {
  const row = await view.in(registrations).findOne({ _id: id }, { fields: { createdAt: 1 } })
  return row?.createdAt
}

async function conditionsOf(
  view: View,
  filter: RegistrationFilter,
  cursor: string | undefined,
): Promise<Filter<RegistrationRow>[]> {
  const {
    isTrial,
    learner,
    package: packageId,
    completion,
    success,
    evidence,
    since,
    reach,
  } = filter
  const conditions: Filter<RegistrationRow>[] = [
    {
      isTrial,
      ...(learner !== undefined && { learner }),
      ...(packageId !== undefined && { package: packageId }),
      ...(completion !== undefined && { completion }),
      ...(success !== undefined && { success }),
      ...(evidence !== undefined && { evidence }),
      ...(since && { activeAt: { $gte: since }, lastActivityAt: { $exists: true } }),
    },
  ]
  if (cursor !== undefined) {
    const [at, id] = readCursor(cursor, ['number', 'string']) as [number, string]
    const activeAt = new Date(at)
    conditions.push({ $or: [{ activeAt: { $lt: activeAt } }, { activeAt, _id: { $lt: id } }] })
  }
  const within = await insideReach<RegistrationRow>(view, 'registration', reach)
  if (within) conditions.push(within)
  return conditions
}

/**
 * Says on the learner that there is a registration on the package. The learner is written whether or not there was one before:
 * who changes where they or their classes belong at this moment conflicts, and one of the two is done after the other.
 * @returns what lists of registrations are narrowed by
 */
async function enterAtLearner(
  { view }: Transaction,
  { learner, package: packageId }: Registration,
): Promise<Pick<RegistrationRow, 'organisation' | 'classes'>> {
  const entered = { $addToSet: { packages: packageId }, $inc: { changes: 1 } }
  const person = await view.in(people).change({ _id: learner }, entered)
  const classes = person ? await classesWith(view, { learner, package: packageId }) : []
  return { organisation: person?.organisation, classes }
}

const onceOf = (learner: string, version: string): string => `${learner} ${version}`

const rowOf = (registration: Registration): RegistrationRow => {
  const { id, learner, trialName, version, isTrial, createdAt, counted, evidence, progress } =
    registration
  return {
    _id: id,
    learner,
    trialName,
    package: registration.package,
    version,
    isTrial,
    createdAt,
    activeAt: progress.lastActivityAt ?? createdAt,
    counted,
    evidence,
    ...figuresRow(progress),
    classes: [],
    ...(!isTrial && { once: onceOf(learner, version) }),
  }
}

const registrationOf = (
  row: RegistrationRow,
  activities: readonly ActivityProgress[],
): Registration => ({
  id: row._id,
  learner: row.learner,
  ...(row.trialName !== undefined && { trialName: row.trialName }),
  package: row.package,
  version: row.version,
  isTrial: row.isTrial,
  createdAt: row.createdAt,
  counted: row.counted,
  ...(row.evidence !== undefined && { evidence: row.evidence }),
  progress: { ...figuresOf(row), activities },
})
