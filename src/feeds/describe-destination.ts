import { type StatementReader, storedOf, type XapiValidators } from '../xapi/index.ts'
import type { Attempt, Delivery, Destination } from './destination.ts'
import { readFeed } from './read-feed.ts'
import { readFeedFilter } from './read-filter.ts'
import type {
  AttemptItem,
  DeliveryItem,
  DestinationItem,
  ForwardingItem,
  WebhookItem,
} from './wire.ts'

interface DescribingParts {
  readonly store: StatementReader
  readonly validators: Pick<XapiValidators, 'actor'>
  readonly now: Date
  /** How many of the statements that wait are counted; 1 finds only the oldest. */
  readonly countMax: number
}

/** A destination as the API shows it; no secret is in it. */
export async function destinationItem(
  destination: Destination,
  parts: DescribingParts,
): Promise<WebhookItem | ForwardingItem> {
  const { id, name, url, filter, state, disabledReason, lastError, replay } = destination
  const item: DestinationItem = {
    id,
    name,
    url,
    ...(filter && { filter }),
    state,
    ...(disabledReason !== undefined && { disabledReason }),
    createdAt: destination.createdAt.toISOString(),
    deliveredThrough: storedOf(destination.cursor),
    waiting: await waitingFor(destination, parts),
    ...(replay && { replayThrough: storedOf(replay.through) }),
    ...timesOf(destination),
    ...(lastError !== undefined && { lastError }),
  }
  if (destination.kind === 'webhook') {
    const { previousSecret: previous } = destination
    const isOverlap = previous !== undefined && previous.until > parts.now
    return { ...item, ...(isOverlap && { previousSecretUntil: previous.until.toISOString() }) }
  }
  const { key = '', version } = destination
  return { ...item, key, ...(version && { version }) }
}

const timesOf = ({ lastDeliveredAt, failingSince }: Destination) => ({
  ...(lastDeliveredAt && { lastDeliveredAt: lastDeliveredAt.toISOString() }),
  ...(failingSince && { failingSince: failingSince.toISOString() }),
})

async function waitingFor(
  { cursor, filter = {} }: Destination,
  { store, validators, now, countMax }: DescribingParts,
): Promise<DestinationItem['waiting']> {
  const range = { after: cursor, limit: countMax }
  const { items } = await readFeed(store, readFeedFilter(filter, validators), range)
  const [oldest] = items
  return {
    lagSeconds: oldest ? Math.max(0, Math.round(now.getTime() / 1e3 - oldest.seq / 1e6)) : 0,
    ...(countMax > 1 && { statements: items.length }),
  }
}

export function deliveryItem(delivery: Delivery): DeliveryItem {
  const { id, state, source, statements, createdAt, attempts, nextAttemptAt, lastAttempt } =
    delivery
  return {
    id,
    state,
    source,
    statements,
    createdAt: createdAt.toISOString(),
    attempts,
    ...(nextAttemptAt && { nextAttemptAt: nextAttemptAt.toISOString() }),
    ...(lastAttempt && { lastAttempt: attemptItem(lastAttempt) }),
  }
}

const attemptItem = ({ at, ...rest }: Attempt): AttemptItem => ({
  at: at.toISOString(),
  ...rest,
})
