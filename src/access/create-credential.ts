import { randomBytes } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { newSecret, secretHash } from '../base/ids.ts'
import { mayDo, type Principal, type Scope, scopes } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Credential, defaultScopes } from './credential.ts'
import type { AccessWriter } from './store.ts'

export interface NewCredential {
  readonly name: string
  /** `defaultScopes` if absent. */
  readonly scopes?: readonly string[] | undefined
  /** Who makes it: it can pass on no more than it may do itself. Absent: the operator of the machine. */
  readonly by?: Principal | undefined
}

/**
 * Makes a credential. The secret is in the answer and nowhere else.
 * @throws Problem `invalid-request` for an unknown scope, `forbidden` for one that `by` lacks.
 */
export const createCredential =
  (store: Transactor<AccessWriter>, clock: Clock) =>
  async ({ name, scopes: asked, by }: NewCredential) => {
    const credential = {
      key: randomBytes(16).toString('hex'),
      name: tidyName(name),
      scopes: [...new Set((asked ?? defaultScopes).map(scopeOf))],
      createdAt: clock(),
      createdBy: by?.id ?? 'cli',
    }
    for (const scope of credential.scopes) requireScope(by, scope)
    const secret = newSecret()
    const stored: Credential = { ...credential, secretHash: secretHash(secret) }
    await store.transact((tx) => tx.insertCredential(stored))
    return { ...credential, secret }
  }

function scopeOf(text: string, index: number): Scope {
  const scope = scopes.find((known) => known === text)
  if (scope) return scope
  throw new Problem(
    'invalid-request',
    `There is no scope "${text}"; known: ${scopes.join(', ')}.`,
    {
      pointer: `/scopes/${index}`,
    },
  )
}

function requireScope(by: Principal | undefined, scope: Scope): void {
  if (!by || mayDo(by, scope)) return
  throw new Problem('forbidden', `You cannot give the scope ${scope}, which you do not have.`, {
    facts: { scope },
  })
}
