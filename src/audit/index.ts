export type { AuditEntry, NewAuditEntry } from './entry.ts'
export {
  auditing,
  type Change,
  type KeptCommand,
  keepCommandLog,
  keepLog,
  leaveEntry,
  noteChange,
} from './keep-log.ts'
export { auditOperations } from './routes.ts'
export type { AuditFilter, AuditWriter } from './store.ts'
export type * from './wire.ts'
