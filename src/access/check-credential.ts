import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { secretHash } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { type Credential, isExpired, principalOfCredential } from './credential.ts'
import type { AccessReader, AccessWriter } from './store.ts'

const cacheMilliseconds = 5_000
const cachedMax = 10_000
const touchMilliseconds = 60_000

/** A credential whose secret was right. */
interface Proven {
  readonly credential: Credential
  /** The same object for every request until the credential is read again. */
  readonly principal: Principal
}

export interface CredentialCheck {
  /**
   * @returns what the `Authorization` header proves; undefined if it is absent, not Basic or wrong.
   * @throws Problem `credential-expired` for one that was right once.
   */
  check(authorization: string | undefined): Promise<Proven | undefined>
  /** The credential was revoked or changed: forget it now. */
  forget(key: string): void
}

/**
 * Checks HTTP Basic credentials. What the store says is remembered for 5 seconds, so that the usual request costs one SHA-256
 * and no query; a change counts at once in this process and within 5 seconds in others.
 */
export function credentialCheck(
  store: AccessReader & Transactor<AccessWriter>,
  clock: Clock,
): CredentialCheck {
  const cache = new Map<string, { proven: Proven; until: number }>()
  const touched = new Map<string, number>()
  let changes = 0

  const find = async (key: string, now: number): Promise<Proven | undefined> => {
    const known = cache.get(key)
    if (known && now < known.until) return known.proven
    cache.delete(key)
    const changesBefore = changes
    const credential = await store.findCredential(key)
    if (!credential) return undefined
    const proven = { credential, principal: principalOfCredential(credential) }
    if (cache.size >= cachedMax) cache.delete(cache.keys().next().value!)
    // A change that was made while this was read may not be in it.
    if (changes === changesBefore) cache.set(key, { proven, until: now + cacheMilliseconds })
    return proven
  }

  const touch = (key: string, now: number) => {
    if (now - (touched.get(key) ?? 0) < touchMilliseconds) return
    touched.set(key, now)
    // When it was last used is good to know; a request neither waits for it nor fails with it.
    store.transact((tx) => tx.touchCredential(key, new Date(now))).catch(() => undefined)
  }

  return {
    async check(authorization) {
      const pair = readBasic(authorization)
      if (!pair) return undefined
      const now = clock()
      const proven = await find(pair.key, now.getTime())
      if (!isProven(proven, pair.secret, now)) return undefined
      touch(pair.key, now.getTime())
      return proven
    },
    forget(key) {
      changes += 1
      cache.delete(key)
    },
  }
}

/** The user name and password of RFC 7617: the first colon divides them. */
function readBasic(header: string | undefined): { key: string; secret: string } | undefined {
  const encoded = /^basic +([\w+/=-]+) *$/i.exec(header ?? '')?.[1]
  if (!encoded) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  const colon = pair.indexOf(':')
  return colon < 0 ? undefined : { key: pair.slice(0, colon), secret: pair.slice(colon + 1) }
}

const nobodysSecretHash = '0'.repeat(64)

/** Says that a credential or secret has expired only to who has the secret. */
function isProven(proven: Proven | undefined, secret: string, now: Date): proven is Proven {
  const given = Buffer.from(secretHash(secret))
  const isOf = (hash: string) => timingSafeEqual(given, Buffer.from(hash))
  const { secretHash: current = nobodysSecretHash, previousSecret } = proven?.credential ?? {}
  const isCurrent = isOf(current)
  const isPrevious = !isCurrent && previousSecret !== undefined && isOf(previousSecret.hash)
  if (!proven || !(isCurrent || isPrevious)) return false
  if (isPrevious && previousSecret.until <= now) {
    throw expired(
      `This secret was replaced and has not counted since ${previousSecret.until.toISOString()}.`,
    )
  }
  const { credential } = proven
  if (isExpired(credential, now)) {
    throw expired(`This credential expired at ${credential.expiresAt!.toISOString()}.`)
  }
  return true
}

const expired = (sentence: string): Problem => new Problem('credential-expired', sentence)
