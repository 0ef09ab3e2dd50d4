import { join } from 'node:path'
import { auditing } from './audit/index.ts'
import type { Clock } from './base/clock.ts'
import { Problem } from './base/problem.ts'
import { secretBox } from './base/secret-box.ts'
import type { Config } from './config/index.ts'
import {
  type BeginParts,
  type CarryOutParts,
  completeList,
  type ErasingStore,
  type ErasureObserver,
  type ErasureStore,
  type ErasureWriter,
  identifierHash,
  listName,
  readList,
  replayErasures,
} from './erasure/index.ts'
import {
  bringUpToDate,
  eraseLeafSecrets,
  type LedgerKeys,
  type LedgerWriter,
} from './ledger/index.ts'
import type { Storage } from './storage/port.ts'

/** What erasures need besides their own slice: the records, the verifiable log, and the files of imports. */
export interface ErasingParts {
  readonly config: Config
  readonly storage: Storage
  readonly clock: Clock
  /** Of statements that wait for their import. */
  readonly importFiles: CarryOutParts['importFiles']
  /** Of the verifiable log, whose leaves lose their secrets with what they stand for. */
  readonly ledgerKeys: LedgerKeys
}

type Records = Pick<ErasingParts, 'config' | 'storage' | 'clock'>

/** What orders erasures, and keeps legal holds. */
export function beginParts({ config, storage, clock }: Records): BeginParts {
  const { appUrl, signingKey } = config
  const box = secretBox(signingKey, 'erasures under way')
  return { store: storeOf(storage), clock, appUrl, box }
}

/** What carries erasures out. @param flush writes what waits in memory */
export function carryOutParts(
  parts: ErasingParts,
  flush: CarryOutParts['flush'] = async () => undefined,
): CarryOutParts {
  const { dataFolder, signingKey } = parts.config
  return {
    ...beginParts(parts),
    dataFolder,
    importFiles: parts.importFiles,
    hash: identifierHash(signingKey),
    flush,
    observer: ledgerObserver(parts),
  }
}

/**
 * Takes what is erased out of the verifiable log. A log that is halted keeps nobody from erasing: it is not built upon, and
 * the law does not wait for its key.
 */
function ledgerObserver({ storage, clock, ledgerKeys: keys }: ErasingParts): ErasureObserver {
  return {
    async prepare() {
      await unlessHalted(() => bringUpToDate({ store: storage, clock, keys }))
    },
    async erased(tx, sources, { basis, approver }) {
      // The erasure slice asks for less of `tx` than there is: every `tx` of a Storage is a whole Writer.
      const writer = tx as unknown as LedgerWriter
      const erasure = { ...sources, basis, approvedBy: approver, at: clock() }
      await unlessHalted(() => eraseLeafSecrets(writer, keys, erasure))
    },
  }
}

async function unlessHalted(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'ledger-halted') throw error
  }
}

/**
 * Takes every act that the data know into the list of the data folder. Each node does so all the time; whoever makes a backup
 * where no server runs calls it before copying the list.
 */
export async function keepList(parts: Records): Promise<void> {
  const { store, box } = beginParts(parts)
  await completeList(store, box, parts.config.dataFolder)
}

/** Orders again what the list beside the data has and the data do not know. @returns how many acts */
export async function replayListed(parts: Records): Promise<number> {
  const { dataFolder, signingKey } = parts.config
  const list = readList(join(dataFolder, listName))
  const replay = replayErasures({ ...beginParts(parts), hash: identifierHash(signingKey) })
  return (await replay(list)).replayed
}

function storeOf(storage: Storage): ErasingStore {
  const { findPerson, findClass, listDestinations } = storage
  const { listAttachments, readAttachment, consistentThrough } = storage
  return {
    ...auditing<ErasureWriter, ErasureStore>(storage.erasing),
    ...{ findPerson, findClass, listDestinations },
    ...{ listAttachments, readAttachment, consistentThrough },
  }
}
