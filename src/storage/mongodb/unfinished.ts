import type { Db } from 'mongodb'
import { OperatorError } from '../../base/operator-error.ts'
import { isDuplicateKey } from './mongo-error.ts'
import { guards } from './view.ts'

/** Says that a database is not whole yet. It is made before anything else is written and removed when all of it is. */
interface UnfinishedRow {
  _id: 'unfinished'
  /** What is filling the database, e.g. "a restore". */
  by: string
  begunAt: Date
}

/** Not among the collections of the store: there is none in a database that is whole. */
export const unfinishedName = 'unfinished'

const markOf = (database: Db) => database.collection<UnfinishedRow>(unfinishedName)

/**
 * Takes an empty database for whoever fills it: no server starts on it until `finish`. Empty collections may be there, which is how
 * a sharded database is prepared.
 * @param by for the sentence that servers refuse it with, e.g. "a restore"
 * @throws OperatorError if there is anything in it, which is left as it is.
 */
export async function beginFilling(database: Db, by: string, now: Date): Promise<void> {
  await refuseUnfinished(database)
  await refuseFilled(database)
  try {
    await markOf(database).insertOne({ _id: 'unfinished', by, begunAt: now })
  } catch (error) {
    if (isDuplicateKey(error)) await refuseUnfinished(database)
    throw error
  }
  // Again, now that no server starts any more: one may have started a moment ago.
  await refuseFilled(database).catch(async (error) => {
    await markOf(database).deleteOne({ _id: 'unfinished' })
    throw error
  })
}

/** The database is whole: servers may use it from now on. */
export async function finishFilling(database: Db): Promise<void> {
  await markOf(database).drop()
}

/** @throws OperatorError for a database that somebody has begun to fill and not finished. */
export async function refuseUnfinished(database: Db): Promise<void> {
  const mark = await markOf(database).findOne({ _id: 'unfinished' })
  if (!mark) return
  const begun = mark.begunAt.toISOString()
  throw new OperatorError(
    `The database ${database.databaseName} is not whole: ${mark.by} that began at ${begun} is under way or was broken off. Wait for it, or drop the database and begin again.`,
  )
}

async function refuseFilled(database: Db): Promise<void> {
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    // A server that only looks at the database tries a transaction in the guards.
    if (name.startsWith('system.') || name === unfinishedName || name === guards.name) continue
    const found = await database.collection(name).findOne({}, { projection: { _id: 1 } })
    if (found === null) continue
    throw new OperatorError(
      `The database ${database.databaseName} is not empty: it has documents in ${name}. Stop its servers and drop it, or name another one by HOCBA_MONGODB_URL.`,
    )
  }
}
