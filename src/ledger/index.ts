export { appendEntries, bringUpToDate, type LedgerParts } from './append-entries.ts'
export {
  type LedgerEntry,
  type LedgerKind,
  type LedgerSource,
  leafOf,
  type NoteKind,
} from './entry.ts'
export { type Erasure, eraseLeafSecrets } from './erase-secrets.ts'
export { exportBundle } from './export-bundle.ts'
export { keepCheckpoint } from './keep-checkpoint.ts'
export type { LedgerKeys } from './keys.ts'
export { noteRestore } from './note-restore.ts'
export { rotateKey } from './rotate-key.ts'
export { ledgerOperations } from './routes.ts'
export { type RunningLedger, runLedger } from './run-ledger.ts'
export type {
  ErasedSources,
  LedgerCheckpoint,
  LedgerHead,
  LedgerNote,
  LedgerReader,
  LedgerWriter,
} from './store.ts'
export { describeVerification, linesOf, verifyBundle } from './verify-bundle.ts'
export type { SessionResult } from './vouched-note.ts'
export type * from './wire.ts'
