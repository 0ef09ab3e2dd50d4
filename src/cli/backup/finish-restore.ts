import { auditing, leaveEntry } from '../../audit/index.ts'
import { systemClock } from '../../base/clock.ts'
import { OperatorError } from '../../base/operator-error.ts'
import { Problem } from '../../base/problem.ts'
import { carryOutParts, type ErasingParts, replayListed } from '../../compose-erasure.ts'
import type { Config } from '../../config/index.ts'
import { addToList, type ListedErasure, runErasures } from '../../erasure/index.ts'
import { type LedgerKeys, noteRestore } from '../../ledger/index.ts'
import { openStore } from '../../open-store.ts'
import type { Storage } from '../../storage/port.ts'

/** Restored records that no server can open yet. */
export interface Restored {
  /** Its data folder has the list of erasures. */
  readonly config: Config
  readonly ledgerKeys: LedgerKeys
  readonly importFiles: ErasingParts['importFiles']
}

/**
 * What restored records need before a server may open them: notes in the verifiable log and in the audit log that they come from a
 * backup, and every act of erasure that they do not know.
 * @param backupOf when the backup was made
 * @returns how many acts were repeated
 * @throws OperatorError if one cannot be.
 */
export async function finishRestore(
  { config, ledgerKeys, importFiles }: Restored,
  backupOf: Date,
  erasures: readonly ListedErasure[],
): Promise<number> {
  for (const erasure of erasures) await addToList(config.dataFolder, erasure)
  const storage = auditing(await openStore(config, systemClock, { isFilling: true }))
  try {
    await logRestore(storage, ledgerKeys, backupOf)
    if (erasures.length === 0) return 0
    return await repeatErasures({ config, storage, clock: systemClock, ledgerKeys, importFiles })
  } finally {
    await storage.close()
  }
}

async function logRestore(storage: Storage, keys: LedgerKeys, backupOf: Date): Promise<void> {
  try {
    await noteRestore({ store: storage, clock: systemClock, keys }, backupOf)
  } catch (error) {
    // Records are worth more than their log: the server says that it does not go on.
    if (!(error instanceof Problem) || error.code !== 'ledger-halted') throw error
  }
  await leaveEntry(storage)
}

async function repeatErasures(parts: ErasingParts): Promise<number> {
  const replayed = await replayListed(parts)
  const failures: unknown[] = []
  await runErasures({
    ...carryOutParts(parts),
    mayWork: async () => true,
    isStopped: () => false,
    report: (error) => failures.push(error),
  })()
  if (failures.length === 0) return replayed
  throw new OperatorError(
    `An erasure could not be repeated on the backup: ${String(failures[0])}. No server can open what was restored; remove it and try again.`,
  )
}
