import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import { holdLease, type LeaseWriter } from '../feeds/index.ts'
import { type RepeatedWork, repeatWork } from './repeat-work.ts'

interface LeaseParts {
  readonly store: Transactor<LeaseWriter>
  readonly clock: Clock
  /** Of the lease: one for each kind of work. */
  readonly name: string
  readonly report: (error: unknown) => void
  /** Whether there is anything to do; asked first, so that nothing is written where there is not. */
  readonly hasWork?: () => Promise<boolean>
}

const renewMilliseconds = 2_000
/** How long the node that has done it is the one that does it next. */
const keptSecondsMax = 60

/**
 * As `repeatWork`, but of all processes on a store one does it at a time: the one that has the lease, which it renews while it
 * works and keeps until shortly before its next time. If it dies, another one does it at that one's own next time.
 *
 * A lease keeps two apart who see the same time. A process that was held up for seconds may go on beside the next holder, so the
 * work itself must bear being done twice.
 */
export function repeatAlone(
  seconds: number,
  work: () => Promise<unknown>,
  { store, clock, name, report, hasWork = async () => true }: LeaseParts,
): RepeatedWork {
  const lease = holdLease(store, clock, name)
  const keptMilliseconds = Math.min(seconds, keptSecondsMax) * 900
  const workAlone = async () => {
    if (!(await hasWork()) || !(await lease.take())) return
    const renewing = setInterval(() => void lease.take().catch(() => undefined), renewMilliseconds)
    try {
      await work()
    } finally {
      clearInterval(renewing)
    }
    await lease.take(keptMilliseconds)
  }
  const repeated = repeatWork(seconds, workAlone, report)
  return {
    now: repeated.now,
    async stop() {
      await repeated.stop()
      // If that fails, it runs out.
      await lease.giveBack().catch(() => undefined)
    },
  }
}
