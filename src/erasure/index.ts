export { type BeginParts, beginErasure } from './begin-erasure.ts'
export type { CarryOutParts, ErasedSources, ErasureObserver } from './carry-out.ts'
export { erasedExtensionIri, erasedHomePage } from './erase-statements.ts'
export type { Erasure, ErasureSubject, LegalBasis } from './erasure.ts'
export { legalBases } from './erasure.ts'
export {
  addToList,
  completeList,
  identifierHash,
  type ListedErasure,
  listName,
  readList,
} from './erasures-list.ts'
export { liftHold, placeHold } from './holds.ts'
export { previewErasure } from './preview-erasure.ts'
export { replayErasures } from './replay-erasures.ts'
export { erasureItem, erasureOperations, holdItem } from './routes.ts'
export { type RunParts, runErasures } from './run-erasures.ts'
export type { ErasingStore, ErasureStore, ErasureWriter } from './store.ts'
export type * from './wire.ts'
