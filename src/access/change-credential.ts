import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newSecret, secretHash } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Credential, shownOf } from './credential.ts'
import { requireLimits } from './pass-on-limits.ts'
import { readScopes, requireScopes } from './pass-on-scopes.ts'
import { readLimits } from './read-limits.ts'
import type { AccessWriter } from './store.ts'
import type { ChangeCredential, CredentialLimits } from './wire.ts'

/** Who makes a change; absent: the operator of the machine. */
type By = Principal | undefined

const limitNames = ['expiresAt', 'filter', 'allowedOrigins', 'requestsPerMinuteMax'] as const

/**
 * Changes name, scopes and limits; what is not given stays, null takes a limit away.
 * @returns the credential as it is now.
 * @throws Problem `not-found`, `invalid-request`, `forbidden` if it has, or would get, a scope or a freedom that `by` lacks.
 */
export const changeCredential =
  (store: Transactor<AccessWriter>, clock: Clock) =>
  (key: string, change: ChangeCredential, by: By): Promise<Credential> => {
    const { name, scopes } = change
    const limits = readLimits(givenLimits(change), clock)
    return replaceCredential(store, { key, by }, (before) => {
      const kept = { ...before }
      for (const limit of limitNames) if (change[limit] !== undefined) delete kept[limit]
      return {
        ...kept,
        ...(name !== undefined && { name: tidyName(name) }),
        ...(scopes && { scopes: readScopes(scopes) }),
        ...limits,
      }
    })
  }

const givenLimits = (change: ChangeCredential): CredentialLimits =>
  Object.fromEntries(
    limitNames.map((name) => [name, change[name]]).filter(([, value]) => value != null),
  )

/**
 * Gives a credential a new secret; the one before works for `overlapHours` more, so that clients change over one by one.
 * @returns the new secret, which is nowhere else.
 * @throws Problem `not-found`, `forbidden` if it has a scope or a freedom that `by` lacks.
 */
export const rotateCredential =
  (store: Transactor<AccessWriter>, clock: Clock) =>
  async (key: string, overlapHours: number, by: By) => {
    const secret = newSecret()
    const until = new Date(clock().getTime() + overlapHours * 3_600_000)
    const credential = await replaceCredential(store, { key, by }, (before) => ({
      ...before,
      secretHash: secretHash(secret),
      previousSecret: { hash: before.secretHash, until },
    }))
    return { credential, secret }
  }

function replaceCredential(
  store: Transactor<AccessWriter>,
  { key, by }: { key: string; by: By },
  change: (before: Credential) => Credential,
): Promise<Credential> {
  return store.transact(async (tx) => {
    const before = await tx.findCredential(key)
    if (!before) throw new Problem('not-found', 'There is no credential with this key.')
    const after = change(before)
    for (const one of [before, after]) {
      requireScopes(by, one.scopes)
      await requireLimits(tx, by, one)
    }
    await tx.replaceCredential(after)
    const isRotated = after.secretHash !== before.secretHash
    noteChange({
      about: [key],
      before: shownOf(before),
      after: { ...shownOf(after), ...(isRotated && { hasNewAccess: true }) },
    })
    return after
  })
}
