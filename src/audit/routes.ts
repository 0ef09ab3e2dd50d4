import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Call, Operation, QueryParameter } from '../http/operation.ts'
import type { AuditEntry } from './entry.ts'
import type { AuditFilter, AuditReader } from './store.ts'
import type { AuditItem, AuditList } from './wire.ts'

export const auditOperations = ({ store }: { readonly store: AuditReader }): Operation[] => [
  {
    method: 'get',
    path: '/audit',
    id: 'listAudit',
    summary: 'List who changed what, and what auditors read, newest first',
    tag: 'Audit',
    requires: 'audit/read',
    reach: 'installation',
    query: listQuery,
    answer: 'api/audit-list',
    async handle({ query }): Promise<AuditList> {
      const page = await store.listAudit(filterOf(query), pageOfQuery(query))
      return { ...page, items: page.items.map(itemOf) }
    },
  },
]

const text = { type: 'string', maxLength: 200 } as const
const time = { type: 'string', format: 'date-time' } as const

const listQuery: Readonly<Record<string, QueryParameter>> = {
  kind: {
    description: 'Only changes, or only what auditors read.',
    schema: { type: 'string', enum: ['change', 'read'] },
  },
  operation: { description: 'Only this operation, by its operationId.', schema: text },
  actor: { description: 'Only what this account or key did, by its id.', schema: text },
  about: { description: 'Only what is about the thing with this id.', schema: text },
  since: { description: 'Only from this time on, ISO 8601.', schema: time },
  until: { description: 'Only before this time, ISO 8601.', schema: time },
  ...pageParameters(),
}

const filterOf = ({ kind, operation, actor, about, since, until }: Call['query']): AuditFilter => ({
  ...(kind !== undefined && { kind: kind as AuditEntry['kind'] }),
  ...(operation !== undefined && { operation: String(operation) }),
  ...(actor !== undefined && { actor: String(actor) }),
  ...(about !== undefined && { about: String(about) }),
  ...(since !== undefined && { since: new Date(String(since)) }),
  ...(until !== undefined && { until: new Date(String(until)) }),
})

const itemOf = ({ at, request, ...entry }: AuditEntry): AuditItem => ({
  ...entry,
  at: at.toISOString(),
  requestId: request,
})
