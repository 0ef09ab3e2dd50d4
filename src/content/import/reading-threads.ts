import { Worker } from 'node:worker_threads'
import type { ImportLimits } from './limits.ts'

/** What is new in the heap of a thread; left alone V8 takes several times as much. */
const youngMiB = 8
/** How long a thread without work is kept: a producer who uploads one course may upload twenty. */
const idleMilliseconds = 5_000

/**
 * The threads in which packages are read. One that has answered is used again for a while, since to start one takes longer than
 * to read a small package; one that was too slow or too heavy never is.
 */
export class ReadingThreads {
  readonly #limits: ImportLimits
  readonly #idle = new Map<Worker, NodeJS.Timeout>()

  constructor(limits: ImportLimits) {
    this.#limits = limits
  }

  take(): Worker {
    const [waiting] = this.#idle
    if (!waiting) return this.#start()
    const [worker, timer] = waiting
    clearTimeout(timer)
    this.#idle.delete(worker)
    forget(worker)
    worker.ref()
    return worker
  }

  /** The thread has answered and may be used again. */
  giveBack(worker: Worker): void {
    forget(worker)
    const end = () => {
      this.#idle.delete(worker)
      void worker.terminate()
    }
    // An error with nobody listening would end the process.
    worker.once('error', end).once('exit', end)
    const timer = setTimeout(end, idleMilliseconds).unref()
    this.#idle.set(worker, timer)
    worker.unref()
  }

  #start(): Worker {
    return new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: this.#limits,
      resourceLimits: {
        maxOldGenerationSizeMb: this.#limits.heapMiBMax,
        maxYoungGenerationSizeMb: youngMiB,
      },
      // A thread needs nothing of the process's environment.
      env: {},
    })
  }
}

/** By name: Node listens too, for what keeps the process running. */
function forget(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
}
