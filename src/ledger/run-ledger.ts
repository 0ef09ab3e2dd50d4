import { appendEntries, type LedgerParts } from './append-entries.ts'
import { keepCheckpoint } from './keep-checkpoint.ts'

/** Wakes when something may be new in the store. */
export interface Wakes {
  readonly moment: number
  next(moment: number, signal?: AbortSignal): Promise<void>
  /** Aborted when it wakes nobody any more. */
  readonly stopping: AbortSignal
}

export interface RunningLedger {
  /** Gives the last entries their leaves, keeps a checkpoint, and ends. */
  stop(): Promise<void>
}

const roundMilliseconds = 1_000
/** Beside a busy server the log takes a twentieth of the time at most, and catches up afterwards. */
const restsPerWork = 20
const checkpointMilliseconds = 5 * 60_000
const afterErrorMilliseconds = 30_000

/**
 * Follows the store: leaves within a second or two, a checkpoint every five minutes if something was added.
 * @param report is told of what goes wrong, the same thing once until it is right again
 */
export function runLedger(
  parts: LedgerParts & { readonly follower: Wakes },
  report: (error: unknown) => void,
): RunningLedger {
  const stopping = new AbortController()
  const signal = AbortSignal.any([stopping.signal, parts.follower.stopping])
  const rest = (milliseconds: number) => pause(milliseconds, signal)
  let reported = ''
  const tell = (error: unknown) => {
    if (reported !== String(error)) report(error)
    reported = String(error)
  }
  const running = (async () => {
    let checkpointAt = performance.now() + checkpointMilliseconds
    while (!signal.aborted) {
      const { moment } = parts.follower
      const start = performance.now()
      try {
        const added = await appendEntries(parts)
        if (performance.now() > checkpointAt) {
          await keepCheckpoint(parts)
          checkpointAt = performance.now() + checkpointMilliseconds
        }
        reported = ''
        const work = performance.now() - start
        if (added > 0)
          await rest(Math.max(work * restsPerWork, added < 256 ? roundMilliseconds : 0))
        else await parts.follower.next(moment, signal)
      } catch (error) {
        tell(error)
        await rest(afterErrorMilliseconds)
      }
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await running
      await keepCheckpoint(parts).catch(tell)
    },
  }
}

/** Ends early when the signal is aborted, and does not keep the process alive. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', go)
      resolve()
    }
    const timer = setTimeout(go, milliseconds).unref()
    signal.addEventListener('abort', go, { once: true })
  })
}
