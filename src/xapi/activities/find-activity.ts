import type { Activity } from '../statements/statement.ts'
import type { ActivityReader } from './store.ts'

/** The full Activity Object, also for one that no statement has defined [Communication 2.5]. */
export const findActivity =
  (store: ActivityReader) =>
  async (id: string): Promise<Activity> => {
    const definition = (await store.findDefinitions([id])).get(id)
    return { objectType: 'Activity', id, ...(definition && { definition }) }
  }
