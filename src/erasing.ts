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
  erasureOperations,
  identifierHash,
  listName,
  type RunParts,
  readList,
  replayErasures,
  runErasures,
} from './erasure/index.ts'
import { holdLease } from './feeds/index.ts'
import type { Operation } from './http/operation.ts'
import {
  bringUpToDate,
  eraseLeafSecrets,
  type LedgerKeys,
  type LedgerWriter,
} from './ledger/index.ts'
import { type RepeatedWork, repeatWork } from './repeat-work.ts'
import type { Storage } from './storage/port.ts'

export interface ErasingParts {
  readonly config: Config
  readonly storage: Storage
  readonly clock: Clock
  /** Of statements that wait for their import. */
  readonly importFiles: CarryOutParts['importFiles']
  /** Of the verifiable log, whose leaves lose their secrets with what they stand for. */
  readonly ledgerKeys: LedgerKeys
}

type Records = Omit<ErasingParts, 'ledgerKeys' | 'importFiles'>

/** What orders erasures; undefined where the engine cannot erase. */
export function beginParts({ config, storage, clock }: Records): BeginParts | undefined {
  const store = storeOf(storage)
  const { appUrl, signingKey } = config
  return store && { store, clock, appUrl, box: secretBox(signingKey, 'erasures under way') }
}

/** `/erasures` and `/legal-holds`, where the engine can erase. */
export function erasingOperations(parts: Records): Operation[] {
  const begin = beginParts(parts)
  return begin ? erasureOperations(begin) : []
}

/** What carries them out. @param flush writes what waits in memory */
export function carryOutParts(
  parts: ErasingParts,
  flush: CarryOutParts['flush'] = async () => undefined,
): CarryOutParts | undefined {
  const begin = beginParts(parts)
  const { dataFolder, signingKey } = parts.config
  return (
    begin && {
      ...begin,
      dataFolder,
      importFiles: parts.importFiles,
      hash: identifierHash(signingKey),
      flush,
      observer: ledgerObserver(parts),
    }
  )
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
 * Carries out what is ordered, looking for orders every two seconds; it stops between two portions. At the start it orders again
 * what the list of erasures has and the data, which came from a copy, do not.
 */
export function startErasures(
  parts: ErasingParts,
  given: Pick<CarryOutParts, 'flush'> & Pick<RunParts, 'report'>,
): Pick<RepeatedWork, 'stop'> {
  const carrying = carryOutParts(parts, given.flush)
  if (!carrying) return { stop: async () => undefined }
  let isStopped = false
  const lease = holdLease(parts.storage, parts.clock, 'erasures')
  const run = runErasures({
    ...carrying,
    mayWork: lease.take,
    isStopped: () => isStopped,
    report: given.report,
  })
  let hasReplayed = false
  let listDueAt = 0
  const repeated = repeatWork(
    2,
    async () => {
      if (!hasReplayed) await replayListed(parts)
      hasReplayed = true
      await run()
      if (performance.now() < listDueAt) return
      await keepList(parts)
      listDueAt = performance.now() + listMilliseconds
    },
    given.report,
  )
  repeated.now()
  return {
    async stop() {
      isStopped = true
      await repeated.stop()
      await lease.giveBack().catch(() => undefined)
    },
  }
}

/** How old a node's list of erasures may be when another node has carried one out. */
const listMilliseconds = 30_000

/**
 * Takes every act that the data know into the list of the data folder. Each node does so all the time; whoever makes a backup
 * where no server runs calls it before copying the list.
 */
export async function keepList(parts: Records): Promise<void> {
  const begin = beginParts(parts)
  if (begin) await completeList(begin.store, begin.box, parts.config.dataFolder)
}

/** Orders again what the list beside the data has and the data do not know. */
export async function replayListed(parts: Records): Promise<number> {
  const begin = beginParts(parts)
  if (!begin) return 0
  const { dataFolder, signingKey } = parts.config
  const list = readList(join(dataFolder, listName))
  const replay = replayErasures({ ...begin, hash: identifierHash(signingKey) })
  return (await replay(list)).replayed
}

function storeOf(storage: Storage): ErasingStore | undefined {
  if (!storage.erasing) return undefined
  const { findPerson, findClass, listDestinations } = storage
  const { listAttachments, readAttachment, consistentThrough } = storage
  return {
    ...auditing<ErasureWriter, ErasureStore>(storage.erasing),
    ...{ findPerson, findClass, listDestinations },
    ...{ listAttachments, readAttachment, consistentThrough },
  }
}
