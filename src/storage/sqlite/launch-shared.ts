import type { LaunchWriter, SharedChange } from '../../launch/store.ts'
import type { GlobalObjective } from '../../runtime/index.ts'
import type { Connection } from './connection.ts'

type Kind = SharedChange['kind']

/** What the courses of a learner share. */
export const sharedWriter = (
  connection: Connection,
): Pick<LaunchWriter, 'findShared' | 'saveShared'> => ({
  findShared: async (learner, keys) => ({
    objectives: valuesOf<GlobalObjective>(connection, learner, ['objective', keys.objectives]),
    data: valuesOf<string>(connection, learner, ['data', keys.data]),
  }),
  async saveShared(learner, changes) {
    for (const { kind, id, value } of changes) {
      if (value === undefined) {
        connection.run(
          'DELETE FROM launch_shared WHERE learner = ? AND kind = ? AND id = ?',
          learner,
          kind,
          id,
        )
        continue
      }
      connection.run(
        `INSERT INTO launch_shared VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
        learner,
        kind,
        id,
        JSON.stringify(value),
      )
    }
  },
})

function valuesOf<T>(
  connection: Connection,
  learner: string,
  [kind, ids]: readonly [Kind, readonly string[]],
): Record<string, T> {
  if (ids.length === 0) return {}
  const rows = connection.all<{ id: string; value: string }>(
    `SELECT id, value FROM launch_shared
     WHERE learner = ? AND kind = ? AND id IN (SELECT value FROM json_each(?))`,
    learner,
    kind,
    JSON.stringify(ids),
  )
  return Object.fromEntries(rows.map(({ id, value }) => [id, JSON.parse(value) as T]))
}
