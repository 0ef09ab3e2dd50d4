import type { LedgerParts } from './append-entries.ts'
import type { LedgerCheckpoint } from './store.ts'

/**
 * Keeps the checkpoint over the log as it is, if something was added since the last one. Whoever wants it over everything brings
 * the log up to date before, which takes as long as the log is behind.
 * @returns the newest checkpoint; undefined while the log is empty
 * @throws Problem `ledger-halted`
 */
export async function keepCheckpoint(parts: LedgerParts): Promise<LedgerCheckpoint | undefined> {
  const { store, clock } = parts
  const { size, checkpoint } = await store.readLedgerHead()
  const [newest] = (await store.listLedgerCheckpoints({ limit: 1 })).items
  if (newest?.size === size || checkpoint === undefined) return newest
  const kept = { size, at: clock(), note: checkpoint }
  await store.transact((tx) => tx.keepLedgerCheckpoint(kept))
  return kept
}
