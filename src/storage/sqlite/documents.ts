import type {
  DocumentEntry,
  DocumentFilter,
  DocumentKey,
  DocumentReader,
  DocumentWriter,
  StoredDocument,
  Updated,
} from '../../xapi/documents/store.ts'
import type { Connection } from './connection.ts'
import type { Sequence } from './sequence.ts'

interface DocumentRow {
  updated: Updated
  content_type: string
  etag: string
  contents: Uint8Array
}

const byKey = 'resource = ? AND agent = ? AND activity = ? AND registration = ? AND id = ?'

const valuesOf = ({ resource, agent, activity, registration, id }: DocumentKey) =>
  [resource, agent, activity, registration, id] as const

export const documentReader = (connection: Connection): DocumentReader => ({
  findDocument: (key) => findDocument(connection, key),
  async listDocuments(filter, since = -1) {
    const { where, values } = conditionOf(filter)
    return connection.all<DocumentEntry & Record<string, unknown>>(
      `SELECT id, max(updated) AS updated FROM document WHERE ${where} AND updated > ?
       GROUP BY id ORDER BY id`,
      ...values,
      since,
    )
  },
})

/** @param sequence gives the times: they increase even where the clock does not. */
export const documentWriter = (connection: Connection, sequence: Sequence): DocumentWriter => ({
  findDocument: (key) => findDocument(connection, key),
  async findDocumentEtag(key) {
    const sql = `SELECT etag FROM document WHERE ${byKey}`
    return connection.get<{ etag: string }>(sql, ...valuesOf(key))?.etag
  },
  async putDocument(key, { contentType, etag, bytes }) {
    const row = connection.get<{ updated: Updated }>(
      `INSERT INTO document
         (resource, agent, activity, registration, id, updated, content_type, etag, contents)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (resource, agent, activity, registration, id) DO UPDATE SET
         updated = max(excluded.updated, updated + 1),
         content_type = excluded.content_type, etag = excluded.etag, contents = excluded.contents
       RETURNING updated`,
      ...valuesOf(key),
      sequence.next(),
      contentType,
      etag,
      bytes,
    )
    return row!.updated
  },
  async deleteDocument(key) {
    connection.run(`DELETE FROM document WHERE ${byKey}`, ...valuesOf(key))
  },
  async deleteDocuments(filter) {
    const { where, values } = conditionOf(filter)
    connection.run(`DELETE FROM document WHERE ${where}`, ...values)
  },
})

async function findDocument(
  connection: Connection,
  key: DocumentKey,
): Promise<StoredDocument | undefined> {
  const row = connection.get<DocumentRow>(
    `SELECT updated, content_type, etag, contents FROM document WHERE ${byKey}`,
    ...valuesOf(key),
  )
  if (!row) return undefined
  const { updated, content_type: contentType, etag, contents } = row
  const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength)
  return { updated, contentType, etag, bytes }
}

/** The columns of a filter are the first ones of the index. */
function conditionOf({ resource, agent, activity, registration }: DocumentFilter) {
  const where = 'resource = ? AND agent = ? AND activity = ?'
  const values = [resource, agent, activity]
  return registration === undefined
    ? { where, values }
    : { where: `${where} AND registration = ?`, values: [...values, registration] }
}
