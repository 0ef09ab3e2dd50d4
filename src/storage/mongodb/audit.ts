import type { Filter } from 'mongodb'
import type { AuditEntry } from '../../audit/entry.ts'
import type { AuditFilter, AuditReader, AuditWriter } from '../../audit/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface EntryRow {
  /** Where it stands in the log: a position as statements have them, so that `consistentThrough` bounds it too. */
  _id: number
  at: Date
  kind: AuditEntry['kind']
  operation: string
  actorKind: AuditEntry['actor']['kind']
  actor: string
  actorName: string
  about: readonly string[]
  request: string
  network: string
  /** JSON: its names are those of whatever was asked for. */
  details: string
}

export const auditEntries = collection<EntryRow>('auditEntries', [
  { keys: { actor: 1, _id: -1 } },
  { keys: { operation: 1, _id: -1 } },
  { keys: { kind: 1, _id: -1 } },
  { keys: { about: 1, _id: -1 } },
])

export const auditCollections = [auditEntries]

export const auditReader = (view: View): AuditReader => ({
  async listAudit(filter, { limit, cursor }) {
    const rows = await view
      .in(auditEntries)
      .find(conditionOf(filter, cursor), { sort: { _id: -1 }, limit: limit + 1 })
    const page = pageOf(rows, limit, (last) => [last._id])
    return { ...page, items: page.items.map(entryOf) }
  },
})

/** The engine offers nothing that changes or removes an entry. */
export const auditWriter = ({ view, ticks }: Transaction): AuditWriter => ({
  async insertAuditEntry({ actor, about, details, ...entry }) {
    await view.in(auditEntries).insert({
      _id: ticks.next(),
      ...entry,
      actorKind: actor.kind,
      actor: actor.id,
      actorName: actor.name,
      about: [...about],
      details: JSON.stringify(details),
    })
  },
})

function conditionOf(filter: AuditFilter, cursor: string | undefined): Filter<EntryRow> {
  const { kind, operation, actor, about, since, until } = filter
  const before = cursor === undefined ? undefined : Number(readCursor(cursor, ['number'])[0])
  return {
    ...(before !== undefined && { _id: { $lt: before } }),
    ...(kind !== undefined && { kind }),
    ...(operation !== undefined && { operation }),
    ...(actor !== undefined && { actor }),
    ...(about !== undefined && { about }),
    ...((since ?? until) && {
      at: { ...(since && { $gte: since }), ...(until && { $lt: until }) },
    }),
  }
}

const entryOf = (row: EntryRow): AuditEntry => ({
  seq: row._id,
  at: row.at,
  kind: row.kind,
  operation: row.operation,
  actor: { kind: row.actorKind, id: row.actor, name: row.actorName },
  about: row.about,
  request: row.request,
  network: row.network,
  details: JSON.parse(row.details) as AuditEntry['details'],
})
