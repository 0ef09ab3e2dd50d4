import { join } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import type { ErasureWriter } from '../../erasure/store.ts'
import type { Reader, Storage, Writer } from '../port.ts'
import { accessReader, accessWriter } from './access.ts'
import { auditReader, auditWriter } from './audit.ts'
import { cohortReader, cohortWriter } from './cohorts.ts'
import type { Connection } from './connection.ts'
import { packageReader, packageWriter } from './content.ts'
import { documentReader, documentWriter } from './documents.ts'
import { ErasureEpoch, erasureStore, erasureWriter } from './erasure.ts'
import { feedReader, feedWriter } from './feeds.ts'
import { launchReader, launchWriter } from './launch.ts'
import { activityReader, agentReader } from './learned.ts'
import { ledgerReader, ledgerWriter } from './ledger.ts'
import { refuseOpenMove } from './moving/move-state.ts'
import { openDatabase } from './open-database.ts'
import { organisationReader, organisationWriter } from './organisations.ts'
import { peopleReader, peopleWriter } from './people.ts'
import { questionReader, questionWriter } from './questions.ts'
import { registrationReader, registrationWriter } from './registrations.ts'
import { requestReader, requestWriter } from './requests.ts'
import { Sequence } from './sequence.ts'
import { statementReader, statementWriter } from './statements.ts'
import { transferReader, transferWriter } from './transfer.ts'
import { versionMoveReader, versionMoveWriter } from './version-moves.ts'
import { WriteQueue, type WriteQueueLimits } from './write-queue.ts'

interface SqliteOptions {
  /**
   * Called once when the disk or the file has failed: from then on every write is refused, and the process should answer
   * 503 and end, so that the next start recovers from what is on disk.
   */
  readonly onFatal?: (error: unknown) => void
  readonly limits?: Partial<WriteQueueLimits>
}

/**
 * Opens (and, if new, creates) the SQLite database `hocba.db` in `folder`, and brings its schema up to date. Several
 * processes may have it open at once.
 * @throws with a sentence for the operator when that cannot be done safely.
 */
export function openSqliteStorage(
  folder: string,
  clock: Clock,
  options: SqliteOptions = {},
): Storage {
  const { writing, reading } = openDatabase(join(folder, 'hocba.db'))
  try {
    refuseOpenMove(writing, folder)
  } catch (error) {
    reading.close()
    writing.close()
    throw error
  }
  const sequence = new Sequence(writing, clock)
  const writer = {
    ...writerOf(writing, sequence),
    ...erasureWriter(writing, new ErasureEpoch(writing, reading)),
  }
  const queue = new WriteQueue(writing, writer, options)
  return {
    ...readerOf(reading, sequence),
    transact: (work) => queue.transact(work),
    expectedWriteWait: () => queue.expectedWaitMilliseconds(),
    erasing: erasureStore(reading, writing, queue as unknown as WriteQueue<ErasureWriter>),
    async close() {
      await queue.close()
      reading.close()
      writing.close()
    },
  }
}

const readerOf = (connection: Connection, sequence: Sequence): Reader => ({
  ...accessReader(connection),
  ...auditReader(connection),
  ...cohortReader(connection),
  ...organisationReader(connection),
  ...documentReader(connection),
  ...feedReader(connection),
  ...ledgerReader(connection),
  ...packageReader(connection),
  ...launchReader(connection),
  ...versionMoveReader(connection),
  ...peopleReader(connection),
  ...questionReader(connection),
  ...registrationReader(connection),
  ...requestReader(connection),
  ...statementReader(connection, sequence),
  ...activityReader(connection),
  ...agentReader(connection),
  ...transferReader(connection),
})

const writerOf = (connection: Connection, sequence: Sequence): Writer => ({
  ...accessWriter(connection),
  ...auditWriter(connection),
  ...cohortWriter(connection),
  ...organisationWriter(connection),
  ...documentWriter(connection, sequence),
  ...feedWriter(connection),
  ...ledgerWriter(connection),
  ...packageWriter(connection),
  ...launchWriter(connection),
  ...versionMoveWriter(connection),
  ...peopleWriter(connection),
  ...questionWriter(connection),
  ...registrationWriter(connection),
  ...requestWriter(connection),
  ...statementWriter(connection, sequence),
  ...transferWriter(connection),
})
