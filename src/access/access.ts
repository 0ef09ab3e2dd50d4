import type { Clock } from '../base/clock.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { secretBox } from '../base/secret-box.ts'
import type { Transactor } from '../base/transactor.ts'
import { authoriser } from './authorise.ts'
import { bearerTokenCheck, type OidcSettings } from './check-bearer-token.ts'
import { credentialCheck } from './check-credential.ts'
import { sessionCheck } from './check-session.ts'
import { guardSession, type RequestOrigin } from './guard-cross-site.ts'
import { identityProvider, type ProviderSettings } from './identity-provider.ts'
import { requestLimiter } from './limit-requests.ts'
import { callbackPath, providerOperations } from './provider-routes.ts'
import { accessOperations } from './routes.ts'
import { readSessionCookie } from './session-cookie.ts'
import type { ElsewhereRules } from './sign-in-elsewhere.ts'
import type { AccessReader, AccessWriter } from './store.ts'
import { secondFactors } from './use-second-factor.ts'

/** The headers with which a program says who it is and, in a browser, where it runs. */
interface ProgramRequest {
  readonly authorization?: string | undefined
  readonly origin?: string | undefined
}

/** The headers of a request that tell who makes it. */
interface RequestCredentials extends ProgramRequest, RequestOrigin {
  readonly cookie?: string | undefined
  /** True for one that was let in before and whose answer goes on: it takes nothing from anybody's requests a minute. */
  readonly goesOn?: boolean
}

/**
 * By `Authorization` only, for /xapi: sessions of the console mean nothing there.
 * @returns undefined if it is absent or proves nobody.
 * @throws Problem `credential-expired`, `origin-not-allowed`, `bearer-token-invalid`, `identity-provider-unavailable`,
 *   `rate-limited`.
 */
export type AuthenticateProgram = (request: ProgramRequest) => Promise<Principal | undefined>

export interface AccessSettings {
  readonly store: AccessReader & Transactor<AccessWriter>
  readonly clock: Clock
  /** Origin of the console, without a slash at the end. */
  readonly appUrl: string
  /** Seals the secrets of second factors. */
  readonly signingKey: Buffer
  /** For each credential that has no limit of its own, and each token's subject. */
  readonly requestsPerMinuteMax: number
  /** Absent where no identity provider is configured: bearer tokens prove nobody then. */
  readonly oidc?: OidcSettings | undefined
  /** Absent where people sign in with passwords only. */
  readonly provider?: ProviderSettings | undefined
  /** The learner who has this code; for who signs in at the provider. */
  readonly learnerOf?: ElsewhereRules['learnerOf']
}

/** Everything of this slice that a server needs, sharing one memory of checked credentials. */
export function openAccess(settings: AccessSettings) {
  const { store, clock, appUrl, oidc } = settings
  const credentials = credentialCheck(store, clock)
  const authenticateSession = sessionCheck(store, clock)
  const checkToken = oidc && bearerTokenCheck(oidc, clock)
  const limiter = requestLimiter(clock)
  const factors = secondFactors(clock, secretBox(settings.signingKey, 'hocba second factors'))

  const authenticateProgram = async (request: ProgramRequest & { goesOn?: boolean }) => {
    const { authorization, origin, goesOn = false } = request
    const take = (id: string, perMinuteMax = settings.requestsPerMinuteMax) =>
      goesOn || limiter.take(id, perMinuteMax)
    if (checkToken && authorization !== undefined && /^bearer /i.test(authorization)) {
      const principal = await checkToken(authorization)
      take(`token ${principal.id}`)
      return principal
    }
    const proven = await credentials.check(authorization)
    if (!proven) return undefined
    const { key, allowedOrigins, requestsPerMinuteMax } = proven.credential
    requireOrigin(origin, allowedOrigins)
    take(key, requestsPerMinuteMax)
    return proven.principal
  }

  /**
   * For /api/v1: by `Authorization` if it is there, else by the session cookie.
   * @throws Problem `cross-site-request` if a page of another origin uses the cookie, `unauthenticated` if it comes twice; and
   *   what `AuthenticateProgram` throws.
   */
  async function authenticate(request: RequestCredentials): Promise<Principal | undefined> {
    if (request.authorization !== undefined) return authenticateProgram(request)
    const session = readSessionCookie(request.cookie, appUrl)
    if (session === undefined) return undefined
    guardSession(request, appUrl)
    return authenticateSession(session)
  }

  return {
    authenticate,
    authenticateProgram,
    authoriser: authoriser(store),
    /** Takes one request of so many a minute from who has this key. @throws Problem `rate-limited`. */
    takeRequest: limiter.take,
    operations: [
      ...accessOperations({
        store,
        clock,
        appUrl,
        credentials,
        factors,
        exists: (kind, id) => store.exists(kind, id),
        provider: settings.provider,
      }),
      ...providerOf(settings),
    ],
  }
}

function providerOf({ store, clock, appUrl, signingKey, ...rest }: AccessSettings) {
  if (!rest.provider) return []
  const provider = identityProvider(rest.provider, `${appUrl}/api/v1${callbackPath}`)
  const box = secretBox(signingKey, 'hocba sign-in elsewhere')
  const learnerOf = rest.learnerOf ?? (async () => undefined)
  return providerOperations({ store, clock, appUrl, provider, box, learnerOf })
}

function requireOrigin(origin: string | undefined, allowed: readonly string[] | undefined): void {
  if (origin === undefined || !allowed || allowed.includes(origin)) return
  throw new Problem(
    'origin-not-allowed',
    `Pages of ${origin.slice(0, 200)} may not use this credential.`,
    {
      pointer: 'Origin',
    },
  )
}
