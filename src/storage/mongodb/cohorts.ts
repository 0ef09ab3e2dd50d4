import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { ClassOverview, IndexedClass } from '../../cohorts/class.ts'
import type { CohortReader, CohortWriter, MemberProgress } from '../../cohorts/store.ts'
import type { EvidenceLevel, KeptEvidence } from '../../registrations/evidence/evidence.ts'
import { collection } from './collection.ts'
import { grants } from './grants.ts'
import { beginsWords } from './pattern.ts'
import { holdOrganisation } from './places.ts'
import { insideReach } from './reach.ts'
import {
  type ClassRow,
  classes,
  organisations,
  packages,
  people,
  type RegistrationRow,
  registrations,
} from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface MemberRow {
  _id: { class: string; person: string }
  class: string
  person: string
  enrolledAt: Date
}

const members = collection<MemberRow>('classMembers', [{ keys: { class: 1, person: 1 } }])

export const cohortCollections = [members]

export const cohortReader = (view: View): CohortReader => ({
  ...classReads(view),
  async listClasses({ q, reach }, { limit, cursor }) {
    const conditions: Filter<ClassRow>[] = q.map((word) => ({
      searchText: { $regex: beginsWords(word) },
    }))
    if (cursor !== undefined) {
      const [at, id] = readCursor(cursor, ['string', 'string']) as [string, string]
      const createdAt = new Date(at)
      conditions.push({ $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }] })
    }
    const within = await insideReach<ClassRow>(view, 'class', reach)
    if (within) conditions.push(within)
    const rows = await view.in(classes).find(conditions.length === 0 ? {} : { $and: conditions }, {
      sort: { createdAt: -1, _id: -1 },
      limit: limit + 1,
    })
    const page = pageOf(rows, limit, (last) => [last.createdAt.toISOString(), last._id])
    return { ...page, items: page.items.map(classOf) }
  },
  async listClassMembers({ class: id, evidence }, { limit, cursor }) {
    const after = cursor === undefined ? undefined : readCursor(cursor, ['string', 'string'])
    const [sortKey, person] = (after ?? []) as [string, string]
    const rows = await view.in(people).find(
      {
        classes: id,
        ...(evidence && { _id: { $in: await membersWith(view, id, evidence) } }),
        ...(after && {
          $or: [{ sortKey: { $gt: sortKey } }, { sortKey, _id: { $gt: person } }],
        }),
      },
      { sort: { sortKey: 1, _id: 1 }, limit: limit + 1 },
    )
    const page = pageOf(rows, limit, (last) => [last.sortKey, last._id])
    const enrolled = await view
      .in(members)
      .find({ class: id, person: { $in: page.items.map(({ _id }) => _id) } })
    const enrolledAt = new Map(enrolled.map((one) => [one.person, one.enrolledAt]))
    const names = await organisationNames(
      view,
      page.items.map(({ organisation }) => organisation),
    )
    const items = page.items.map(({ _id, name, code, organisation }) => ({
      person: _id,
      name,
      ...(code !== undefined && { code }),
      ...(organisation !== undefined && {
        organisation: { id: organisation, name: names.get(organisation) ?? '' },
      }),
      enrolledAt: enrolledAt.get(_id)!,
    }))
    return { ...page, items }
  },
  async classProgress(id, learners) {
    const found = await view.in(classes).findOne({ _id: id }, { fields: { packages: 1 } })
    const rows = await view.in(registrations).find(
      {
        learner: { $in: [...learners] },
        isTrial: false,
        package: { $in: [...(found?.packages ?? [])] },
      },
      { sort: { activeAt: 1, _id: 1 } },
    )
    // The newest comes last, and takes the place of the others.
    const newest = new Map(rows.map((row) => [`${row.learner} ${row.package}`, progressOf(row)]))
    const keys = [...newest.keys()].sort()
    return keys.map((key) => newest.get(key)!)
  },
  async countClassEvidence(id) {
    const rows = await view
      .in(registrations)
      .aggregate<{ _id: KeptEvidence | null; count: number }>([
        ...newestOfClass(id),
        { $group: { _id: '$evidence', count: { $sum: 1 } } },
      ])
    const counts = new Map<KeptEvidence, number>()
    for (const { _id, count } of rows) {
      const level = _id ?? 'none'
      counts.set(level, (counts.get(level) ?? 0) + count)
    }
    return counts
  },
  async packageTitles(ids) {
    const rows = await view.in(packages).find({ _id: { $in: [...ids] } }, { fields: { title: 1 } })
    return new Map(rows.map(({ _id, title }) => [_id, title]))
  },
})

