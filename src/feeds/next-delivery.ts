import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Seq, StatementReader, StatementSelection, XapiValidators } from '../xapi/index.ts'
import type { Delivery, Destination } from './destination.ts'
import { type FeedPage, readFeed } from './read-feed.ts'
import { readFeedFilter } from './read-filter.ts'
import type { FeedReader, FeedWriter } from './store.ts'

export interface NextDeliveryParts {
  readonly store: FeedReader & StatementReader & Transactor<FeedWriter>
  readonly clock: Clock
  readonly validators: Pick<XapiValidators, 'actor'>
}

const statementsPerDelivery = 100
/** A delivery has more only if its one statement has. */
const deliveryBytesMax = 512 * 1_024
/** Where the filter lets nothing through for so long, the cursor goes on without a delivery, so that little is read twice. */
const silentMicroseconds = 60_000_000

/**
 * What is to be sent to a destination now: what waits for another attempt, or else the statements after its cursor, or else
 * those of its replay, as a delivery that is saved before it is sent: it keeps its id and its range, whatever happens.
 */
export async function nextDelivery(
  { store, clock, validators }: NextDeliveryParts,
  destination: Destination,
): Promise<Delivery | undefined> {
  const due = await store.findDueDelivery(destination.id, clock())
  if (due) return due
  if (await store.findPendingInOrder(destination.id)) return undefined
  const step = await planned(
    store,
    destination,
    readFeedFilter(destination.filter ?? {}, validators),
  )
  if (!step) return undefined
  const delivery = 'range' in step ? deliveryOf(destination, step, clock()) : undefined
  const isSaved = await store.transact(async (tx) => {
    const current = await tx.findDestination(destination.id)
    // Somebody changed it, or another process went on with it: what was read says nothing any more.
    if (JSON.stringify(current) !== JSON.stringify(destination)) return false
    if (await tx.findPendingInOrder(destination.id)) return false
    if (delivery) await tx.saveDelivery(delivery)
    else if ('destination' in step) await tx.saveDestination(step.destination)
    return true
  })
  return isSaved ? delivery : undefined
}

/** A range to deliver, or a destination that goes on without. */
type Step = Range | { readonly destination: Destination }

interface Range {
  readonly source: 'feed' | 'replay'
  readonly range: { readonly after: Seq; readonly through: Seq; readonly statements: number }
}

async function planned(
  store: StatementReader,
  destination: Destination,
  filter: StatementSelection,
): Promise<Step | undefined> {
  const { cursor, replay, ...rest } = destination
  const limit = statementsPerDelivery
  const page = await readFeed(store, filter, { after: cursor, limit })
  if (page.items.length > 0) return { source: 'feed', range: fitting(cursor, page) }
  if (replay) {
    const { position: after, through } = replay
    const again = await readFeed(store, filter, { after, through, limit })
    if (again.items.length > 0) return { source: 'replay', range: fitting(after, again) }
    if (again.isMore)
      return { destination: { ...rest, cursor, replay: { ...replay, position: again.position } } }
    return { destination: { ...rest, cursor } }
  }
  if (!page.isMore && page.position - cursor < silentMicroseconds) return undefined
  return { destination: { ...rest, cursor: page.position } }
}

/** As much of a page as fits into one delivery. */
function fitting(after: Seq, { items, position }: FeedPage): Range['range'] {
  let bytes = 0
  const beyond = items.findIndex(({ json }, index) => {
    bytes += json.length
    return index > 0 && bytes > deliveryBytesMax
  })
  if (beyond < 0) return { after, through: position, statements: items.length }
  return { after, through: items[beyond - 1]!.seq, statements: beyond }
}

const deliveryOf = (
  { id: destination }: Destination,
  { source, range }: Range,
  now: Date,
): Delivery => ({
  id: newUuid(),
  destination,
  state: 'pending',
  source,
  ...range,
  createdAt: now,
  attempts: 0,
  nextAttemptAt: now,
})
