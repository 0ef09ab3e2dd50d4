import type { Clock } from '../base/clock.ts'
import type { Principal } from '../base/principal.ts'
import type { Transactor } from '../base/transactor.ts'
import { credentialCheck, sessionCheck } from './authenticate.ts'
import { guardCrossSite, type RequestOrigin } from './guard-cross-site.ts'
import { accessOperations } from './routes.ts'
import { readSessionCookie } from './session-cookie.ts'
import type { AccessReader, AccessWriter } from './store.ts'

/** The headers of a request that tell who makes it. */
export interface RequestCredentials extends RequestOrigin {
  readonly authorization?: string | undefined
  readonly cookie?: string | undefined
}

/** HTTP Basic only, for /xapi: sessions of the console mean nothing there. */
export type AuthenticateBasic = (
  authorization: string | undefined,
) => Promise<Principal | undefined>

/**
 * Everything of this slice that a server needs, sharing one memory of checked credentials.
 * @param appUrl origin of the console, without a slash at the end.
 */
export function openAccess(
  store: AccessReader & Transactor<AccessWriter>,
  clock: Clock,
  appUrl: string,
) {
  const credentials = credentialCheck(store, clock)
  const authenticateSession = sessionCheck(store, clock)
  const authenticateBasic: AuthenticateBasic = (header) => credentials.authenticateBasic(header)

  /**
   * For /api/v1: by `Authorization` if it is there, else by the session cookie.
   * @throws Problem `cross-site-request` if a page of another origin uses the cookie, `unauthenticated` if it comes twice.
   */
  async function authenticate(request: RequestCredentials): Promise<Principal | undefined> {
    if (request.authorization !== undefined) return authenticateBasic(request.authorization)
    const session = readSessionCookie(request.cookie, appUrl)
    if (session === undefined) return undefined
    guardCrossSite(request, appUrl)
    return authenticateSession(session)
  }

  return {
    authenticate,
    authenticateBasic,
    operations: accessOperations({ store, clock, appUrl, credentials }),
  }
}
