import { appendEntries, type LedgerParts } from './append-entries.ts'
import { keepCheckpoint } from './keep-checkpoint.ts'

/** Wakes when something may be new in the store. */
export interface Wakes {
  readonly moment: number
  next(moment: number, signal?: AbortSignal): Promise<void>
  /** Aborted when it wakes nobody any more. */
  readonly stopping: AbortSignal
}

/** The right to build the log, which one process at a time has. */
interface Turn {
  take(): Promise<boolean>
  giveBack(): Promise<void>
}

interface RunningLedger {
  /** Gives the last entries their leaves, as far as that is soon done, keeps a checkpoint, and ends. */
  stop(): Promise<void>
}

const roundMilliseconds = 1_000
/** Beside a busy server the log takes a twentieth of the time at most, and catches up afterwards. */
const restsPerWork = 20
const checkpointMilliseconds = 5 * 60_000
const afterErrorMilliseconds = 30_000
/** A log that is further behind goes on at the next start: nobody waits for it to stop. */
const endingMilliseconds = 1_000
/** While another process builds the log: it is looked for so often whether that still does. */
const notOursMilliseconds = 5_000

/**
 * Follows the store: leaves within a second or two, a checkpoint every five minutes if something was added. One process builds
 * and the others look on, so that they do not all prepare the same leaves; what keeps two apart who both believe that it is
 * their turn is the size of the log, on which each append is conditional.
 * @param report is told of what goes wrong, the same thing once until it is right again
 */
export function runLedger(
  { turn, ...parts }: LedgerParts & { readonly follower: Wakes; readonly turn: Turn },
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
  let isOurs = true
  const building: LedgerParts = {
    ...parts,
    async mayAppend() {
      isOurs = await turn.take()
      return isOurs
    },
  }
  const running = (async () => {
    let checkpointAt = performance.now() + checkpointMilliseconds
    while (!signal.aborted) {
      const { moment } = parts.follower
      const start = performance.now()
      try {
        isOurs = true
        const added = await appendEntries(building)
        if (isOurs && performance.now() > checkpointAt) {
          await keepCheckpoint(building)
          checkpointAt = performance.now() + checkpointMilliseconds
        }
        reported = ''
        const work = performance.now() - start
        if (!isOurs) await rest(notOursMilliseconds)
        else if (added > 0)
          await rest(Math.max(work * restsPerWork, added < 256 ? roundMilliseconds : 0))
        else await parts.follower.next(moment, signal)
      } catch (error) {
        tell(error)
        await rest(afterErrorMilliseconds)
      }
    }
  })()
  const endWell = async () => {
    const end = performance.now() + endingMilliseconds
    while (performance.now() < end && (await appendEntries(building)) > 0);
    await keepCheckpoint(parts)
  }
  return {
    async stop() {
      stopping.abort()
      await running
      await endWell().catch(tell)
      await turn.giveBack().catch(() => undefined)
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
