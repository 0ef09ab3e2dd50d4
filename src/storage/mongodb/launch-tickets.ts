import type { LaunchWriter, Ticket } from '../../launch/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface TicketRow extends Omit<Ticket, 'hash'> {
  /** SHA-256 of the ticket. */
  _id: string
}

export const tickets = collection<TicketRow>('launchTickets', [
  { keys: { expiresAt: 1 } },
  { keys: { registration: 1 } },
])

export const ticketCollections = [tickets]

type TicketWriter = Pick<
  LaunchWriter,
  'findTicket' | 'insertTicket' | 'useTicket' | 'deleteTickets'
>

export const ticketReads = (view: View): Pick<TicketWriter, 'findTicket'> => ({
  async findTicket(hash) {
    const row = await view.in(tickets).findOne({ _id: hash })
    if (!row) return undefined
    const { _id, ...ticket } = row
    return { hash: _id, ...ticket }
  },
})

export const ticketWriter = ({ view }: Transaction): TicketWriter => ({
  ...ticketReads(view),
  async insertTicket({ hash, registration, wish, expiresAt }) {
    await view.in(tickets).insert({ _id: hash, registration, wish, expiresAt })
  },
  async useTicket(hash, { nonce, at, session }, before) {
    const known = before === undefined ? { use: { $exists: false } } : { 'use.session': before }
    const used = { $set: { use: { nonce, at, session } } }
    return (await view.in(tickets).update({ _id: hash, ...known }, used)) === 1
  },
  async deleteTickets(expiredBefore) {
    await view.in(tickets).remove({ expiresAt: { $lt: expiredBefore } })
  },
})

export async function removeTickets(view: View, registration: string): Promise<void> {
  await view.in(tickets).remove({ registration })
}
