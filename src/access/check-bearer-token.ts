import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Clock } from '../base/clock.ts'
import { secretHash } from '../base/ids.ts'
import { type Principal, type Scope, scopes } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'

/** The identity provider whose tokens are taken. */
export interface OidcSettings {
  /** Its `iss`, a URL. */
  readonly issuer: string
  /** What `aud` must hold. */
  readonly audience: string
  /** Where its keys are; unless given, where its discovery document says, if that is on the issuer's own origin. */
  readonly jwksUrl?: string
  /** The claim that holds the scopes: text with spaces, or a list. */
  readonly scopeClaim: string
}

/** Asymmetric ones only: a shared secret would let every receiver of tokens make them. */
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

const clockToleranceSeconds = 30
const rememberedMilliseconds = 60_000
const rememberedMax = 10_000
const fetchMillisecondsMax = 5_000

type BearerTokenCheck = (authorization: string) => Promise<Principal>

/**
 * Checks the JWTs (RFC 7519, RFC 9068) of one identity provider: signature, `iss`, `aud`, `exp`, `nbf`, and a `sub`. Its keys are
 * fetched when first needed and remembered; a token that was right is not checked again for a minute.
 * @throws Problem `bearer-token-invalid`, `identity-provider-unavailable`.
 */
export function bearerTokenCheck(oidc: OidcSettings, clock: Clock): BearerTokenCheck {
  const remembered = new Map<string, { principal: Principal; until: number }>()
  const keys = keysOf(oidc)

  const verify = async (token: string): Promise<JWTPayload> => {
    try {
      const { payload } = await jwtVerify(token, await keys(), {
        issuer: oidc.issuer,
        audience: oidc.audience,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
        currentDate: clock(),
      })
      return payload
    } catch (error) {
      throw problemOf(error)
    }
  }

  return async (authorization) => {
    const token = authorization.replace(/^bearer +/i, '').trim()
    const hash = secretHash(token)
    const now = clock().getTime()
    const known = remembered.get(hash)
    if (known && now < known.until) return known.principal
    remembered.delete(hash)
    const claims = await verify(token)
    const principal = principalOfClaims(claims, oidc)
    if (remembered.size >= rememberedMax) remembered.delete(remembered.keys().next().value!)
    remembered.set(hash, {
      principal,
      until: Math.min(claims.exp! * 1000, now + rememberedMilliseconds),
    })
    return principal
  }
}

/** The provider's keys, refreshed by jose when a token names one that is not among them, at most every 30 seconds. */
function keysOf({ issuer, jwksUrl }: OidcSettings) {
  let found: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined
  const open = async () => {
    const url = new URL(jwksUrl ?? (await discoverKeys(issuer)))
    return createRemoteJWKSet(url, { timeoutDuration: fetchMillisecondsMax })
  }
  return () => {
    found ??= open().catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }
}

/** The `jwks_uri` of OpenID Connect Discovery 4. No request goes to another host than the one that was configured. */
async function discoverKeys(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(fetchMillisecondsMax),
  })
  const { jwks_uri } = (await response.json()) as { jwks_uri?: unknown }
  if (typeof jwks_uri === 'string' && URL.parse(jwks_uri)?.origin === new URL(issuer).origin) {
    return jwks_uri
  }
  throw new Error('the discovery document names no jwks_uri on the origin of the issuer')
}

function principalOfClaims(claims: JWTPayload, { issuer, scopeClaim }: OidcSettings): Principal {
  const { sub = '' } = claims
  if (sub.trim() === '' || sub.length > 255) throw invalid('its sub is not usable')
  const name = [claims.name, claims.client_id, claims.azp].find(
    (claim) => typeof claim === 'string' && claim.trim() !== '',
  )
  return {
    kind: 'token',
    id: sub,
    issuer,
    name: tidyName(String(name ?? sub)).slice(0, 200),
    scopes: scopesOf(claims[scopeClaim]),
  }
}

/** Those that we know; a token may well carry others, meant for other servers. */
function scopesOf(claim: unknown): Scope[] {
  const named: unknown[] = typeof claim === 'string' ? claim.split(' ') : [claim].flat()
  return scopes.filter((scope) => named.includes(scope))
}

const aboutToken = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
]

/** A token may be at fault, or the way to the keys. */
function problemOf(error: unknown): Problem {
  const { message } = error as Error
  if (aboutToken.some((kind) => error instanceof kind)) return invalid(message)
  return new Problem(
    'identity-provider-unavailable',
    'The keys of the identity provider could not be fetched.',
    { retryAfterSeconds: 5 },
  )
}

const invalid = (reason: string): Problem =>
  new Problem('bearer-token-invalid', `The bearer token is not accepted: ${reason}.`)
