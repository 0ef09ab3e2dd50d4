export {
  type LedgerEntry,
  type LedgerKind,
  type LedgerSource,
  leafOf,
  type NoteKind,
} from './entry.ts'
export type {
  ErasedSources,
  LedgerCheckpoint,
  LedgerHead,
  LedgerNote,
  LedgerReader,
  LedgerWriter,
} from './store.ts'
