import type { CourseAttempt, CoursePolicy } from '../../registrations/course-attempt.ts'
import type { ActivityProgress, ProgressFigures } from '../../registrations/registration.ts'
import type { RegistrationReader, RegistrationWriter } from '../../registrations/store.ts'
import { collection } from './collection.ts'
import { type FiguresRow, registrations } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface ActivityRow extends FiguresRow {
  activity: string
  title: string
}

export interface CourseAttemptRow extends FiguresRow {
  /** Registration and number. */
  _id: string
  registration: string
  number: number
  version: string
  startedAt: Date
  /** Those of the course and some hundred others at most, in the order in which they were begun. */
  activities: readonly ActivityRow[]
}

export const courseAttempts = collection<CourseAttemptRow>('courseAttempts', [
  { keys: { registration: 1, number: 1 } },
])

interface PolicyRow extends CoursePolicy {
  /** The package. */
  _id: string
}

const policies = collection<PolicyRow>('coursePolicies')

export const courseAttemptCollections = [courseAttempts, policies]

type AttemptReader = Pick<
  RegistrationReader,
  'courseAttempts' | 'findCoursePolicy' | 'repeatedRegistrations'
>

/** A registration's attempts on its course, and what its package allows of them. */
export const courseAttemptReader = (view: View): AttemptReader => ({
  ...attemptReads(view),
  async repeatedRegistrations(packageId) {
    const rows = await view
      .in(registrations)
      .find({ package: packageId, isRepeated: true }, { fields: { _id: 1 } })
    return rows.map(({ _id }) => _id)
  },
})

const attemptReads = (view: View): Omit<AttemptReader, 'repeatedRegistrations'> => ({
  async courseAttempts(registration) {
    const rows = await view.in(courseAttempts).find({ registration }, { sort: { number: 1 } })
    return rows.map(attemptOf)
  },
  async findCoursePolicy(packageId) {
    const row = await view.in(policies).findOne({ _id: packageId })
    if (!row) return undefined
    const { _id, ...policy } = row
    return policy
  },
})

type AttemptWriter = Pick<
  RegistrationWriter,
  'courseAttempts' | 'findCoursePolicy' | 'putCourseAttempt' | 'putCoursePolicy'
>

export const courseAttemptWriter = ({ view }: Transaction): AttemptWriter => ({
  ...attemptReads(view),
  async putCourseAttempt(registration, { number, version, startedAt, progress }) {
    const _id = attemptId(registration, number)
    const before = await view.in(courseAttempts).findOne({ _id }, { fields: { activities: 1 } })
    if (!before && number > 1) {
      await view.in(registrations).update({ _id: registration }, { $set: { isRepeated: true } })
    }
    const activities = merged(before?.activities ?? [], progress.activities)
    const figures = figuresRow(progress)
    const row = { _id, registration, number, version, startedAt, ...figures, activities }
    if (before) await view.in(courseAttempts).put(row)
    else await view.in(courseAttempts).insert(row)
  },
  async putCoursePolicy(packageId, policy) {
    await view.in(policies).put({ _id: packageId, ...policy })
  },
})

/** What was reported about the activities of one attempt. */
export async function activitiesOf(
  view: View,
  registration: string,
  number: number,
): Promise<ActivityProgress[]> {
  const row = await view
    .in(courseAttempts)
    .findOne({ _id: attemptId(registration, number) }, { fields: { activities: 1 } })
  return (row?.activities ?? []).map(activityOf)
}

/** Forgets the attempts of a registration. */
export async function removeCourseAttempts(view: View, registration: string): Promise<void> {
  await view.in(courseAttempts).remove({ registration })
}

const attemptId = (registration: string, number: number): string => `${registration} ${number}`

/** The activities with new figures where there are any; those of which nothing is said stay, and titles do too. */
function merged(
  before: readonly ActivityRow[],
  said: readonly ActivityProgress[],
): readonly ActivityRow[] {
  const rows = new Map(before.map((row) => [row.activity, row]))
  for (const { activity, title, ...figures } of said) {
    const known = rows.get(activity)
    rows.set(activity, { activity, title: known?.title ?? title, ...figuresRow(figures) })
  }
  return [...rows.values()].sort(byBeginning)
}

/** Those first that nobody began, then by time; equal ones by id. */
const byBeginning = (a: ActivityRow, b: ActivityRow): number =>
  (a.firstActivityAt?.getTime() ?? -Infinity) - (b.firstActivityAt?.getTime() ?? -Infinity) ||
  (a.activity < b.activity ? -1 : 1)

export const figuresRow = (figures: ProgressFigures): FiguresRow => ({
  completion: figures.completion,
  success: figures.success,
  score: figures.score,
  progress: figures.progress,
  centiseconds: figures.centiseconds,
  attempts: figures.attempts,
  firstActivityAt: figures.firstActivityAt,
  lastActivityAt: figures.lastActivityAt,
})

export const figuresOf = (row: FiguresRow): ProgressFigures => ({
  completion: row.completion,
  success: row.success,
  ...(row.score && { score: row.score }),
  progress: row.progress,
  centiseconds: row.centiseconds,
  attempts: row.attempts,
  ...(row.firstActivityAt && { firstActivityAt: row.firstActivityAt }),
  ...(row.lastActivityAt && { lastActivityAt: row.lastActivityAt }),
})

const activityOf = (row: ActivityRow): ActivityProgress => ({
  activity: row.activity,
  title: row.title,
  ...figuresOf(row),
})

const attemptOf = (row: CourseAttemptRow): CourseAttempt => ({
  number: row.number,
  version: row.version,
  startedAt: row.startedAt,
  progress: { ...figuresOf(row), activities: row.activities.map(activityOf) },
})
