import { parentPort, workerData } from 'node:worker_threads'
import type { ImportLimits } from './limits.ts'
import { type Inspection, type ReadingPhase, readPackage } from './read-package.ts'

/** A zip that the thread is given to read, one after the other. The limits are its `workerData`. */
export interface WorkerTask {
  readonly path: string
  readonly folder: string | undefined
}

/** What the thread says; an inspection or a failure ends the task. */
export type WorkerMessage =
  | { readonly phase: ReadingPhase }
  | { readonly inspection: Inspection }
  | { readonly failure: { readonly message: string; readonly code: string | undefined } }

const say = (message: WorkerMessage) => parentPort?.postMessage(message)

const limits = workerData as ImportLimits

parentPort?.on('message', async ({ path, folder }: WorkerTask) => {
  say({ phase: 'zip' })
  try {
    say({
      inspection: await readPackage(path, { folder, limits, onPhase: (phase) => say({ phase }) }),
    })
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    say({ failure: { message, code } })
  }
})
