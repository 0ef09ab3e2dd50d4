import type { Document } from 'mongodb'
import type { MovedRecord } from '../../../moving/record.ts'
import { hashOf } from '../hash-of.ts'
import { classes, type PackageRow, packages, people, registrations } from '../rows.ts'
import type { View } from '../view.ts'
import { named, type RowKind } from './row-kind.ts'

const MiB = 1024 * 1024

/** Kinds of record about who learns what. What lists are narrowed by stands on several documents; `carry` puts it there. */
export const learningKinds: readonly RowKind[] = [
  { kind: 'organisations', in: 'organisations', at: { id: '_id' } },
  {
    kind: 'packages',
    in: 'packages',
    at: { id: '_id', currentVersion: 'current.id' },
    own: ['uploadedBy', 'contentBytes'],
    make: async () => ({ uploadedBy: '', contentBytes: 0 }),
    carry: (view, records) => refreshPackages(view, texts(records, 'id')),
    stays: true,
  },
  {
    kind: 'packageVersions',
    in: 'packageVersions',
    at: { id: '_id' },
    kept: {
      course: { pieces: 'packageVersionPieces', of: (id) => `${id} course`, wholeMax: 4 * MiB },
      findings: { pieces: 'packageVersionPieces', of: (id) => `${id} findings`, wholeMax: 4 * MiB },
    },
    carry: (view, records) => refreshPackages(view, texts(records, 'package')),
    stays: true,
  },
  {
    kind: 'packageFiles',
    in: 'packageFiles',
    id: ({ version, path }) => `${version} ${path}`,
    at: { path: '' },
    coded: {
      path: {
        toRow: String,
        toRecord: (_, row) => String(row._id).slice(String(row.version).length + 1),
      },
    },
  },
  {
    kind: 'people',
    in: 'people',
    at: { id: '_id' },
    own: ['classes', 'packages', 'changes'],
    make: async (_view, _record, before) => ({
      classes: before?.classes ?? [],
      packages: before?.packages ?? [],
      ...(before?.changes !== undefined && { changes: before.changes }),
    }),
    stays: true,
  },
  {
    kind: 'classes',
    in: 'classes',
    at: { id: '_id' },
    values: ['packages'],
    own: ['learners'],
    make: async (_view, _record, before) => ({ learners: before?.learners ?? 0 }),
    stays: true,
  },
  {
    kind: 'classMembers',
    in: 'classMembers',
    id: ({ class: of, person }) => ({ class: of, person }),
    carry: carryMembers,
    stays: true,
  },
  {
    kind: 'registrations',
    in: 'registrations',
    at: { id: '_id' },
    values: ['score'],
    own: ['organisation', 'classes', 'once', 'isRepeated', 'moves', 'judged'],
    make: placeRegistration,
    stays: true,
  },
  {
    kind: 'courseAttempts',
    in: 'courseAttempts',
    id: ({ registration, number }) => `${registration} ${number}`,
    values: ['score'],
    coded: {
      activities: {
        toRow: (json) =>
          (JSON.parse(String(json)) as Document[]).map(activityRow).sort(byBeginning),
        toRecord: (rows) => JSON.stringify((rows as Document[]).map(activityRecord).sort(byName)),
      },
    },
    async carry(view, records) {
      const repeated = records.filter(({ number }) => Number(number) > 1)
      const filter = { _id: { $in: texts(repeated, 'registration') } }
      await view.in(registrations).updateAll(filter, { $set: { isRepeated: true } })
    },
  },
  {
    kind: 'coursePolicies',
    in: 'coursePolicies',
    at: { package: '_id', policy: '' },
    coded: {
      policy: {
        toRow: String,
        toRecord: (_, { _id, ...policy }) => JSON.stringify(policy),
      },
    },
    isOpen: true,
    make: async (_view, { policy }) => JSON.parse(String(policy)) as Document,
  },
  {
    kind: 'attemptEvidence',
    in: 'attemptEvidence',
    id: ({ registration, attempt }) => `${registration} ${attempt}`,
    own: ['judged'],
  },
  { kind: 'fetchedFiles', in: 'fetchedFiles', at: { registration: '_id' } },
  {
    kind: 'attestations',
    in: 'attestations',
    at: {
      id: '_id',
      byId: 'by.id',
      byName: 'by.name',
      withdrawnById: 'withdrawal.by.id',
      withdrawnByName: 'withdrawal.by.name',
      withdrawnAt: 'withdrawal.at',
      withdrawalReason: 'withdrawal.reason',
    },
  },
  { kind: 'versionMoves', in: 'versionMoves', at: { id: '_id' } },
  {
    kind: 'versionMoveOutcomes',
    in: 'versionMoveOutcomes',
    id: ({ move, registration }) => `${move} ${registration}`,
    async carry(view, records) {
      for (const [move, outcomes] of Map.groupBy(records, (one) => String(one.move))) {
        const filter = { _id: { $in: texts(outcomes, 'registration') } }
        await view.in(registrations).updateAll(filter, { $addToSet: { moves: move } } as never)
      }
    },
  },
  {
    kind: 'questionDefinitions',
    in: 'questionDefinitions',
    id: (one) => `${one.question} ${one.version}`,
  },
  {
    kind: 'questions',
    in: 'questions',
    at: { id: '_id' },
    async carry(view, records) {
      const key = Math.max(...records.map((one) => Number(one.key)))
      const last = { _id: 'question' } as never
      await view.in(named('questionKeys')).update(last, { $max: { key } }, { upsert: true })
    },
  },
  {
    kind: 'questionResponses',
    in: 'questionResponses',
    id: ({ question, response }) => `${question} ${hashOf(String(response))}`,
    at: { response: 'text' },
  },
  { kind: 'answers', in: 'answers', at: { seq: '_id' } },
  {
    kind: 'answerSheets',
    in: 'answerSheets',
    id: (one) =>
      hashOf(
        String(one.package),
        String(one.learner),
        String(one.registration),
        String(one.attempt),
        String(one.version),
      ),
  },
  { kind: 'answerCatchUps', in: 'answerCatchUps', at: { verb: '_id' } },
]

