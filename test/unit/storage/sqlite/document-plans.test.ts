import { join } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { Connection } from '../../../../src/storage/sqlite/connection.ts'
import { documentReader, documentWriter } from '../../../../src/storage/sqlite/documents.ts'
import { openDatabase } from '../../../../src/storage/sqlite/open-database.ts'
import { Sequence } from '../../../../src/storage/sqlite/sequence.ts'
import { documentOf } from '../../../../src/xapi/documents/document.ts'
import { temporaryFolder } from '../../../support/storage.ts'

test('every query for documents enters the index at its key, and none sorts', async () => {
  const place = await temporaryFolder()
  const { reading, writing } = openDatabase(join(place.location, 'hocba.db'))
  const plans: string[] = []
  const observed =
    (method: 'all' | 'get' | 'run') =>
    (sql: string, ...values: SQLInputValue[]) => {
      for (const { detail } of writing.all<{ detail: string }>(
        `EXPLAIN QUERY PLAN ${sql}`,
        ...values,
      ))
        plans.push(detail)
      return writing[method](sql, ...values)
    }
  const connection = {
    all: observed('all'),
    get: observed('get'),
    run: observed('run'),
  } as unknown as Connection
  const writer = documentWriter(connection, new Sequence(writing, () => new Date()))
  const reader = documentReader(connection)
  const context = { resource: 'state', agent: 'a', activity: 'b' } as const
  const key = { ...context, registration: '', id: 'c' }
  await writer.putDocument(key, documentOf('text/plain', Buffer.from('x')))
  await writer.findDocumentEtag(key)
  await reader.findDocument(key)
  await reader.listDocuments(context)
  await reader.listDocuments({ ...context, registration: '' }, 1)
  await writer.deleteDocument(key)
  await writer.deleteDocuments(context)
  await writer.deleteDocuments({ ...context, registration: '' })
  reading.close()
  writing.close()
  await place.remove()
  const entered = plans.filter((detail) =>
    detail.includes('USING INDEX document_by_key (resource=?'),
  )
  expect(entered.length).toBeGreaterThanOrEqual(7)
  expect(plans.filter((detail) => /SCAN document|ORDER BY/.test(detail))).toEqual([])
})
