import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { requireDestination } from './change-destination.ts'
import { type DestinationParts, positionAt, requireReading } from './create-destination.ts'
import type { Delivery, Destination, DestinationKind } from './destination.ts'
import type { FeedReader } from './store.ts'
import type { ReplayRequest } from './wire.ts'

type Which = Pick<Destination, 'kind' | 'id'>

/** @throws Problem delivery-not-found. */
export async function requireDelivery(
  store: Pick<FeedReader, 'findDestination' | 'findDelivery'>,
  { kind, id, delivery }: { kind: DestinationKind; id: string; delivery: string },
): Promise<Delivery> {
  await requireDestination(store, kind, id)
  const found = await store.findDelivery(id, delivery)
  if (found) return found
  throw new Problem(
    'delivery-not-found',
    'There is no delivery with this id; old ones are forgotten.',
  )
}

/** Sends one delivery again, with the id that it had: it is the same message. One that is pending is tried at once. */
export const resendDelivery =
  ({ store, clock }: DestinationParts) =>
  async (which: Which & { readonly delivery: string }, by: Principal): Promise<Delivery> => {
    return store.transact(async (tx) => {
      const before = await requireDelivery(tx, which)
      requireReading(by)
      const { firstAttemptAt: _, ...rest } = before
      const again: Delivery =
        before.state === 'pending'
          ? { ...before, nextAttemptAt: clock() }
          : { ...rest, state: 'pending', source: 'resend', attempts: 0, nextAttemptAt: clock() }
      await tx.saveDelivery(again)
      return again
    })
  }

/**
 * Sends what was delivered once more, as new deliveries behind what is new; or all dead letters, as the deliveries that
 * they were.
 * @throws Problem replay-under-way while another range is being sent again.
 */
export const replayDeliveries =
  ({ store, clock }: DestinationParts) =>
  async ({ kind, id }: Which, request: ReplayRequest, by: Principal) => {
    requireReading(by)
    const { since, until } = request
    const after = since === undefined ? undefined : positionAt(since, '/since')
    const most = until === undefined ? undefined : positionAt(until, '/until')
    if ((after === undefined) !== (request.deadLetters === true))
      throw new Problem('invalid-request', 'Give either `since` or `deadLetters`.', { pointer: '' })
    return store.transact(async (tx) => {
      const before = await requireDestination(tx, kind, id)
      if (after === undefined) return { deadLetters: await tx.reviveDeadDeliveries(id, clock()) }
      if (before.replay)
        throw new Problem('replay-under-way', 'Another range is being sent again; wait for it.')
      const through = Math.min(most ?? before.cursor, before.cursor)
      if (through <= after) return {}
      await tx.saveDestination({ ...before, replay: { position: after, through } })
      return { through }
    })
  }
