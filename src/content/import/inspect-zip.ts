import type { Worker } from 'node:worker_threads'
import { type FindingCode, findingOf } from '../finding-codes.ts'
import { diskProblem } from '../receive-upload.ts'
import type { ImportLimits } from './limits.ts'
import { PhaseClock } from './phase-clock.ts'
import type { Inspection, ReadingPhase } from './read-package.ts'
import { ReadingThreads } from './reading-threads.ts'
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
  const threads = new ReadingThreads(limits)
  return async (zip) => {
    await turns.take()
    try {
      return await inspectInThread(zip, threads, limits)
    } finally {
      turns.give()
    }
  }
}

async function inspectInThread(
  zip: Parameters<InspectZip>[0],
  threads: ReadingThreads,
  limits: ImportLimits,
): Promise<Inspection> {
  const worker = threads.take()
  let isReusable = false
  try {
    const { inspection, isOfThread } = await answerOf(worker, zip, limits)
    isReusable = isOfThread
    return inspection
  } finally {
    if (isReusable) threads.giveBack(worker)
    // Waited for: until it is gone it may go on writing into the folder.
    else await worker.terminate()
  }
}

/** What the thread says or, if it is too slow or too heavy, what is said of it. */
interface Answer {
  readonly inspection: Inspection
  readonly isOfThread: boolean
}

function answerOf(
  worker: Worker,
  { path, bytes, folder }: Parameters<InspectZip>[0],
  limits: ImportLimits,
): Promise<Answer> {
  let clock: PhaseClock | undefined
  const answer = new Promise<Answer>((resolve, reject) => {
    const refuse = (code: FindingCode, message: string) =>
      resolve({ inspection: refused(code, message), isOfThread: false })
    clock = new PhaseClock(worker, limitsFor(bytes, limits), (phase) =>
      refuse('import-too-slow', `Reading the ${phase} took too long.`),
    )
    worker.on('message', (message: WorkerMessage) => {
      if ('phase' in message) clock!.enter(message.phase)
      else if ('failure' in message) reject(failureOf(message.failure))
      else resolve({ inspection: message.inspection, isOfThread: true })
    })
    worker.on('error', (error) => {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') {
        refuse('import-too-heavy', 'Reading the package took too much memory.')
      } else if (code === 'ERR_OUT_OF_RANGE') {
        // yauzl looks where the zip points to in a callback of its own, which nobody can catch around.
        refuse('zip-damaged', 'The zip is damaged: its directory is said to be beyond any file.')
      } else reject(error)
    })
    worker.on('exit', () => reject(new Error('the thread that read the package ended early')))
  })
  const task: WorkerTask = { path, folder }
  worker.postMessage(task)
  return answer.finally(() => clock?.stop())
}

function failureOf({ message, code }: { message: string; code: string | undefined }): unknown {
  return diskProblem(Object.assign(new Error(message), { code }))
}

const refused = (code: FindingCode, message: string): Inspection => ({
  isRefused: true,
  findings: [findingOf(code, message)],
})

const limitsFor = (bytes: number, limits: ImportLimits): Record<ReadingPhase, number> => ({
  zip: (limits.zipSecondsMax + (bytes / 1024 ** 2) * limits.zipSecondsPerMiB) * 1000,
  manifest: limits.manifestSecondsMax * 1000,
})

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