/** Of each learner of a class on each of its packages the registration with the newest activity, as in `classProgress`. */
const newestOfClass = (id: string) => [
  { $match: { classes: id, isTrial: false } },
  { $sort: { activeAt: 1, _id: 1 } },
  {
    $group: {
      _id: { learner: '$learner', package: '$package' },
      evidence: { $last: '$evidence' },
    },
  },
]

/** Ids of the learners of a class who have a result of a level. */
/** What the organisations are called, by id. */
async function organisationNames(
  view: View,
  ids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== undefined))]
  const rows = await view.in(organisations).find({ _id: { $in: known } })
  return new Map(rows.map(({ _id, name }) => [_id, name]))
}

async function membersWith(view: View, id: string, evidence: EvidenceLevel): Promise<string[]> {
  const rows = await view
    .in(registrations)
    .aggregate<{ _id: string }>([
      ...newestOfClass(id),
      { $match: { evidence } },
      { $group: { _id: '$_id.learner' } },
    ])
  return rows.map(({ _id }) => _id)
}

function classReads(view: View): Pick<CohortReader, 'findClass'> {
  return {
    async findClass(id) {
      const row = await view.in(classes).findOne({ _id: id })
      return row && classOf(row)
    },
  }
}

export const cohortWriter = ({ view }: Transaction): CohortWriter => ({
  ...classReads(view),
  ...classWrites(view),
  async classMembers(id) {
    const rows = await view.in(members).find({ class: id }, { fields: { person: 1 } })
    return rows.map(({ person }) => person)
  },
  async insertClassMember(id, person, at) {
    const _id = { class: id, person }
    if (await view.in(members).findOne({ _id }, { fields: { _id: 1 } })) return false
    await view.in(members).insert({ _id, ..._id, enrolledAt: at })
    await view.in(people).update({ _id: person }, { $addToSet: { classes: id } })
    const joined = await view.in(classes).change({ _id: id }, { $inc: { learners: 1 } })
    await markRegistrations(view, { id, people: [person], packages: joined?.packages ?? [] })
    return true
  },
  async deleteClassMember(id, person) {
    if ((await view.in(members).remove({ _id: { class: id, person } })) === 0) return false
    await view.in(people).update({ _id: person }, { $pull: { classes: id } } as never)
    await view.in(classes).update({ _id: id }, { $inc: { learners: -1 } })
    const left = { learner: person, isTrial: false, classes: id }
    await view.in(registrations).updateAll(left, { $pull: { classes: id } } as never)
    return true
  },
  isRegisteredOn: async (person, packageId) =>
    (await view
      .in(registrations)
      .findOne({ learner: person, isTrial: false, package: packageId }, { fields: { _id: 1 } })) !==
    undefined,
})

interface Marked {
  readonly id: string
  readonly people: readonly string[]
  readonly packages: readonly string[]
}

/** Says on the registrations of these people on these packages that the class has them. */
async function markRegistrations(view: View, { id, people: who, packages: what }: Marked) {
  if (who.length === 0 || what.length === 0) return
  const found = { learner: { $in: [...who] }, isTrial: false, package: { $in: [...what] } }
  await view.in(registrations).updateAll(found, { $addToSet: { classes: id } })
}

