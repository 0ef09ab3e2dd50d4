import type { Document, Filter } from 'mongodb'
import type { Placed } from '../../access/store.ts'
import type { PartKind, Parts, Reach, Target } from '../../base/reach.ts'
import type { Collection } from './collection.ts'
import { classes, organisations, packages, people, registrations } from './rows.ts'
import type { View } from './view.ts'

/**
 * What a reach is on the rows that a list is of. Copies kept for it: `organisation` and `classes` on people and registrations,
 * `packages` on people, `uploadedBy` on packages. Organisations and the classes of a part are read first: of both there are
 * thousands at most.
 */
type Condition = (view: View, ids: readonly string[]) => Promise<Where> | Where

type Where = Readonly<Record<string, unknown>>

/** Organisations with these ids, and what is below them. */
async function subtree(view: View, ids: readonly string[]): Promise<string[]> {
  const found = new Set(ids)
  let level = [...found]
  while (level.length > 0) {
    const below = await view
      .in(organisations)
      .find({ parent: { $in: level } }, { fields: { _id: 1 } })
    level = below.map(({ _id }) => _id).filter((id) => !found.has(id))
    for (const id of level) found.add(id)
  }
  return [...found]
}

async function classesOf(view: View, ids: readonly string[]): Promise<string[]> {
  const rows = await view
    .in(classes)
    .find({ organisation: { $in: await subtree(view, ids) } }, { fields: { _id: 1 } })
  return rows.map(({ _id }) => _id)
}

async function packagesOf(view: View, ids: readonly string[]): Promise<string[]> {
  const rows = await view.in(classes).find({ _id: { $in: [...ids] } }, { fields: { packages: 1 } })
  return [...new Set(rows.flatMap((row) => row.packages))]
}

const oneOf = (ids: readonly string[]) => ({ $in: [...ids] })

/** By what is looked for, and by the kind of part. */
const inside: Readonly<Record<Target['kind'], Partial<Record<PartKind, Condition>>>> = {
  registration: {
    peopleOf: async (view, ids) => ({
      isTrial: false,
      organisation: oneOf(await subtree(view, ids)),
    }),
    classesOf: async (view, ids) => ({
      isTrial: false,
      classes: oneOf(await classesOf(view, ids)),
    }),
    class: (_, ids) => ({ isTrial: false, classes: oneOf(ids) }),
    package: (_, ids) => ({ isTrial: false, package: oneOf(ids) }),
    person: (_, ids) => ({ isTrial: false, learner: oneOf(ids) }),
    trialsOf: (_, ids) => ({ isTrial: true, learner: oneOf(ids) }),
  },
  learner: {
    peopleOf: async (view, ids) => ({ organisation: oneOf(await subtree(view, ids)) }),
    classesOf: async (view, ids) => ({ classes: oneOf(await classesOf(view, ids)) }),
    class: (_, ids) => ({ classes: oneOf(ids) }),
    package: (_, ids) => ({ packages: oneOf(ids) }),
  },
  package: {
    classesOf: async (view, ids) => ({
      _id: oneOf(await packagesOf(view, await classesOf(view, ids))),
    }),
    class: async (view, ids) => ({ _id: oneOf(await packagesOf(view, ids)) }),
    package: (_, ids) => ({ _id: oneOf(ids) }),
    uploadsOf: (_, ids) => ({ uploadedBy: oneOf(ids) }),
  },
  'whole-package': {
    package: (_, ids) => ({ _id: oneOf(ids) }),
    uploadsOf: (_, ids) => ({ uploadedBy: oneOf(ids) }),
  },
  class: {
    classesOf: async (view, ids) => ({ _id: oneOf(await classesOf(view, ids)) }),
    class: (_, ids) => ({ _id: oneOf(ids) }),
  },
  organisation: {
    peopleOf: async (view, ids) => ({ _id: oneOf(await subtree(view, ids)) }),
    classesOf: async (view, ids) => ({ _id: oneOf(await subtree(view, ids)) }),
  },
}

/** What keeps a query on the rows of a kind to those inside a reach; undefined where the reach is everywhere. */
export async function insideReach<Row extends Document>(
  view: View,
  kind: Target['kind'],
  reach: Reach | undefined,
): Promise<Filter<Row> | undefined> {
  if (reach === undefined || reach === 'everywhere') return undefined
  const parts = Object.entries(reach) as [PartKind, Parts[PartKind] & {}][]
  const conditions: Where[] = []
  for (const [part, ids] of parts) {
    const condition = inside[kind][part]
    if (condition) conditions.push(await condition(view, ids))
  }
  // No row has an _id in an empty list.
  return (conditions.length === 0 ? { _id: { $in: [] } } : { $or: conditions }) as Filter<Row>
}

const rowsOf: Readonly<Record<Target['kind'], Collection<{ _id: string }>>> = {
  registration: registrations,
  learner: people,
  package: packages,
  'whole-package': packages,
  class: classes,
  organisation: organisations,
} as never

export async function isInside(view: View, reach: Reach, { kind, id }: Target): Promise<boolean> {
  const within = await insideReach<{ _id: string }>(view, kind, reach)
  if (!within) return true
  return (
    (await view
      .in(rowsOf[kind])
      .findOne({ $and: [{ _id: id }, within] }, { fields: { _id: 1 } })) !== undefined
  )
}

export const isThere = async (view: View, kind: Placed, id: string): Promise<boolean> =>
  (await view.in(rowsOf[kind]).findOne({ _id: id }, { fields: { _id: 1 } })) !== undefined
