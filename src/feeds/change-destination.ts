import { noteChange } from '../audit/index.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import {
  type DestinationParts,
  newWebhookSecret,
  receiverUrl,
  requireReading,
  shownOf,
} from './create-destination.ts'
import type { Destination, DestinationKind } from './destination.ts'
import { requireFeedFilter } from './read-filter.ts'
import type { FeedReader, FeedWriter } from './store.ts'
import type { ChangeForwarding } from './wire.ts'

/** @throws Problem webhook-not-found or forwarding-not-found. */
export async function requireDestination(
  store: Pick<FeedReader, 'findDestination'>,
  kind: DestinationKind,
  id: string,
): Promise<Destination> {
  const found = await store.findDestination(id)
  if (found?.kind === kind) return found
  throw new Problem(`${kind}-not-found`, `There is no ${kind} with this id.`)
}

/**
 * Changes what is given, and nothing else. What is made active again goes on where it stopped, at once.
 * @throws Problem as `createDestination` does; `invalid-request` for another URL of a forwarding without its secret.
 */
export const changeDestination =
  ({ store, clock, validators, sealer, rules }: DestinationParts) =>
  async (
    { kind, id }: Pick<Destination, 'kind' | 'id'>,
    change: ChangeForwarding,
    by: Principal,
  ): Promise<Destination> => {
    requireReading(by)
    if (change.filter) requireFeedFilter(change.filter, validators)
    const url = change.url === undefined ? undefined : receiverUrl(kind, change.url, rules)
    const sealed = change.secret === undefined ? undefined : sealer.seal(change.secret, id)
    return store.transact(async (tx) => {
      const before = await requireDestination(tx, kind, id)
      const isElsewhere = url !== undefined && url !== before.url
      if (kind === 'forwarding' && isElsewhere && sealed === undefined) throw secretStaysBehind()
      const after = changed(before, {
        ...change,
        ...(url !== undefined && { url }),
        ...(sealed !== undefined && { sealedSecret: sealed }),
      })
      await tx.saveDestination(after)
      const mayDiffer = change.filter !== undefined || url !== undefined
      await reconsider(tx, after, { now: clock(), mayDiffer })
      noteChange({
        about: [id],
        before: shownOf(before),
        after: { ...shownOf(after), ...(sealed !== undefined && { hasNewAccess: true }) },
      })
      return after
    })
  }

/** The secret of a record store goes to that store only: whoever names another place could else have it sent there and read it. */
const secretStaysBehind = (): Problem =>
  new Problem('invalid-request', 'Another URL needs its secret too.', { pointer: '/secret' })

/** The secret in clear stays outside: `change` may have one, the destination has none. */
function changed(
  before: Destination,
  change: ChangeForwarding & { readonly sealedSecret?: string },
): Destination {
  const { secret: _, filter, version, state, ...rest } = change
  const { filter: filterBefore, version: versionBefore, ...same } = before
  const filterNow = filter === undefined ? filterBefore : (filter ?? undefined)
  const versionNow = version === undefined ? versionBefore : (version ?? undefined)
  const now: Destination = {
    ...same,
    ...rest,
    ...(filterNow && { filter: filterNow }),
    ...(versionNow && { version: versionNow }),
  }
  if (state === undefined) return now
  const { disabledReason: __, failingSince: ___, lastError: ____, ...well } = now
  return { ...well, state }
}

/** A delivery under another filter or to another receiver is another delivery; one that waits is tried with what is new. */
async function reconsider(
  tx: FeedWriter,
  { id, state }: Destination,
  { now, mayDiffer }: { now: Date; mayDiffer: boolean },
): Promise<void> {
  const pending = await tx.findPendingInOrder(id)
  if (!pending) return
  if (mayDiffer) await tx.deleteDelivery(pending.id)
  else if (state === 'active') await tx.saveDelivery({ ...pending, nextAttemptAt: now })
}

/**
 * Gives a webhook a new signing secret. Deliveries are signed with both for some hours, so that no receiver misses one.
 * @returns the secret in clear.
 */
export const rotateSecret =
  ({ store, clock, sealer }: DestinationParts) =>
  async (id: string, overlapHours: number, by: Principal) => {
    const secret = newWebhookSecret()
    const sealedSecret = sealer.seal(secret, id)
    const destination = await store.transact(async (tx) => {
      const { previousSecret: _, ...before } = await requireDestination(tx, 'webhook', id)
      requireReading(by)
      const until = new Date(clock().getTime() + overlapHours * 3_600_000)
      const after: Destination = {
        ...before,
        sealedSecret,
        ...(overlapHours > 0 && { previousSecret: { sealed: before.sealedSecret, until } }),
      }
      await tx.saveDestination(after)
      noteChange({ about: [id], after: { hasNewAccess: true, overlapHours } })
      return after
    })
    return { destination, secret }
  }
