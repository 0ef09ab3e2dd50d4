import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import type { Transactor } from '../base/transactor.ts'
import type { LeaseWriter } from './store.ts'

/** This process's part in what one process on a store does at a time. */
interface HeldLease {
  /**
   * Takes or renews it, for 6 seconds unless given.
   * @returns whether this process has it.
   */
  take(milliseconds?: number): Promise<boolean>
  readonly isHeld: boolean
  /** Gives it back, so that another process need not wait until it runs out. */
  giveBack(): Promise<void>
}

/** After a crash, the next process waits for so long. */
const leaseMilliseconds = 6_000
const renewMilliseconds = 2_000

export function holdLease(store: Transactor<LeaseWriter>, clock: Clock, name: string): HeldLease {
  const holder = newUuid()
  let until = 0
  return {
    async take(milliseconds = leaseMilliseconds) {
      const now = clock()
      if (until - now.getTime() > milliseconds - renewMilliseconds) return true
      const wanted = new Date(now.getTime() + milliseconds)
      const isOurs = await store.transact((tx) =>
        tx.takeLease({ name, holder, until: wanted }, now),
      )
      until = isOurs ? wanted.getTime() : 0
      return isOurs
    },
    get isHeld() {
      return clock().getTime() < until
    },
    async giveBack() {
      if (until > 0) await store.transact((tx) => tx.releaseLease(name, holder))
      until = 0
    },
  }
}
