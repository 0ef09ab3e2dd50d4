import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { Delivery, DeliveryState, Destination } from '../../feeds/destination.ts'
import type { FeedReader, FeedWriter } from '../../feeds/store.ts'
import type { FeedFilter } from '../../feeds/wire.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface DestinationRow extends Omit<Destination, 'id' | 'filter'> {
  _id: string
  /** JSON */
  filter?: string
  /** Counted by whoever saves a delivery, so that the destination does not change at the same time. */
  saves?: number
}

export interface DeliveryRow extends Omit<Delivery, 'id'> {
  _id: string
}

interface LeaseRow {
  /** The name. */
  _id: string
  holder: string
  until: Date
}

/** There are some dozens: lists of them are sorted as they are asked for. */
export const destinations = collection<DestinationRow>('destinations')
export const deliveries = collection<DeliveryRow>('deliveries', [
  { keys: { destination: 1, createdAt: -1, _id: -1 } },
  { keys: { destination: 1, state: 1, createdAt: -1, _id: -1 } },
  { keys: { destination: 1, state: 1, nextAttemptAt: 1, createdAt: 1 } },
])
const leases = collection<LeaseRow>('leases')

export const feedCollections = [destinations, deliveries, leases]

const newestFirst = { createdAt: -1, _id: -1 } as const

export const feedReader = (view: View): FeedReader => ({
  ...reads(view),
  async listDeliveries(destination, { limit, cursor, state }) {
    const filter: Filter<DeliveryRow> = { destination, ...(state && { state }) }
    if (cursor !== undefined) {
      const [time, id] = readCursor(cursor, ['number', 'string']) as [number, string]
      const createdAt = new Date(time)
      filter.$or = [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }]
    }
    const rows = await view.in(deliveries).find(filter, { sort: newestFirst, limit: limit + 1 })
    return pageOf(rows.map(deliveryOf), limit, (last) => [last.createdAt.getTime(), last.id])
  },
  async findDueDelivery(destination, now) {
    const row = await view
      .in(deliveries)
      .findOne(
        { destination, state: 'pending', nextAttemptAt: { $lte: now } },
        { sort: { nextAttemptAt: 1, createdAt: 1 } },
      )
    return row && deliveryOf(row)
  },
})

export const feedWriter = ({ view }: Transaction): FeedWriter => ({
  ...reads(view),
  ...destinationWrites(view),
  ...deliveryWrites(view),
  ...leaseWrites(view),
})

type Reads = 'listDestinations' | 'findDestination' | 'findDelivery' | 'findPendingInOrder'

const reads = (view: View): Pick<FeedReader, Reads> => ({
  async listDestinations(kind) {
    const rows = await view
      .in(destinations)
      .find(kind === undefined ? {} : { kind }, { sort: { createdAt: 1, _id: 1 } })
    return rows.map(destinationOf)
  },
  async findDestination(id) {
    const row = await view.in(destinations).findOne({ _id: id })
    return row && destinationOf(row)
  },
  async findDelivery(destination, id) {
    const row = await view.in(deliveries).findOne({ _id: id, destination })
    return row && deliveryOf(row)
  },
  async findPendingInOrder(destination) {
    const inOrder = { destination, state: 'pending', source: { $ne: 'resend' } } as const
    const row = await view.in(deliveries).findOne(inOrder, { sort: { createdAt: 1, _id: 1 } })
    return row && deliveryOf(row)
  },
})

const destinationWrites = (
  view: View,
): Pick<FeedWriter, 'saveDestination' | 'deleteDestination'> => ({
  async saveDestination({ id, filter, ...rest }) {
    const text = filter && { filter: JSON.stringify(filter) }
    await view.in(destinations).put({ _id: id, ...rest, ...text })
  },
  async deleteDestination(id) {
    await view.in(deliveries).remove({ destination: id })
    return (await view.in(destinations).remove({ _id: id })) === 1
  },
})

type DeliveryWrites = 'saveDelivery' | 'deleteDelivery' | 'reviveDeadDeliveries' | 'trimDeliveries'

const deliveryWrites = (view: View): Pick<FeedWriter, DeliveryWrites> => ({
  async saveDelivery({ id, ...delivery }) {
    await view.in(destinations).update({ _id: delivery.destination }, { $inc: { saves: 1 } })
    await view.in(deliveries).put({ _id: id, ...delivery })
  },
  async deleteDelivery(id) {
    await view.in(deliveries).remove({ _id: id })
  },
  reviveDeadDeliveries: (destination, at) =>
    view.in(deliveries).updateAll(
      { destination, state: 'dead' },
      {
        $set: { state: 'pending', source: 'resend', attempts: 0, nextAttemptAt: at },
        $unset: { firstAttemptAt: true },
      },
    ),
  async trimDeliveries(destination, most) {
    for (const [state, count] of Object.entries(most) as [DeliveryState, number][]) {
      const ofState: Filter<DeliveryRow> = { destination, state }
      const options = { sort: newestFirst, skip: count, fields: { createdAt: 1 } } as const
      const beyond = await view.in(deliveries).findOne(ofState, options)
      if (!beyond) continue
      const { _id, createdAt } = beyond
      const older = [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lte: _id } }]
      await view.in(deliveries).remove({ ...ofState, $or: older })
    }
  },
})

const leaseWrites = (view: View): Pick<FeedWriter, 'takeLease' | 'releaseLease'> => ({
  async takeLease({ name, holder, until }, now) {
    const held = await view.in(leases).findOne({ _id: name })
    if (held && held.holder !== holder && held.until > now) return false
    await view.in(leases).put({ _id: name, holder, until })
    return true
  },
  async releaseLease(name, holder) {
    await view.in(leases).remove({ _id: name, holder })
  },
})

const destinationOf = ({ _id, saves: _, filter, ...row }: DestinationRow): Destination => ({
  id: _id,
  ...row,
  ...(filter !== undefined && { filter: JSON.parse(filter) as FeedFilter }),
})

const deliveryOf = ({ _id, ...row }: DeliveryRow): Delivery => ({ id: _id, ...row })
