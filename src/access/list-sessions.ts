import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { requireNoLess } from './give-role.ts'
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

/**
 * Ends one session of an account at once.
 * @param by who does it to another's account: as with a new link for it, they need what it may.
 * @throws Problem `not-found`; `forbidden`.
 */
export const endSession =
  (store: Transactor<AccessWriter>) =>
  (account: string, id: string, by?: Principal): Promise<void> =>
    store.transact(async (tx) => {
      if (by) await requireNoLess(tx, { account, by })
      const session = (await tx.listSessions(account)).find((one) => one.id === id)
      if (!session) throw new Problem('not-found', 'The account has no such session.')
      await tx.deleteSession(session.idHash)
      noteChange({ about: [account], before: { session: id } })
    })
