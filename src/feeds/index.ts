import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Operation } from '../http/operation.ts'
import { type StatementReader, xapiValidators } from '../xapi/index.ts'
import type { AttemptParts } from './attempt-delivery.ts'
import { destinationOperations } from './destination-routes.ts'
import { feedOperation } from './feed-routes.ts'
import type { StoreFollower } from './follow-store.ts'
import { type DeliveryReport, type RunningDeliveries, runDeliveries } from './run-deliveries.ts'
import { secretSealer } from './seal-secret.ts'
import { sendSecondsMax } from './send-request.ts'
import type { FeedReader, FeedWriter } from './store.ts'

export { followStore, type StoreFollower } from './follow-store.ts'
export { holdLease } from './hold-lease.ts'
export { type AddressRules, readReceiverUrl } from './refuse-address.ts'
export { type SecretSealer, secretSealer } from './seal-secret.ts'
export { guardedLookup } from './send-request.ts'
export type { FeedReader, LeaseWriter } from './store.ts'

interface FeedsParts {
  readonly store: FeedReader & StatementReader & Transactor<FeedWriter>
  readonly clock: Clock
  readonly follower: StoreFollower
  readonly signingKey: Buffer
  readonly feedClientsMax: number
  readonly webhookPrivateAddresses: boolean
}

/** `/api/v1/feed`, `/webhooks`, `/forwardings`. */
export function feedOperations(parts: FeedsParts): Operation[] {
  const attempting = attemptParts(parts)
  return [
    feedOperation({ ...parts, validators: attempting.validators }),
    ...destinationOperations('webhook', attempting),
    ...destinationOperations('forwarding', attempting),
  ]
}

/** Begins to deliver to webhooks and other record stores. */
export const startDeliveries = (parts: FeedsParts, report: DeliveryReport): RunningDeliveries =>
  runDeliveries({ ...attemptParts(parts), follower: parts.follower, report })

const attemptParts = ({
  store,
  clock,
  signingKey,
  webhookPrivateAddresses,
}: FeedsParts): AttemptParts => ({
  store,
  clock,
  validators: xapiValidators(),
  sealer: secretSealer(signingKey),
  rules: { webhookPrivateAddresses, sendSecondsMax },
})
