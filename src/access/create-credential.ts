import { randomBytes } from 'node:crypto'
import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newSecret, secretHash } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Credential, defaultScopes, shownOf } from './credential.ts'
import { requireLimits } from './pass-on-limits.ts'
import { readScopes, requireScopes } from './pass-on-scopes.ts'
import { readLimits } from './read-limits.ts'
import type { AccessWriter } from './store.ts'
import type { CredentialLimits } from './wire.ts'

interface NewCredential extends CredentialLimits {
  readonly name: string
  /** `defaultScopes` if absent. */
  readonly scopes?: readonly string[] | undefined
  /** Who makes it: it can pass on no more than it may do itself. Absent: the operator of the machine. */
  readonly by?: Principal | undefined
}

/**
 * Makes a credential. The secret is in the answer and nowhere else.
 * @throws Problem `invalid-request` for an unknown scope or an unusable limit, `forbidden` for a scope or a freedom that `by` lacks.
 */
export const createCredential =
  (store: Transactor<AccessWriter>, clock: Clock) =>
  async ({ name, scopes, by, ...limits }: NewCredential) => {
    const credential = {
      key: randomBytes(16).toString('hex'),
      name: tidyName(name),
      scopes: readScopes(scopes ?? defaultScopes),
      createdAt: clock(),
      createdBy: by?.id ?? 'cli',
      ...readLimits(limits, clock),
    }
    requireScopes(by, credential.scopes)
    const secret = newSecret()
    const stored: Credential = { ...credential, secretHash: secretHash(secret) }
    await store.transact(async (tx) => {
      await requireLimits(tx, by, stored)
      await tx.insertCredential(stored)
      noteChange({ about: [stored.key], after: shownOf(stored) })
    })
    return { ...credential, secret }
  }
