import { parentPort, workerData } from 'node:worker_threads'
import type { ImportLimits } from './limits.ts'
import { type Inspection, type ReadingPhase, readPackage } from './read-package.ts'

/** What the thread is started with, and what it says. */
export interface WorkerTask {
  readonly path: string
  readonly folder: string | undefined
  readonly limits: ImportLimits
}

export type WorkerMessage =
  | { readonly phase: ReadingPhase }
  | { readonly inspection: Inspection }
  | { readonly failure: { readonly message: string; readonly code: string | undefined } }

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

const { path, folder, limits } = workerData as WorkerTask
say({ phase: 'zip' })
try {
  say({
    inspection: await readPackage(path, { folder, limits, onPhase: (phase) => say({ phase }) }),
  })
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException
  say({ failure: { message, code } })
}
