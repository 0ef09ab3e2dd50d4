import type { Page, PageRequest } from '../base/page.ts'
import type { AuditEntry, NewAuditEntry } from './entry.ts'

export interface AuditFilter {
  readonly kind?: AuditEntry['kind']
  readonly operation?: string
  /** Id of who did it. */
  readonly actor?: string
  /** Id of what it is about. */
  readonly about?: string
  readonly since?: Date
  /** Up to, but not including. */
  readonly until?: Date
}

export interface AuditReader {
  /** Newest first. */
  listAudit(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>>
}

export interface AuditWriter {
  insertAuditEntry(entry: NewAuditEntry): Promise<void>
}
