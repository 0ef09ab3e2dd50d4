import type { LedgerParts } from './append-entries.ts'
import { signerOf } from './signing.ts'
import { type RestoreRecord, vouch } from './vouched-note.ts'

/**
 * Leaves a note, on data that were just restored and before anything else is written to them, that the log goes on from a backup:
 * checkpoints of what was recorded after it and is lost are then told from tampering.
 * @param backupOf when the backup was made
 * @throws Problem `ledger-halted` if the log's key did not come with the backup
 */
export async function noteRestore(
  { store, clock, keys }: Pick<LedgerParts, 'store' | 'clock' | 'keys'>,
  backupOf: Date,
): Promise<void> {
  const at = clock()
  await store.transact(async (tx) => {
    const head = await tx.readLedgerHead()
    if (head.size === 0) return
    const record: RestoreRecord = {
      backupOf: backupOf.toISOString(),
      size: head.size,
      at: at.toISOString(),
    }
    const text = vouch('restore', record, [signerOf(head, keys)])
    await tx.addLedgerNote({ kind: 'restore', at, text })
  })
}
