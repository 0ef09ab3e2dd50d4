import type { Clock } from '../base/clock.ts'
import { secretHash } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import type { Transactor } from '../base/transactor.ts'
import { rightsOf } from './role.ts'
import { isAlive } from './session.ts'
import type { AccessReader, AccessWriter } from './store.ts'

const touchMilliseconds = 300_000

/** @returns who the session belongs to; undefined if it is unknown or has ended, or its account is closed. */
export function sessionCheck(store: AccessReader & Transactor<AccessWriter>, clock: Clock) {
  return async (secret: string): Promise<Principal | undefined> => {
    const found = await store.findSession(secretHash(secret))
    const now = clock()
    if (!found || found.account.disabledAt || !isAlive(found.session, now)) return undefined
    const { session, account, grants } = found
    if (now.getTime() - session.lastSeenAt.getTime() >= touchMilliseconds) {
      // When it was last seen is good to know; a request neither waits for it nor fails with it.
      store.transact((tx) => tx.touchSession(session.idHash, now)).catch(() => undefined)
    }
    const { id, name, person } = account
    return { kind: 'account', id, name, ...(person && { person }), ...rightsOf(account, grants) }
  }
}
