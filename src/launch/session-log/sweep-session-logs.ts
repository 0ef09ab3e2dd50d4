import type { Clock } from '../../base/clock.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { SessionLogReader, SessionLogWriter } from './store.ts'

const logsPerRead = 200

/**
 * Forgets the logs of sessions in which nothing was said for so many days. The sessions themselves stay.
 * @returns how many were forgotten
 */
export const sweepSessionLogs =
  (
    store: Pick<SessionLogReader, 'oldSessionLogs'> &
      Transactor<Pick<SessionLogWriter, 'deleteSessionLog'>>,
    clock: Clock,
    { sessionLogDaysMax }: { readonly sessionLogDaysMax: number },
  ) =>
  async (): Promise<number> => {
    const before = new Date(clock().getTime() - sessionLogDaysMax * 86_400_000)
    let swept = 0
    for (;;) {
      const sessions = await store.oldSessionLogs(before, logsPerRead)
      await store.transact(async (tx) => {
        for (const session of sessions) await tx.deleteSessionLog(session)
      })
      swept += sessions.length
      if (sessions.length < logsPerRead) return swept
    }
  }
