import type { SQLInputValue } from 'node:sqlite'
import type { AuditEntry } from '../../audit/entry.ts'
import type { AuditFilter, AuditReader, AuditWriter } from '../../audit/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import type { Connection } from './connection.ts'

interface EntryRow {
  seq: number
  at: number
  kind: AuditEntry['kind']
  operation: string
  actor_kind: AuditEntry['actor']['kind']
  actor: string
  actor_name: string
  about: string
  request: string
  network: string
  details: string
}

export const auditReader = (connection: Connection): AuditReader => ({
  async listAudit(filter, { limit, cursor }) {
    const { conditions, values } = conditionsOf(filter, cursor)
    const rows = connection.all<EntryRow>(
      `SELECT * FROM audit_entry WHERE ${conditions.join(' AND ')} ORDER BY seq DESC LIMIT ?`,
      ...values,
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.seq])
    return { ...page, items: page.items.map(entryOf) }
  },
})

export const auditWriter = (connection: Connection): AuditWriter => ({
  async insertAuditEntry(entry) {
    connection.run(
      `INSERT INTO audit_entry (at, kind, operation, actor_kind, actor, actor_name, about, request, network, details)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      entry.at.getTime(),
      entry.kind,
      entry.operation,
      entry.actor.kind,
      entry.actor.id,
      entry.actor.name,
      ['', ...entry.about, ''].join(' '),
      entry.request,
      entry.network,
      JSON.stringify(entry.details),
    )
  },
})

function conditionsOf(filter: AuditFilter, cursor: string | undefined) {
  const conditions = ['true']
  const values: SQLInputValue[] = []
  const add = (condition: string, value: SQLInputValue | undefined) => {
    if (value === undefined) return
    conditions.push(condition)
    values.push(value)
  }
  add('seq < ?', cursor === undefined ? undefined : readCursor(cursor, ['number'])[0]!)
  add('kind = ?', filter.kind)
  add('operation = ?', filter.operation)
  add('actor = ?', filter.actor)
  add("instr(about, ' ' || ? || ' ') > 0", filter.about)
  add('at >= ?', filter.since?.getTime())
  add('at < ?', filter.until?.getTime())
  return { conditions, values }
}

const entryOf = (row: EntryRow): AuditEntry => ({
  seq: row.seq,
  at: new Date(row.at),
  kind: row.kind,
  operation: row.operation,
  actor: { kind: row.actor_kind, id: row.actor, name: row.actor_name },
  about: row.about.split(' ').filter(Boolean),
  request: row.request,
  network: row.network,
  details: JSON.parse(row.details) as AuditEntry['details'],
})
