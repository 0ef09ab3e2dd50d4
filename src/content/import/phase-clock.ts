import type { Worker } from 'node:worker_threads'
import type { ReadingPhase } from './read-package.ts'

type Thread = Pick<Worker, 'cpuUsage'>

interface EnteredPhase {
  readonly phase: ReadingPhase
  readonly at: number
  /** Processor time that the thread had taken by then, milliseconds. */
  readonly computed: Promise<number>
}

/**
 * The time limits of the two phases, in milliseconds. All time on the zip counts together, by the clock. Of the manifest what the
 * thread computes counts, or a busy machine would refuse what is in order; by the clock it may take as long as the zip.
 */
export class PhaseClock {
  readonly #thread: Thread
  readonly #left: Record<ReadingPhase, number>
  readonly #onTimeout: (phase: ReadingPhase) => void
  #timer: NodeJS.Timeout | undefined
  #entered: EnteredPhase | undefined

  constructor(
    thread: Thread,
    millisecondsMax: Record<ReadingPhase, number>,
    onTimeout: (phase: ReadingPhase) => void,
  ) {
    this.#thread = thread
    this.#left = millisecondsMax
    this.#onTimeout = onTimeout
  }

  enter(phase: ReadingPhase): void {
    this.stop()
    this.#entered = { phase, at: performance.now(), computed: computedBy(this.#thread) }
    this.#wait(this.#left[phase])
  }

  stop(): void {
    clearTimeout(this.#timer)
    if (!this.#entered) return
    this.#left[this.#entered.phase] -= performance.now() - this.#entered.at
    this.#entered = undefined
  }

  #wait(milliseconds: number): void {
    this.#timer = setTimeout(() => void this.#expire(), milliseconds)
  }

  async #expire(): Promise<void> {
    const entered = this.#entered
    if (!entered) return
    const spare = entered.phase === 'manifest' ? await this.#spare(entered) : 0
    if (this.#entered !== entered) return
    if (spare > 0) this.#wait(spare)
    else this.#onTimeout(entered.phase)
  }

  async #spare({ at, computed }: EnteredPhase): Promise<number> {
    const since = (await computedBy(this.#thread)) - (await computed)
    return Math.min(this.#left.manifest - since, this.#left.zip - (performance.now() - at))
  }
}

/** Milliseconds that a thread has computed so far. It answers in the midst of that; one that has ended cannot. */
async function computedBy(thread: Thread): Promise<number> {
  const { user, system } = await thread.cpuUsage().catch(() => ({ user: Infinity, system: 0 }))
  return (user + system) / 1000
}
