import type { LaunchWriter, SharedChange } from '../../launch/store.ts'
import type { GlobalObjective } from '../../runtime/index.ts'
import { collection } from './collection.ts'
import { hashOf } from './hash-of.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

type Kind = SharedChange['kind']

interface SharedRow {
  /** Hash of learner, kind and id. */
  _id: string
  learner: string
  kind: Kind
  /** As courses call it. */
  id: string
  /** JSON */
  value: string
}

export const shared = collection<SharedRow>('launchShared', [{ keys: { learner: 1 } }])

export const sharedStateCollections = [shared]

/** What the courses of a learner share. */
export const sharedWriter = ({
  view,
}: Transaction): Pick<LaunchWriter, 'findShared' | 'saveShared'> => ({
  findShared: async (learner, keys) => ({
    objectives: await valuesOf<GlobalObjective>(view, learner, ['objective', keys.objectives]),
    data: await valuesOf<string>(view, learner, ['data', keys.data]),
  }),
  async saveShared(learner, changes) {
    if (changes.length === 0) return
    // Of two changes of one thing the later one holds.
    const last = new Map(changes.map((change) => [hashOf(learner, change.kind, change.id), change]))
    await view.in(shared).remove({ _id: { $in: [...last.keys()] } })
    const rows = [...last].flatMap(([_id, { kind, id, value }]) =>
      value === undefined ? [] : [{ _id, learner, kind, id, value: JSON.stringify(value) }],
    )
    await view.in(shared).insert(...rows)
  },
})

async function valuesOf<T>(
  view: View,
  learner: string,
  [kind, ids]: readonly [Kind, readonly string[]],
): Promise<Record<string, T>> {
  if (ids.length === 0) return {}
  const rows = await view
    .in(shared)
    .find({ _id: { $in: ids.map((id) => hashOf(learner, kind, id)) } })
  return Object.fromEntries(rows.map(({ id, value }) => [id, JSON.parse(value) as T]))
}
