import { join } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import { newUuid } from '../../../../src/base/ids.ts'
import type { Connection } from '../../../../src/storage/sqlite/connection.ts'
import { feedReader, feedWriter } from '../../../../src/storage/sqlite/feeds.ts'
import { openDatabase } from '../../../../src/storage/sqlite/open-database.ts'
import { temporaryFolder } from '../../../support/storage.ts'

test('every query for deliveries enters an index at its destination, and none sorts', async () => {
  const place = await temporaryFolder()
  const { reading, writing } = openDatabase(join(place.location, 'hocba.db'))
  const plans: string[] = []
  const observed =
    (method: 'all' | 'get' | 'run') =>
    (sql: string, ...values: SQLInputValue[]) => {
      const steps = writing.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
      plans.push(...steps.map(({ detail }) => detail))
      return writing[method](sql, ...values)
    }
  const connection = {
    all: observed('all'),
    get: observed('get'),
    run: observed('run'),
  } as unknown as Connection
  const [reader, writer] = [feedReader(connection), feedWriter(connection)]
  const id = newUuid()
  const now = new Date()
  await reader.findDueDelivery(id, now)
  await reader.findPendingInOrder(id)
  await reader.findDelivery(id, newUuid())
  await reader.listDeliveries(id, { limit: 10 })
  await reader.listDeliveries(id, { limit: 10, state: 'dead' })
  await writer.reviveDeadDeliveries(id, now)
  await writer.trimDeliveries(id, { delivered: 10, dead: 10 })
  await writer.deleteDestination(id)
  reading.close()
  writing.close()
  await place.remove()
  const about = plans.filter((detail) => /delivery/.test(detail))
  expect(about.length).toBeGreaterThanOrEqual(9)
  expect(
    about.filter((detail) => !/^SEARCH delivery USING .*\((destination|id)=\?/.test(detail)),
  ).toEqual([])
  expect(plans.filter((detail) => /ORDER BY/.test(detail))).toEqual([])
})
