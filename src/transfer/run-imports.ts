import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { StoreFollower } from '../feeds/index.ts'
import type { StatementWriter } from '../xapi/index.ts'
import { type ImportFiles, removeFileOf } from './import-files.ts'
import type { ImportJob } from './import-job.ts'
import { type PullingParts, pullStatements } from './pull-statements.ts'
import { readFile } from './read-file.ts'
import { type SourceBatch, SourceError } from './source.ts'
import type { Lease, TransferWriter } from './store.ts'
import { LeaseLost, type StoringParts, storeBatch } from './store-batch.ts'

export interface ImportParts<W> extends StoringParts<W>, Omit<PullingParts, 'store'> {
  readonly importFiles: ImportFiles
  /** Of one statement in a file. */
  readonly requestBytesMax: number
  /** Told of errors that are nobody's but ours. */
  readonly report: (error: unknown) => void
  /** How long a job is held after the last sign of life. */
  readonly leaseMilliseconds?: number
}

/** Works on imports, one at a time. */
export interface ImportWorker {
  /** Takes the next job and works on it until it ends or `stop` is called. @returns false if there was none. */
  runNext(): Promise<boolean>
  /** Works on this job, if it waits. @param tell hears of every batch. */
  runThis(id: string, tell?: (job: ImportJob) => void): Promise<void>
  /** Lets go of the job under way after its batch; another worker goes on with it. */
  stop(): void
}

export function importWorker<W extends StatementWriter & TransferWriter>(
  parts: ImportParts<W>,
): ImportWorker {
  const { store, clock, leaseMilliseconds = 10_000 } = parts
  const owner = newUuid()
  const stopping = new AbortController()
  const lease = (): Lease => ({ owner, until: new Date(clock().getTime() + leaseMilliseconds) })
  const run = async (job: ImportJob, tell?: (job: ImportJob) => void) => {
    const renewing = setInterval(() => {
      store.transact((tx) => tx.renewImportLease(job.id, lease())).catch(() => undefined)
    }, leaseMilliseconds / 3)
    try {
      await runImport(parts, job, { lease, signal: stopping.signal, tell })
    } finally {
      clearInterval(renewing)
    }
  }
  return {
    async runNext() {
      if (stopping.signal.aborted || !(await store.hasImportWork(clock()))) return false
      const job = await store.transact((tx) => tx.claimImportJob(lease(), clock()))
      if (job) await run(job)
      return job !== undefined
    },
    async runThis(id, tell) {
      const job = await store.transact((tx) => tx.claimThisImportJob(id, lease()))
      if (job) await run(job, tell)
    },
    stop: () => stopping.abort(),
  }
}

interface Running {
  readonly lease: () => Lease
  readonly signal: AbortSignal
  readonly tell?: ((job: ImportJob) => void) | undefined
}

async function runImport<W extends StatementWriter & TransferWriter>(
  parts: ImportParts<W>,
  claimed: ImportJob,
  { lease, signal, tell }: Running,
): Promise<void> {
  const { store, clock } = parts
  const keep = storeBatch(parts)
  let job: ImportJob = { ...claimed, startedAt: claimed.startedAt ?? clock().toISOString() }
  const end = (change: Partial<ImportJob>) =>
    store.transact((tx) => tx.saveImportJob({ ...job, ...change }, lease(), []))
  try {
    let since = clock()
    for await (const batch of batchesOf(parts, job, signal)) {
      job = await keep(job, batch, { lease, since })
      since = clock()
      tell?.(job)
      refuseJunk(job)
      if (signal.aborted) break
      await new Promise(setImmediate)
    }
    if (signal.aborted) await end({ state: 'waiting' })
    else {
      job = done(job, clock())
      await end({})
      await removeFileOf(job, parts)
    }
  } catch (error) {
    if (error instanceof LeaseLost) return
    // The store takes nothing now; the job waits, with everything that was stored, until it does.
    if (signal.aborted || isPassing(error)) await end({ state: 'waiting' }).catch(() => undefined)
    else {
      if (!(error instanceof SourceError)) parts.report(error)
      await end({ state: 'failed', endedAt: clock().toISOString(), failure: sentenceOf(error) })
    }
  }
  tell?.(job)
}

/** Of so many statements one fits, or the source holds something else than statements. */
const refusedMax = 10_000

/** @throws SourceError where nothing of it was ever accepted. */
function refuseJunk({ counts }: ImportJob): void {
  if (counts.rejected < refusedMax || counts.rejected < counts.read) return
  throw new SourceError(`None of the first ${counts.read} statements was accepted.`)
}

function batchesOf<W>(
  parts: ImportParts<W>,
  job: ImportJob,
  signal: AbortSignal,
): AsyncGenerator<SourceBatch> {
  const { source } = job
  return source.kind === 'file'
    ? readFile(source, job, parts)
    : pullStatements(parts, source, { job, signal })
}

/** The secret of the other store is not needed any more. */
function done(job: ImportJob, at: Date): ImportJob {
  const ended = { ...job, state: 'done', endedAt: at.toISOString() } as const
  if (ended.source.kind === 'file') return ended
  const { secret: _secret, ...source } = ended.source
  return { ...ended, source }
}

const isPassing = (error: unknown): boolean =>
  error instanceof Problem && ['storage-unavailable', 'overloaded'].includes(error.code)

const sentenceOf = (error: unknown): string =>
  error instanceof SourceError
    ? error.message
    : 'The server made a mistake, which its log describes; resuming goes on behind what is stored.'

/** Work on imports that goes on until it is stopped. */
export interface RunningImports {
  /** Waits for the batch under way; the job goes on at the next start. */
  stop(): Promise<void>
}

/** @param follower wakes it when something was written, and now and then. */
export function runImports(
  worker: ImportWorker,
  follower: StoreFollower,
  report: (error: unknown) => void,
): RunningImports {
  const stopping = new AbortController()
  const { signal } = stopping
  const work = async () => {
    while (!signal.aborted && !follower.stopping.aborted) {
      const { moment } = follower
      const wasBusy = await worker.runNext().catch((error: unknown) => {
        if (!signal.aborted) report(error)
        return false
      })
      if (!wasBusy && !signal.aborted) await follower.next(moment, signal)
    }
  }
  const working = work()
  return {
    stop() {
      stopping.abort()
      worker.stop()
      return working
    },
  }
}
