import { Worker } from 'node:worker_threads'
import { type FindingCode, findingOf } from '../finding-codes.ts'
import { diskProblem } from '../receive-upload.ts'
import type { ImportLimits } from './limits.ts'
import type { Inspection, ReadingPhase } from './read-package.ts'
import type { WorkerMessage, WorkerTask } from './worker.ts'

/** Reads a zip of `bytes` bytes at `path`; unpacks it to `folder` if one is given. */
export type InspectZip = (zip: {
  readonly path: string
  readonly bytes: number
  readonly folder: string | undefined
}) => Promise<Inspection>

/**
 * Reads packages in threads of their own: what a package makes the parser do cannot stop the server from answering, a thread
 * that takes too long is ended, and one that takes too much memory ends alone. Only `importsAtOnceMax` run at a time.
 */
export function zipInspector(limits: ImportLimits): InspectZip {
  const turns = new Turns(limits.importsAtOnceMax)
  return async (zip) => {
    await turns.take()
    try {
      return await inspectInThread(zip, limits)
    } finally {
      turns.give()
    }
  }
}

function inspectInThread(
  { path, bytes, folder }: Parameters<InspectZip>[0],
  limits: ImportLimits,
): Promise<Inspection> {
  const task: WorkerTask = { path, folder, limits }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMiBMax },
    // A thread needs nothing of the process's environment.
    env: {},
  })
  return new Promise<Inspection>((resolve, reject) => {
    const clock = new PhaseClock(bytes, limits, (phase) => {
      resolve(refused('import-too-slow', `Reading the ${phase} took too long.`))
    })
    worker.on('message', (message: WorkerMessage) => {
      if ('phase' in message) clock.enter(message.phase)
      else if ('inspection' in message) resolve(message.inspection)
      else reject(failureOf(message.failure))
    })
    worker.on('error', (error) => {
      const isMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
      if (isMemory)
        resolve(refused('import-too-heavy', 'Reading the package took too much memory.'))
      else reject(error)
    })
    worker.on('exit', () => {
      clock.stop()
      reject(new Error('the thread that read the package ended early'))
    })
  }).finally(() => worker.terminate())
}

function failureOf({ message, code }: { message: string; code: string | undefined }): unknown {
  return diskProblem(Object.assign(new Error(message), { code }))
}

const refused = (code: FindingCode, message: string): Inspection => ({
  isRefused: true,
  findings: [findingOf(code, message)],
})

/** The time limits of the two phases. All time on the zip counts together. */
class PhaseClock {
  readonly #millisecondsLeft: Record<ReadingPhase, number>
  readonly #onTimeout: (phase: ReadingPhase) => void
  #timer: NodeJS.Timeout | undefined
  #entered: { readonly phase: ReadingPhase; readonly at: number } | undefined

  constructor(bytes: number, limits: ImportLimits, onTimeout: (phase: ReadingPhase) => void) {
    const zipSeconds = limits.zipSecondsMax + (bytes / 1024 ** 2) * limits.zipSecondsPerMiB
    this.#millisecondsLeft = { zip: zipSeconds * 1000, manifest: limits.manifestSecondsMax * 1000 }
    this.#onTimeout = onTimeout
  }

  enter(phase: ReadingPhase): void {
    this.stop()
    this.#entered = { phase, at: performance.now() }
    this.#timer = setTimeout(this.#onTimeout, this.#millisecondsLeft[phase], phase)
  }

  stop(): void {
    clearTimeout(this.#timer)
    if (!this.#entered) return
    this.#millisecondsLeft[this.#entered.phase] -= performance.now() - this.#entered.at
    this.#entered = undefined
  }
}

/** Lets `count` run at a time, the others in the order in which they came. */
class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  async take(): Promise<void> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  give(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free += 1
  }
}
