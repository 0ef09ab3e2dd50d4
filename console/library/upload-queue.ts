import { useSyncExternalStore } from 'react'
import { ApiError } from '../api/client.ts'
import type { UploadResult } from '../api/types.ts'
import { sendPackage } from '../api/upload.ts'

export interface UploadJob {
  readonly id: number
  readonly file: File
  readonly mode: 'import' | 'check'
  readonly package: string | undefined
  readonly step: 'waiting' | 'sending' | 'checking' | 'done' | 'failed' | 'cancelled'
  readonly sentBytes: number
  /** Smoothed over the last seconds; undefined until there is something to tell. */
  readonly bytesPerSecond: number | undefined
  /** Of an upload that the server judged, refused ones included. */
  readonly result: UploadResult | undefined
  readonly error: unknown
}

const concurrentMax = 2
let jobs: readonly UploadJob[] = []
let lastId = 0
const cancels = new Map<number, () => void>()
const listeners = new Set<() => void>()
const doneListeners = new Set<(job: UploadJob) => void>()

export const useUploads = (): readonly UploadJob[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => jobs,
  )

/** Calls back for each upload that the server took. Returns the function that stops it. */
export function onUploaded(listener: (job: UploadJob) => void): () => void {
  doneListeners.add(listener)
  return () => doneListeners.delete(listener)
}

export interface UploadOptions {
  readonly mode?: 'import' | 'check'
  readonly package?: string
}

/** Adds files to the queue, which goes on while pages change. */
export function addUploads(files: Iterable<File>, options: UploadOptions = {}): void {
  const added = [...files].map((file): UploadJob => {
    lastId += 1
    return {
      id: lastId,
      file,
      mode: options.mode ?? 'import',
      package: options.package,
      step: 'waiting',
      sentBytes: 0,
      bytesPerSecond: undefined,
      result: undefined,
      error: undefined,
    }
  })
  publish([...added, ...jobs])
  startWaiting()
}

export function cancelUpload(id: number): void {
  cancels.get(id)?.()
  cancels.delete(id)
  change(id, { step: 'cancelled' })
  startWaiting()
}

export function retryUpload(id: number): void {
  const afresh = { sentBytes: 0, bytesPerSecond: undefined, error: undefined, result: undefined }
  publish(jobs.map((job) => (job.id === id ? { ...job, ...afresh, step: 'waiting' } : job)))
  startWaiting()
}

export function dismissUpload(id: number): void {
  publish(jobs.filter((job) => job.id !== id))
}

export function dismissFinished(): void {
  publish(jobs.filter(isActive))
}

export const isActive = (job: UploadJob): boolean =>
  job.step === 'waiting' || job.step === 'sending' || job.step === 'checking'

function startWaiting(): void {
  const free = concurrentMax - jobs.filter((job) => isActive(job) && job.step !== 'waiting').length
  // The oldest first: new ones are put in front of the list.
  for (const job of jobs
    .filter((one) => one.step === 'waiting')
    .toReversed()
    .slice(0, Math.max(0, free))) {
    void send(job)
  }
}

async function send({ id, file, mode, package: replaced }: UploadJob): Promise<void> {
  change(id, { step: 'sending' })
  const speed = measureSpeed()
  const upload = sendPackage({
    file,
    mode,
    package: replaced,
    onProgress: ({ sentBytes }) =>
      change(id, {
        sentBytes,
        bytesPerSecond: speed(sentBytes),
        step: sentBytes >= file.size ? 'checking' : 'sending',
      }),
  })
  cancels.set(id, upload.cancel)
  try {
    const result = await upload.result
    change(id, { step: 'done', result })
    const done = jobs.find((job) => job.id === id)
    if (done && result.verdict !== 'refused') for (const listener of doneListeners) listener(done)
  } catch (error) {
    const findings =
      error instanceof ApiError && error.code === 'package-refused'
        ? error.facts?.findings
        : undefined
    if (Array.isArray(findings))
      change(id, { step: 'done', result: { verdict: 'refused', findings } })
    else change(id, { step: 'failed', error })
  }
  cancels.delete(id)
  startWaiting()
}

/** Bytes per second, smoothed so that the number can be read. */
function measureSpeed(): (sentBytes: number) => number | undefined {
  let at = performance.now()
  let bytes = 0
  let smooth: number | undefined
  return (sentBytes) => {
    const now = performance.now()
    const seconds = (now - at) / 1000
    if (seconds < 0.25) return smooth
    const rate = (sentBytes - bytes) / seconds
    smooth = smooth === undefined ? rate : smooth * 0.7 + rate * 0.3
    at = now
    bytes = sentBytes
    return smooth
  }
}

function change(id: number, next: Partial<UploadJob>): void {
  publish(
    jobs.map((job) => (job.id === id && job.step !== 'cancelled' ? { ...job, ...next } : job)),
  )
}

function publish(next: readonly UploadJob[]): void {
  jobs = next
  for (const listener of listeners) listener()
}

addEventListener('beforeunload', (event) => {
  if (jobs.some(isActive)) event.preventDefault()
})
