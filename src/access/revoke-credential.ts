import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import type { AccessWriter } from './store.ts'

/**
 * Revokes a credential for good. Statements that it sent stay, with it as their authority.
 * @throws Problem `not-found`, also for one that is revoked already.
 */
export const revokeCredential =
  (store: Transactor<AccessWriter>, clock: Clock) =>
  async (key: string): Promise<void> => {
    const isRevoked = await store.transact((tx) => tx.revokeCredential(key, clock()))
    if (!isRevoked) throw new Problem('not-found', 'There is no credential with this key.')
  }
