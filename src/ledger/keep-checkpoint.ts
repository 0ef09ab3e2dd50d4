import { bringUpToDate, type LedgerParts } from './append-entries.ts'
import type { LedgerCheckpoint } from './store.ts'

/**
 * Brings the log up to date and keeps the checkpoint over it, if something was added since the last one.
 * @returns the newest checkpoint; undefined while the log is empty
 * @throws Problem `ledger-halted`
 */
export async function keepCheckpoint(parts: LedgerParts): Promise<LedgerCheckpoint | undefined> {
  const { store, clock } = parts
  await bringUpToDate(parts)
  const { size, checkpoint } = await store.readLedgerHead()
  const [newest] = (await store.listLedgerCheckpoints({ limit: 1 })).items
  if (newest?.size === size || checkpoint === undefined) return newest
  const kept = { size, at: clock(), note: checkpoint }
  await store.transact((tx) => tx.keepLedgerCheckpoint(kept))
  return kept
}
