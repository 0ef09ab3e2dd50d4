import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import { closeSession, type PlayRules } from './advance-session.ts'
import type { LaunchReader, LaunchWriter } from './store.ts'

export interface SilenceRules extends PlayRules {
  readonly sessionIdleMinutesMax: number
}

/** A page that said that it goes away is given the time of a reload, or of a return from another page. */
const leftMinutesMax = 2

const sessionsPerRunMax = 500
const ticketDaysKept = 7

/**
 * Closes sessions whose player was not heard of for too long: a run that is open ends as of the time it was last heard of,
 * to be resumed later. One that said that it goes away is waited for only shortly. To be called every minute; each session is a transaction of its own, so that learners never wait.
 * One that fails does not keep the others open; the errors are thrown together at the end.
 * @returns how many were closed; as many as the limit means that more are waiting.
 */
export const closeSilentSessions =
  (
    store: Pick<LaunchReader, 'silentSessions'> & Transactor<LaunchWriter>,
    clock: Clock,
    rules: SilenceRules,
  ) =>
  async (limit = sessionsPerRunMax): Promise<number> => {
    const now = clock()
    const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
    const idle = rules.sessionIdleMinutesMax
    const before = { live: ago(idle), left: ago(Math.min(idle, leftMinutesMax)) }
    const silent = await store.silentSessions(before, limit)
    const errors: unknown[] = []
    for (const id of silent) {
      const closing = store.transact(async (tx) => {
        const session = await tx.findLaunchSession(id)
        if (!session || session.state === 'closed') return
        if (session.seenAt >= before[session.state]) return
        const head = await tx.headLaunchSession(session.registration)
        await closeSession(tx, session, { now, rules, isFinal: head?.id !== id })
      })
      await closing.catch((error: unknown) => errors.push(error))
    }
    await store.transact((tx) =>
      tx.deleteTickets(new Date(now.getTime() - ticketDaysKept * 86_400_000)),
    )
    if (errors.length > 0)
      throw new AggregateError(errors, `${errors.length} silent sessions stay open`)
    return silent.length
  }
