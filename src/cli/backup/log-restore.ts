import { systemClock } from '../../base/clock.ts'
import { Problem } from '../../base/problem.ts'
import { readConfig } from '../../config/index.ts'
import { noteRestore } from '../../ledger/index.ts'
import { openStore } from '../../open-store.ts'
import { openLedgerKeys } from '../../storage/files/ledger-keys.ts'
import type { Environment } from '../installation.ts'

/**
 * Writes into the verifiable log of restored data that they are those of a backup.
 * @param place `restoring` holds the database, `dataFolder` the keys
 */
export async function logRestore(
  env: Environment,
  { dataFolder, restoring }: { readonly dataFolder: string; readonly restoring: string },
  backupOf: Date,
): Promise<void> {
  const config = { ...readConfig({ ...env, HOCBA_DATA: dataFolder }), dataFolder: restoring }
  const storage = await openStore(config, systemClock)
  try {
    const keys = openLedgerKeys({ ...config, dataFolder })
    await noteRestore({ store: storage, clock: systemClock, keys }, backupOf)
  } catch (error) {
    // Records are worth more than their log: the server says that it does not go on.
    if (!(error instanceof Problem) || error.code !== 'ledger-halted') throw error
  } finally {
    await storage.close()
  }
}
