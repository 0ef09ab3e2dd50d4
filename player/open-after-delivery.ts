import { deliverEarlier } from './deliver-earlier.ts'
import type { JournalStore } from './journal-store.ts'
import type { JournalTail } from './journal-tail.ts'
import { type Opened, type OpenOptions, openSession } from './open-session.ts'
import type { PlayerClock } from './player-clock.ts'

export interface DeliveryParts {
  readonly openOptions: OpenOptions
  readonly store: JournalStore
  readonly tail: JournalTail
  readonly clock: PlayerClock
}

/**
 * Sees that everything on this device is with the server, then opens the session. Never the other way round: the session
 * that begins ends the one before, and nothing of that one is taken any more.
 * @param isPatient whether to wait, too, for a journal that the server fails over; else it stays for another time, so that
 *   one defect does not keep the learner from every course.
 */
export async function openAfterDelivery(
  { openOptions, store, tail, clock }: DeliveryParts,
  isPatient: boolean,
): Promise<Opened> {
  const { server, memory } = openOptions
  const own = memory.read()?.session
  const isPlayed = await whoPlays(openOptions)
  const delivery = async () => {
    await tail.moveInto(store, isPlayed)
    return deliverEarlier({ store, server, own, isPlayed, clock })
  }
  // A device that cannot be read must not keep the learner out; whatever it holds of this tab's session is then not sent.
  const unread = { isReached: true, failing: own === undefined ? [] : [own] }
  const { isReached, failing } = await delivery().catch(() => unread)
  if (!isReached) return { kind: 'no-connection' }
  if (failing.length > 0 && isPatient) return { kind: 'server-error' }
  return openSession({ ...openOptions, mayResume: own === undefined || !failing.includes(own) })
}

/**
 * Whether another page of this browser plays a session, after asking those pages to send what they have. Undefined: a page
 * holds it and does not answer, or who knows.
 */
async function whoPlays({
  hold,
  others,
}: OpenOptions): Promise<(session: string) => boolean | undefined> {
  const held = await hold.heldElsewhere()
  const answered = await others.ask(held)
  return (session) => {
    if (answered.has(session)) return true
    return held === undefined || held.includes(session) ? undefined : false
  }
}
