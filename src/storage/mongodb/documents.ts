import type { Filter } from 'mongodb'
import type {
  DocumentContext,
  DocumentFilter,
  DocumentKey,
  DocumentReader,
  DocumentWriter,
  StoredDocument,
  Updated,
} from '../../xapi/documents/store.ts'
import { collection } from './collection.ts'
import { hashOf } from './hash-of.ts'
import { type Kept, keep, pieceCollection, readKept, removeKept } from './pieces.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface DocumentRow {
  /** Hash of the whole key, hexadecimal. */
  _id: string
  /** Hash of what it is about, which a list is found by. */
  context: string
  /** What it is about: no hash can be turned back, and whoever moves or searches the documents needs it. */
  resource: DocumentContext['resource']
  agent: string
  activity: string
  registration: string
  id: string
  updated: Updated
  contentType: string
  etag: string
  bytes: Kept
  isCut: boolean
}

export const documents = collection<DocumentRow>('documents', [
  { keys: { context: 1, registration: 1, id: 1 } },
  { keys: { agent: 1 } },
])
export const contents = pieceCollection('documentPieces')

export const documentCollections = [documents, contents]

export const documentReader = (view: View): DocumentReader => ({
  findDocument: (key) => findDocument(view, key),

  async listDocuments(filter, since = -1) {
    const rows = await view
      .in(documents)
      .find(
        { ...conditionOf(filter), updated: { $gt: since } },
        { fields: { id: 1, updated: 1 }, sort: { id: 1 } },
      )
    const latest = new Map<string, Updated>()
    for (const { id, updated } of rows) latest.set(id, Math.max(updated, latest.get(id) ?? 0))
    return [...latest].map(([id, updated]) => ({ id, updated }))
  },
})

export const documentWriter = ({ view, ticks }: Transaction): DocumentWriter => ({
  findDocument: (key) => findDocument(view, key),

  async findDocumentEtag(key) {
    const row = await view.in(documents).findOne({ _id: idOf(key) }, { fields: { etag: 1 } })
    return row?.etag
  },

  async putDocument(key, { contentType, etag, bytes }) {
    const _id = idOf(key)
    const fields = { updated: 1, isCut: 1 } as const
    const before = await view.in(documents).findOne({ _id }, { fields })
    if (before) await removeKept(view, contents, [{ of: _id, isCut: before.isCut }])
    const updated = Math.max(ticks.time(), (before?.updated ?? 0) + 1)
    const kept = await keep(view, contents, { of: _id, bytes })
    await view.in(documents).put({
      _id,
      context: contextOf(key),
      resource: key.resource,
      agent: key.agent,
      activity: key.activity,
      registration: key.registration,
      id: key.id,
      updated,
      contentType,
      etag,
      bytes: kept,
      isCut: typeof kept === 'number',
    })
    return updated
  },

  async deleteDocument(key) {
    await removeDocuments(view, { _id: idOf(key) })
  },

  async deleteDocuments(filter) {
    await removeDocuments(view, conditionOf(filter))
  },
})

async function findDocument(view: View, key: DocumentKey): Promise<StoredDocument | undefined> {
  const row = await view.in(documents).findOne({ _id: idOf(key) })
  if (!row) return undefined
  const { updated, contentType, etag } = row
  const bytes = await readKept(view, contents, { of: row._id, kept: row.bytes })
  return { updated, contentType, etag, bytes }
}

/** @returns how many. */
export async function removeDocuments(view: View, condition: Filter<DocumentRow>): Promise<number> {
  const rows = await view.in(documents).find(condition, { fields: { isCut: 1 } })
  if (rows.length === 0) return 0
  await view.in(documents).remove({ _id: { $in: rows.map(({ _id }) => _id) } })
  await removeKept(
    view,
    contents,
    rows.map(({ _id, isCut }) => ({ of: _id, isCut })),
  )
  return rows.length
}

const contextOf = ({ resource, agent, activity }: DocumentContext): string =>
  hashOf(resource, agent, activity)

const idOf = ({ resource, agent, activity, registration, id }: DocumentKey): string =>
  hashOf(resource, agent, activity, registration, id)

const conditionOf = (filter: DocumentFilter): Filter<DocumentRow> => ({
  context: contextOf(filter),
  ...(filter.registration !== undefined && { registration: filter.registration }),
})
