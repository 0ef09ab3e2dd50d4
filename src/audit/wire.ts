import type { AuditActor, AuditDetails } from './entry.ts'

/** Dates are ISO 8601 in UTC. */
export interface AuditItem {
  readonly seq: number
  readonly at: string
  readonly kind: 'change' | 'read'
  readonly operation: string
  readonly actor: AuditActor
  readonly about: readonly string[]
  readonly requestId: string
  readonly network: string
  readonly details: AuditDetails
}

export interface AuditList {
  readonly items: readonly AuditItem[]
  readonly cursor?: string
}