/** The classes whose learner and package these are: what a new registration is marked with. */
export async function classesWith(
  view: View,
  { learner, package: packageId }: { readonly learner: string; readonly package: string },
): Promise<string[]> {
  const person = await view.in(people).findOne({ _id: learner }, { fields: { classes: 1 } })
  if (!person || person.classes.length === 0) return []
  const rows = await view
    .in(classes)
    .find({ _id: { $in: [...person.classes] }, packages: packageId }, { fields: { _id: 1 } })
  return rows.map(({ _id }) => _id)
}

const classWrites = (
  view: View,
): Pick<CohortWriter, 'insertClass' | 'replaceClass' | 'deleteClass'> => ({
  async insertClass(created) {
    const row = rowOf(created)
    const same = { $or: [{ _id: row._id }, { codeFold: row.codeFold }] }
    if (await view.in(classes).findOne(same, { fields: { _id: 1 } })) return false
    await holdOrganisation(view, row.organisation)
    await view.in(classes).insert({ ...row, createdAt: created.createdAt, learners: 0 })
    return true
  },
  async replaceClass(changed) {
    const row = rowOf(changed)
    const { _id, codeFold } = row
    const before = await view.in(classes).findOne({ _id })
    const other = { codeFold, _id: { $ne: _id } }
    if (!before || (await view.in(classes).findOne(other, { fields: { _id: 1 } }))) return false
    if (row.organisation !== before.organisation) await holdOrganisation(view, row.organisation)
    const { createdAt, learners } = before
    await view.in(classes).put({ ...row, createdAt, learners })
    await remark(view, before, row.packages)
    return true
  },
  async deleteClass(id) {
    await view.in(members).remove({ class: id })
    await view.in(people).updateAll({ classes: id }, { $pull: { classes: id } } as never)
    await view.in(registrations).updateAll({ classes: id }, { $pull: { classes: id } } as never)
    await view.in(grants).remove({ placeKind: 'class', place: id })
    await view.in(classes).remove({ _id: id })
  },
})

/** Puts the marks of registrations right when a class has other packages than before. */
async function remark(
  view: View,
  { _id: id, packages: before }: ClassRow,
  now: readonly string[],
): Promise<void> {
  const gone = before.filter((one) => !now.includes(one))
  const added = now.filter((one) => !before.includes(one))
  if (gone.length + added.length === 0) return
  // A learner who is registered at this moment got the marks of before.
  await view.in(people).updateAll({ classes: id }, { $inc: { changes: 1 } })
  if (gone.length > 0) {
    const unmarked = { classes: id, package: { $in: gone } }
    await view.in(registrations).updateAll(unmarked, { $pull: { classes: id } } as never)
  }
  if (added.length === 0) return
  const rows = await view.in(members).find({ class: id }, { fields: { person: 1 } })
  await markRegistrations(view, { id, people: rows.map(({ person }) => person), packages: added })
}

const rowOf = (one: IndexedClass): Omit<ClassRow, 'createdAt' | 'learners'> => ({
  _id: one.id,
  code: one.code,
  codeFold: one.code.normalize('NFC').toLowerCase(),
  name: one.name,
  startsOn: one.startsOn,
  endsOn: one.endsOn,
  organisation: one.organisation,
  packages: [...new Set(one.packages)].sort(),
  searchText: one.searchText,
})

const classOf = (row: ClassRow): ClassOverview => ({
  id: row._id,
  code: row.code,
  name: row.name,
  ...(row.startsOn !== undefined && { startsOn: row.startsOn }),
  ...(row.endsOn !== undefined && { endsOn: row.endsOn }),
  ...(row.organisation !== undefined && { organisation: row.organisation }),
  packages: row.packages,
  createdAt: row.createdAt,
  learners: row.learners,
})

const progressOf = (row: RegistrationRow): MemberProgress => ({
  person: row.learner,
  package: row.package,
  registration: row._id,
  completion: row.completion,
  success: row.success,
  evidence: row.evidence ?? 'none',
  ...(row.score && { score: row.score.scaled }),
  progress: row.progress,
  ...(row.lastActivityAt !== undefined && { lastActivityAt: row.lastActivityAt }),
})
