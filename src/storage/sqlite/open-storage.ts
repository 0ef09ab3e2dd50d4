import { join } from 'node:path'
import type { Clock } from '../../base/clock.ts'
import type { Reader, Storage, Writer } from '../port.ts'
import { accessReader, accessWriter } from './access.ts'
import { Connection } from './connection.ts'
import { packageReader, packageWriter } from './content.ts'
import { migrate } from './migrate.ts'
import { peopleReader, peopleWriter } from './people.ts'
import { registrationReader, registrationWriter } from './registrations.ts'
import { Sequence } from './sequence.ts'
import { statementReader, statementWriter } from './statements.ts'
import { WriteQueue } from './write-queue.ts'

/** Opens (and, if new, creates) the SQLite database `hocba.db` in `folder`, and brings its schema up to date. */
export function openSqliteStorage(folder: string, clock: Clock): Storage {
  const path = join(folder, 'hocba.db')
  const writing = new Connection(path)
  migrate(writing)
  const reading = new Connection(path, { readOnly: true })
  const sequence = new Sequence(writing, clock)
  const queue = new WriteQueue(writing, writerOf(writing, sequence))
  return {
    ...readerOf(reading, sequence),
    transact: (work) => queue.transact(work),
    async close() {
      await queue.close()
      reading.close()
      writing.close()
    },
  }
}

const readerOf = (connection: Connection, sequence: Sequence): Reader => ({
  ...accessReader(connection),
  ...packageReader(connection),
  ...peopleReader(connection),
  ...registrationReader(connection),
  ...statementReader(connection, sequence),
})

const writerOf = (connection: Connection, sequence: Sequence): Writer => ({
  ...accessWriter(connection),
  ...packageWriter(connection),
  ...peopleWriter(connection),
  ...registrationWriter(connection),
  ...statementWriter(connection, sequence),
})
