import { type AttemptParts, attemptDelivery } from './attempt-delivery.ts'
import type { Destination } from './destination.ts'
import type { StoreFollower } from './follow-store.ts'
import { holdLease } from './hold-lease.ts'
import { nextDelivery } from './next-delivery.ts'

export interface RunParts extends AttemptParts {
  readonly follower: StoreFollower
  readonly report: DeliveryReport
}

/** What an operator should find in the log; ids only. */
export interface DeliveryReport {
  disabled(destination: Destination): void
  failed(error: unknown): void
}

export interface RunningDeliveries {
  /** Begins no more attempts, and cuts those that are under way after so many seconds. */
  stop(drainSecondsMax: number): Promise<void>
}

/**
 * Delivers to every active destination, each in its own order and none waiting for another, until it is stopped. Of all
 * processes on a store one does so at a time: the one that has the lease.
 */
export function runDeliveries(parts: RunParts): RunningDeliveries {
  const { store, clock, follower, report } = parts
  const lease = holdLease(store, clock, 'deliveries')
  const stopping = new AbortController()
  const cut = new AbortController()
  const underWay = new Map<string, Promise<void>>()

  async function deliverAll(id: string): Promise<void> {
    while (!stopping.signal.aborted && lease.isHeld) {
      const destination = await store.findDestination(id)
      if (destination?.state !== 'active') return
      const delivery = await nextDelivery(parts, destination)
      if (!delivery) return
      const after = await attemptDelivery(parts, destination, { delivery, signal: cut.signal })
      if (after?.state === 'disabled') report.disabled(after)
    }
  }

  async function lookOnce(): Promise<void> {
    const active = (await store.listDestinations()).filter(({ state }) => state === 'active')
    if (active.length === 0 || !(await lease.take())) return
    for (const { id } of active) {
      if (underWay.has(id)) continue
      const work = deliverAll(id)
        .catch((error: unknown) => report.failed(error))
        .finally(() => underWay.delete(id))
      underWay.set(id, work)
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const { moment } = follower
      await lookOnce().catch((error: unknown) => report.failed(error))
      await follower.next(moment, stopping.signal)
    }
  }

  const running = run()
  return {
    async stop(drainSecondsMax) {
      stopping.abort()
      const timer = setTimeout(() => cut.abort(), drainSecondsMax * 1_000)
      await running
      await Promise.all(underWay.values())
      clearTimeout(timer)
      await lease.giveBack().catch((error: unknown) => report.failed(error))
    },
  }
}
