import { type ClientSession, type MongoClient, MongoError, MongoServerError } from 'mongodb'
import { newUuid } from '../../../base/ids.ts'
import { OperatorError } from '../../../base/operator-error.ts'
import { guards } from '../view.ts'

/**
 * How a database is read as it is at one moment: by a session with `snapshot: true`, as long as the server keeps that moment [manual, Read
 * Concern "snapshot"; minSnapshotHistoryWindowInSeconds, 300 unless set]; or by one transaction, which a server ends after a minute
 * [manual, transactionLifetimeLimitSeconds].
 */
export type Moment = 'snapshot' | 'transaction'

/** How the server says that the moment is over. */
const tooOld = new Set([239, 246, 251, 262, 290])

/**
 * Lets `work` read the database as it is at one moment, which is not before the call, while others write to it. Which of the two ways a
 * server offers is tried in the very session that is read with: some take the words and read the present.
 * @throws OperatorError if it offers neither, or does not keep the moment for long enough.
 */
export async function atOneMoment<Result>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<Result>,
): Promise<{ readonly moment: Moment; readonly result: Result }> {
  for (const moment of ['snapshot', 'transaction'] as const) {
    const read = await readAs(moment, client, work)
    if (read) return { moment, result: read.result }
  }
  throw new OperatorError(
    'The database server cannot be read as it is at one moment while others write to it. Stop the servers and copy the database by its own tools.',
  )
}

async function readAs<Result>(
  moment: Moment,
  client: MongoClient,
  work: (session: ClientSession) => Promise<Result>,
): Promise<{ readonly result: Result } | undefined> {
  const session = client.startSession(
    moment === 'snapshot' ? { snapshot: true } : { causalConsistency: false },
  )
  try {
    if (moment === 'transaction') session.startTransaction({ readConcern: { level: 'snapshot' } })
    if (!(await standsStill(client, session))) return undefined
    return { result: await work(session) }
  } catch (error) {
    throw isTooOld(error) ? new OperatorError(sentences[moment]) : error
  } finally {
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined)
    await session.endSession()
  }
}

/** Whether the session sees what was there before its first read, and sees it still when it is gone. */
async function standsStill(client: MongoClient, session: ClientSession): Promise<boolean> {
  const tried = client.db().collection<{ _id: string }>(guards.name)
  const _id = `a backup that began ${newUuid()}`
  await tried.insertOne({ _id })
  try {
    if ((await tried.findOne({ _id }, { session })) === null) return false
    await tried.deleteOne({ _id })
    return (await tried.findOne({ _id }, { session })) !== null
  } catch (error) {
    if (error instanceof MongoError) return false
    throw error
  } finally {
    await tried.deleteOne({ _id })
  }
}

const isTooOld = (error: unknown): boolean =>
  error instanceof MongoServerError && tooOld.has(Number(error.code))

const sentences: Readonly<Record<Moment, string>> = {
  snapshot:
    'The database server does not keep its past for as long as the backup takes. Raise its minSnapshotHistoryWindowInSeconds, or back up by mongodump or a snapshot of its disks.',
  transaction:
    'The database server ends a transaction before the backup is done. Raise its transactionLifetimeLimitSeconds, or back up by its own tools.',
}
