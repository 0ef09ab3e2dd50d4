import type { AccessReader } from '../access/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { RequestSink } from '../http/watch-requests.ts'
import { figuresCounter, hourOf } from './count-figures.ts'
import { bytesOf, isRefused, refusedRequest, sourceOf } from './refused-request.ts'
import type { RefusedRequestDetail, RequestWriter } from './store.ts'
import { waitingRequests } from './waiting-requests.ts'

interface RecordingLimits {
  /** Days for which refused requests are kept. */
  readonly requestLogDaysMax: number
  /** Refused requests of known sources that are kept; of others half as many. */
  readonly requestLogCountMax: number
}

export interface RequestRecorder {
  /** Takes a request that has ended; returns at once. */
  readonly take: RequestSink
  /** Writes what waits; resolves when it is durable, or is to wait on because the store cannot write now. */
  flush(): Promise<void>
  /** Refused requests that came faster than they could be written, since the start. */
  dropped(): number
}

type RecordingStore = Pick<AccessReader, 'findCredential'> & Transactor<RequestWriter>

const batchMax = 200
const pruneMilliseconds = 10 * 60_000
const deletedAtOnceMax = 500
const figuresHoursKept = 35 * 24

/**
 * Keeps refused requests, and counts all that programs make. Requests are taken into memory, which is bounded, and written in
 * batches, so that none of them waits for it or fails with it. Whoever starts this calls `flush` every second.
 * @param report is told when writing begins to fail.
 */
export function recordRequests(
  store: RecordingStore,
  clock: Clock,
  limits: RecordingLimits & { readonly report: (error: unknown) => void },
): RequestRecorder {
  const waiting = waitingRequests()
  const figures = figuresCounter()
  const writeBatch = batchWriter(store, waiting, figures)
  let underWay: Promise<void> | undefined
  let isFailing = false
  let prunedAt = 0

  const write = async (): Promise<void> => {
    const hadRequests = waiting.count() > 0
    if (hadRequests || !figures.isEmpty()) await writeBatch()
    while (waiting.count() > 0) await writeBatch()
    const now = clock()
    if (!hadRequests && now.getTime() - prunedAt < pruneMilliseconds) return
    prunedAt = now.getTime()
    await prune(store, now, limits)
  }

  const flush = (): Promise<void> => {
    underWay ??= write()
      .then(() => {
        isFailing = false
      })
      .catch((error: unknown) => {
        if (!isFailing) limits.report(error)
        isFailing = true
      })
      .finally(() => {
        underWay = undefined
      })
    return underWay
  }

  return {
    take(ended) {
      const isKept = isRefused(ended)
      const { at, stored: statements = 0 } = ended
      const [source, bytes] = [sourceOf(ended), bytesOf(ended)]
      figures.add({ source, at, isRefused: isKept, statements, bytes })
      if (!isKept) return
      waiting.add(refusedRequest(ended))
      if (waiting.count() >= batchMax && !isFailing) setImmediate(flush)
    },
    flush,
    dropped: waiting.dropped,
  }
}

/** Writes the oldest of what waits and all figures, in one transaction; puts them back if that fails. */
const batchWriter =
  (
    store: RecordingStore,
    waiting: ReturnType<typeof waitingRequests>,
    figures: ReturnType<typeof figuresCounter>,
  ) =>
  async (): Promise<void> => {
    const taken = waiting.take(batchMax)
    const hours = figures.take()
    try {
      const refused = await named(store, taken)
      await store.transact(async (tx) => {
        if (refused.length > 0) await tx.insertRefusedRequests(refused)
        if (hours.length > 0) await tx.addSourceHours(hours)
      })
      for (const { source, ...one } of refused) {
        // Who holds the key of a credential that exists and a wrong secret is that credential's program, failing.
        if (source.kind !== 'unknown' || source.name === undefined) continue
        const owner = { ...source, kind: 'credential' } as const
        figures.add({ ...one, source: owner, isRefused: true, statements: 0 })
      }
    } catch (error) {
      figures.putBack(hours)
      waiting.putBack(taken)
      throw error
    }
  }

/** Claimed keys with the names of the credentials that they belong to. */
async function named(
  store: RecordingStore,
  refused: readonly RefusedRequestDetail[],
): Promise<readonly RefusedRequestDetail[]> {
  const nameless = refused.flatMap(({ source: { id, name } }) =>
    id !== undefined && name === undefined ? [id] : [],
  )
  const names = new Map<string, string>()
  for (const key of new Set(nameless)) {
    const credential = await store.findCredential(key)
    if (credential) names.set(key, credential.name)
  }
  return refused.map((one) => {
    const name = one.source.name ?? names.get(one.source.id ?? '')
    return name === undefined ? one : { ...one, source: { ...one.source, name } }
  })
}

/** Deletes what is too old or too many, some at a time, so that others come in between. */
async function prune(store: RecordingStore, now: Date, limits: RecordingLimits): Promise<void> {
  const kept = {
    provenMax: limits.requestLogCountMax,
    unprovenMax: Math.ceil(limits.requestLogCountMax / 2),
    before: new Date(now.getTime() - limits.requestLogDaysMax * 86_400_000),
    hourBefore: hourOf(now) - figuresHoursKept,
    deletedMax: deletedAtOnceMax,
  }
  let deleted: number
  do deleted = await store.transact((tx) => tx.pruneRequestLog(kept))
  while (deleted === deletedAtOnceMax)
}
