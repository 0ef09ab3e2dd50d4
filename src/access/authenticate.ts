import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { secretHash } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import type { Transactor } from '../base/transactor.ts'
import { roleScopes } from './account.ts'
import { type Credential, principalOfCredential } from './credential.ts'
import { isAlive } from './session.ts'
import type { AccessReader, AccessWriter } from './store.ts'

type Store = AccessReader & Transactor<AccessWriter>

const cacheMs = 5_000
const cachedMax = 10_000
const credentialTouchMs = 60_000
const sessionTouchMs = 300_000

export interface CredentialCheck {
  /** @returns who the `Authorization` header proves to be; undefined if it is absent, not Basic or wrong. */
  authenticateBasic(authorization: string | undefined): Promise<Principal | undefined>
  /** The credential was revoked or changed: forget it now. */
  forget(key: string): void
}

/**
 * Checks HTTP Basic credentials. What the store says is remembered for 5 seconds, so that the usual request costs one SHA-256
 * and no query; a revocation counts at once in this process and within 5 seconds in others.
 */
export function credentialCheck(store: Store, clock: Clock): CredentialCheck {
  const cache = new Map<string, { credential: Credential; until: number }>()
  const touched = new Map<string, number>()

  const find = async (key: string, now: number): Promise<Credential | undefined> => {
    const known = cache.get(key)
    if (known && now < known.until) return known.credential
    cache.delete(key)
    const credential = await store.findCredential(key)
    if (!credential) return undefined
    if (cache.size >= cachedMax) cache.delete(cache.keys().next().value!)
    cache.set(key, { credential, until: now + cacheMs })
    return credential
  }

  const touch = (key: string, now: number) => {
    if (now - (touched.get(key) ?? 0) < credentialTouchMs) return
    touched.set(key, now)
    inBackground(store.transact((tx) => tx.touchCredential(key, new Date(now))))
  }

  return {
    async authenticateBasic(authorization) {
      const pair = readBasic(authorization)
      if (!pair) return undefined
      const now = clock().getTime()
      const credential = await find(pair.key, now)
      if (!isSecretOf(credential, pair.secret) || !credential) return undefined
      touch(credential.key, now)
      return principalOfCredential(credential)
    },
    forget: (key) => void cache.delete(key),
  }
}

/** @returns who the session belongs to; undefined if it is unknown or has ended. */
export function sessionCheck(store: Store, clock: Clock) {
  return async (id: string): Promise<Principal | undefined> => {
    const found = await store.findSession(secretHash(id))
    const now = clock()
    if (!found || !isAlive(found.session, now)) return undefined
    const { session, account } = found
    if (now.getTime() - session.lastSeenAt.getTime() >= sessionTouchMs) {
      inBackground(store.transact((tx) => tx.touchSession(session.idHash, now)))
    }
    return {
      kind: 'account',
      id: account.id,
      name: account.name,
      scopes: roleScopes[account.role],
    }
  }
}

/** When something was last used is good to know; a request neither waits for it nor fails with it. */
const inBackground = (written: Promise<unknown>): void => void written.catch(() => undefined)

/** The user name and password of RFC 7617: the first colon divides them. */
function readBasic(header: string | undefined): { key: string; secret: string } | undefined {
  const encoded = /^basic +([\w+/=-]+) *$/i.exec(header ?? '')?.[1]
  if (!encoded) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : { key: pair.slice(0, colon), secret: pair.slice(colon + 1) }
}

const nobodysSecretHash = '0'.repeat(64)

const isSecretOf = (credential: Credential | undefined, secret: string): boolean =>
  timingSafeEqual(
    Buffer.from(secretHash(secret)),
    Buffer.from(credential?.secretHash ?? nobodysSecretHash),
  )
