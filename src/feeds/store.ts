import type { Page, PageRequest } from '../base/page.ts'
import type { Delivery, DeliveryState, Destination, DestinationKind } from './destination.ts'

export interface FeedReader {
  /** In the order in which they were made. */
  listDestinations(kind?: DestinationKind): Promise<readonly Destination[]>
  findDestination(id: string): Promise<Destination | undefined>
  /** Newest first. */
  listDeliveries(
    destination: string,
    query: PageRequest & { readonly state?: DeliveryState },
  ): Promise<Page<Delivery>>
  findDelivery(destination: string, id: string): Promise<Delivery | undefined>
  /** The oldest pending delivery whose next attempt is due. */
  findDueDelivery(destination: string, now: Date): Promise<Delivery | undefined>
  /** The pending delivery that later ones must wait for, due or not; one that is sent again on request holds up nothing. */
  findPendingInOrder(destination: string): Promise<Delivery | undefined>
}

export interface FeedWriter
  extends LeaseWriter,
    Pick<
      FeedReader,
      'listDestinations' | 'findDestination' | 'findDelivery' | 'findPendingInOrder'
    > {
  /** Inserts it, or puts it in the place of the one with its id. */
  saveDestination(destination: Destination): Promise<void>
  /** With its deliveries. @returns false if there is none. */
  deleteDestination(id: string): Promise<boolean>
  /** Inserts it, or puts it in the place of the one with its id. */
  saveDelivery(delivery: Delivery): Promise<void>
  deleteDelivery(id: string): Promise<void>
  /** Makes dead deliveries pending again, as if they had never been tried. @returns how many. */
  reviveDeadDeliveries(destination: string, at: Date): Promise<number>
  /** Forgets the oldest beyond so many of each state. */
  trimDeliveries(
    destination: string,
    most: { readonly delivered: number; readonly dead: number },
  ): Promise<void>
}

export interface LeaseWriter {
  /**
   * Takes or renews the lease of this name, unless somebody else holds it and it has not run out at `now`.
   * @returns whether `holder` has it.
   */
  takeLease(lease: Lease, now: Date): Promise<boolean>
  /** Gives the lease back, if `holder` has it. */
  releaseLease(name: string, holder: string): Promise<void>
}

/** The right of one process to do what only one may do at a time. */
export interface Lease {
  readonly name: string
  readonly holder: string
  readonly until: Date
}
