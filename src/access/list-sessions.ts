import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { isAlive } from './session.ts'
import type { AccessReader, AccessWriter } from './store.ts'
import type { SessionList } from './wire.ts'

/** The sessions of an account that still count. @param current SHA-256 of the one that asks. */
export const listSessions =
  (store: Pick<AccessReader, 'listSessions'>, clock: Clock) =>
  async (account: string, current = ''): Promise<SessionList> => ({
    items: (await store.listSessions(account))
      .filter((session) => isAlive(session, clock()))
      .map(({ id, createdAt, lastSeenAt, network, browser, idHash }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        network,
        browser,
        isCurrent: idHash === current,
      })),
  })

/** Ends one session of an account at once. @throws Problem `not-found`. */
export const endSession =
  (store: Transactor<AccessWriter>) =>
  (account: string, id: string): Promise<void> =>
    store.transact(async (tx) => {
      const session = (await tx.listSessions(account)).find((one) => one.id === id)
      if (!session) throw new Problem('not-found', 'The account has no such session.')
      await tx.deleteSession(session.idHash)
      noteChange({ about: [account], before: { session: id } })
    })
