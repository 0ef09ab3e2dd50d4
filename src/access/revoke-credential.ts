import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { shownOf } from './credential.ts'
import { requireScopes } from './pass-on-scopes.ts'
import type { AccessWriter } from './store.ts'

/**
 * Revokes a credential for good. Statements that it sent stay, with it as their authority. Whoever could not have given it can
 * not take it away either: with the right to write credentials alone a program could else put everybody else's out of work.
 * @param by absent: the operator of the machine.
 * @throws Problem `not-found`, also for one that is revoked already; `forbidden` if it has a scope that `by` lacks.
 */
export const revokeCredential =
  (store: Transactor<AccessWriter>, clock: Clock) =>
  async (key: string, by?: Principal): Promise<void> =>
    store.transact(async (tx) => {
      const credential = await tx.findCredential(key)
      if (credential) requireScopes(by, credential.scopes)
      if (!credential || !(await tx.revokeCredential(key, clock()))) {
        throw new Problem('not-found', 'There is no credential with this key.')
      }
      noteChange({ about: [key], before: shownOf(credential) })
    })