const texts = (records: readonly MovedRecord[], field: string): string[] => [
  ...new Set(records.map((record) => String(record[field]))),
]

/** Puts on packages what lists show of their versions. */
async function refreshPackages(view: View, ids: readonly string[]): Promise<void> {
  const rows = await view.in(packages).find({ _id: { $in: [...ids] } }, { fields: { current: 1 } })
  const fields = { course: 0, findings: 0 } as const
  const all = await view
    .in(named('packageVersions'))
    .find({ package: { $in: [...ids] } }, { fields })
  for (const { _id, current } of rows) {
    const versions = all.filter((one) => one.package === _id)
    const found = versions.find((one) => one._id === current?.id)
    const first = versions.find(({ number }) => number === 1)
    const shown = found && {
      id: found._id,
      ...pick(found, ['number', 'standard', 'edition', 'verdict', 'warnings', 'contentBytes']),
    }
    await view.in(packages).update(
      { _id },
      {
        $set: {
          contentBytes: versions.reduce((sum, one) => sum + Number(one.contentBytes), 0),
          ...(first && { uploadedBy: String(first.createdBy) }),
          ...(shown && { current: shown as NonNullable<PackageRow['current']> }),
        },
      },
    )
  }
}

const pick = (row: Document, names: readonly string[]): Document =>
  Object.fromEntries(names.map((name) => [name, row[name]]))

async function carryMembers(view: View, records: readonly MovedRecord[]): Promise<void> {
  for (const [id, members] of Map.groupBy(records, (one) => String(one.class))) {
    const who = { $in: texts(members, 'person') }
    await view.in(people).updateAll({ _id: who }, { $addToSet: { classes: id } })
    const learners = await view.in(named('classMembers')).count({ class: id })
    const row = await view.in(classes).change({ _id: id }, { $set: { learners } })
    const found = { learner: who, isTrial: false, package: { $in: [...(row?.packages ?? [])] } }
    await view.in(registrations).updateAll(found, { $addToSet: { classes: id } })
  }
}

/** Where the learner belongs: what lists of registrations are narrowed by. */
async function placeRegistration(
  view: View,
  record: MovedRecord,
  before?: Document,
): Promise<Document> {
  const kept = pick(before ?? {}, ['isRepeated', 'moves', 'judged'])
  if (record.isTrial) return { ...kept, classes: [] }
  const packageId = String(record.package)
  const entered = { $addToSet: { packages: packageId } }
  const person = await view.in(people).change({ _id: String(record.learner) }, entered)
  const own = { _id: { $in: [...(person?.classes ?? [])] }, packages: packageId }
  const inClasses =
    person && person.classes.length > 0
      ? await view.in(classes).find(own, { fields: { _id: 1 } })
      : []
  return {
    ...kept,
    classes: inClasses.map(({ _id }) => _id),
    organisation: person?.organisation,
    once: `${record.learner} ${record.version}`,
  }
}

/** Of an activity: its names in SQLite's rows, which records have, and in documents. */
const activityNames = [
  ['activity', 'activity'],
  ['title', 'title'],
  ['completion', 'completion'],
  ['success', 'success'],
  ['score', 'score'],
  ['progress', 'progress'],
  ['centiseconds', 'centiseconds'],
  ['attempts', 'attempts'],
  ['first_activity_at', 'firstActivityAt'],
  ['last_activity_at', 'lastActivityAt'],
] as const

const isTime = (name: string): boolean => name.endsWith('_at')

const activityRow = (record: Document): Document =>
  Object.fromEntries(
    activityNames
      .filter(([name]) => record[name] !== null)
      .map(([name, field]) => [field, isTime(name) ? new Date(record[name]) : record[name]]),
  )

const activityRecord = (row: Document): Document =>
  Object.fromEntries(
    activityNames.map(([name, field]) => {
      const value = row[field] ?? null
      return [name, value !== null && isTime(name) ? (value as Date).getTime() : value]
    }),
  )

const byName = (a: Document, b: Document): number => (a.activity < b.activity ? -1 : 1)

/** As course-attempts.ts keeps them: those first that nobody began, then by time; equal ones by id. */
const byBeginning = (a: Document, b: Document): number =>
  (a.firstActivityAt?.getTime() ?? -Infinity) - (b.firstActivityAt?.getTime() ?? -Infinity) ||
  byName(a, b)
