import type { LedgerKeys } from './keys.ts'
import { ledgerBehind, requireSigned, signerOf } from './signing.ts'
import type { ErasedSources, LedgerWriter } from './store.ts'
import { type ErasureRecord, vouch } from './vouched-note.ts'

/** What is erased, and by what right. */
export interface Erasure extends ErasedSources, Pick<ErasureRecord, 'basis' | 'approvedBy'> {
  readonly at: Date
}

/**
 * Destroys the secrets of the leaves that stand for what is erased, and leaves a note that becomes a leaf of kind `erasure`, all
 * in the caller's transaction. No leaf changes: the tree verifies as before, and nobody can show any more what these leaves
 * stood for. What is erased itself is the caller's.
 * @returns the positions of the leaves
 * @throws Problem `ledger-behind` if one of the statements or audit entries has no leaf yet: bring the log up to date, then try again.
 */
export async function eraseLeafSecrets(
  tx: LedgerWriter,
  keys: LedgerKeys,
  { basis, approvedBy, at, ...sources }: Erasure,
): Promise<readonly number[]> {
  const head = await tx.readLedgerHead()
  requireSigned(head)
  const hasResults = sources.registrations !== undefined && sources.registrations.length > 0
  const isBehind =
    (hasResults && (await tx.hasLedgerNotesAfter(head.cursors.note))) ||
    sources.statements.some((one) => one > head.cursors.statement) ||
    sources.audit?.some((one) => one > head.cursors.audit)
  if (isBehind || head.size === 0) {
    throw ledgerBehind()
  }
  const positions = await tx.destroyLedgerSalts(sources)
  const record: ErasureRecord = { positions, basis, approvedBy, at: at.toISOString() }
  const text = vouch('erasure', record, [signerOf(head, keys)])
  await tx.addLedgerNote({ kind: 'erasure', at, text })
  return positions
}
