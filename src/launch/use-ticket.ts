import { Problem } from '../base/problem.ts'
import { isUnheard, type Session } from './session.ts'
import type { LaunchWriter, Ticket } from './store.ts'

/** How long the page that used a ticket may ask again for a session that it did not hear of. */
const askAgainMinutesMax = 5

/** Whether a ticket may open a session for the page with this nonce, as far as the ticket itself says. */
export function mayOpen({ use, expiresAt }: Ticket, nonce: string, now: Date): boolean {
  if (!use) return now < expiresAt
  return use.nonce === nonce && now.getTime() - use.at.getTime() < askAgainMinutesMax * 60_000
}

/**
 * Uses a ticket up for the session that is about to begin. A page that used it before opens again with the same nonce, as
 * long as the session of then is still the newest and nothing was heard from it: its answer was lost.
 * @returns that session, if it is opened again
 * @throws Problem `launch-link-invalid`
 */
export async function useTicket(
  tx: Pick<LaunchWriter, 'findTicket' | 'useTicket' | 'headLaunchSession'>,
  hash: string,
  { nonce, session, now }: { nonce: string; session: string; now: Date },
): Promise<Session | undefined> {
  const ticket = await tx.findTicket(hash)
  if (!ticket || !mayOpen(ticket, nonce, now)) throw linkInvalid()
  const { use, registration } = ticket
  const head = use && (await tx.headLaunchSession(registration))
  if (use && (head?.id !== use.session || !isUnheard(head))) throw linkInvalid()
  const isUsed = await tx.useTicket(hash, { nonce, session, at: use?.at ?? now }, use?.session)
  if (!isUsed) throw linkInvalid()
  return head
}

export const linkInvalid = (): Problem =>
  new Problem('launch-link-invalid', 'The launch link is wrong, used or too old.')
