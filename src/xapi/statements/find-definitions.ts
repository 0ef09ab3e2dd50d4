import type { ActivityReader } from '../activities/store.ts'
import type { Definitions } from './format-statement.ts'
import type { Statement } from './statement.ts'
import type { StoredStatement } from './store.ts'
import { forEachActivity } from './walk-statement.ts'

/** The canonical definitions of all activities that occur in these statements. */
export async function findDefinitionsIn(
  store: ActivityReader,
  items: readonly StoredStatement[],
): Promise<Definitions> {
  const activities = new Set<string>()
  for (const { json } of items) {
    const statement = JSON.parse(json.toString('utf8')) as Statement
    forEachActivity(statement, ({ id }) => activities.add(id))
  }
  return store.findDefinitions([...activities])
}
