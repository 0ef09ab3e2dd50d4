import { learningKinds } from './learning-kinds.ts'
import { accessKinds, keepingKinds, launchKinds, statementKinds } from './other-kinds.ts'
import type { RowKind } from './row-kind.ts'

/** Kinds of record that are one document each; statements and summaries are the others. */
export const rowKinds: ReadonlyMap<string, RowKind> = new Map(
  [...learningKinds, ...accessKinds, ...statementKinds, ...launchKinds, ...keepingKinds].map(
    (one) => [one.kind, one],
  ),
)

/** Collections of records that are not one document each. */
export const otherCollections: Readonly<Record<string, string>> = {
  statements: 'statements',
  registrationSummaries: 'summaries',
}

/** Collections that are not read by themselves, and why. */
export const leftBehind: Readonly<Record<string, string>> = {
  move: 'says how this database was filled',
  guards: 'is what transactions exclude one another by',
  lanes: 'says who gives out positions here; the move raises their floor',
  nodes: 'says which servers have this database open',
  settings: 'says what nodes agree on: those of the first that starts on the target count',
  leases: 'belongs to processes of the source',
  erasureLeftovers: 'belongs to an erasure under way, while which nothing is moved',
  questionKeys: 'is the highest key of the questions: made anew',
  statementPieces: 'comes with the statements',
  attachmentPieces: 'comes with the attachments',
  documentPieces: 'comes with the documents',
  packageVersionPieces: 'comes with the versions of packages',
  launchSessionPieces: 'comes with the sessions',
  launchAttemptPieces: 'comes with the attempts',
}
