import type { Request, Response } from 'express'
import { secretHash } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { Operation } from '../http/operation.ts'
import type { AccessParts } from './access-parts.ts'
import { meOf } from './describe-account.ts'
import { guardCrossSite, guardSession, type RequestOrigin } from './guard-cross-site.ts'
import {
  deviceCookie,
  readDeviceCookie,
  readSessionCookie,
  sessionCookie,
} from './session-cookie.ts'
import { claimSetup } from './set-up.ts'
import { type Device, type SignedIn, signIn, signOut } from './sign-in.ts'
import type { ClaimSetup, Me, Setup, SignInRequest } from './wire.ts'

const tag = 'Access'

export function setupOperations(parts: AccessParts): Operation[] {
  const { store, clock } = parts
  const claim = claimSetup(store, clock)
  return [
    {
      method: 'get',
      path: '/setup',
      id: 'getSetup',
      summary: 'Tell whether the first administrator is still to be created, and how one signs in',
      tag,
      requires: 'public',
      answer: 'api/setup',
      handle: async (): Promise<Setup> => ({
        isOpen: !(await store.hasAccounts()),
        ...(parts.provider && { providerName: parts.provider.name }),
      }),
    },
    {
      method: 'post',
      path: '/setup',
      id: 'claimSetup',
      summary: 'Create the first administrator with the one-time link, and sign in',
      tag,
      requires: 'public',
      body: 'api/setup-claim',
      answer: 'api/me',
      status: 201,
      async handle({ body }, request, response): Promise<Me> {
        guardCrossSite(originOf(request), parts.appUrl)
        const claimed = { ...(body as ClaimSetup), ...deviceOf(request, parts.appUrl) }
        return welcome(parts, await claim(claimed), response)
      },
    },
  ]
}

export function sessionOperations(parts: AccessParts): Operation[] {
  const { store, appUrl } = parts
  const enter = signIn(store, parts)
  const leave = signOut(store)
  return [
    {
      method: 'post',
      path: '/sign-in',
      id: 'signIn',
      isAudited: 'when-noted',
      summary: 'Sign in with e-mail address and password; sets the session cookie',
      tag,
      requires: 'public',
      body: 'api/sign-in',
      answer: 'api/me',
      async handle({ body }, request, response): Promise<Me> {
        const previousSession = guardedSession(request, appUrl)
        const device = { ...deviceOf(request, appUrl), previousSession }
        return welcome(parts, await enter({ ...(body as SignInRequest), ...device }), response)
      },
    },
    {
      method: 'post',
      path: '/sign-out',
      id: 'signOut',
      isAudited: false,
      summary: 'End the session on the server and remove its cookie',
      tag,
      requires: 'public',
      status: 204,
      async handle(_call, request, response) {
        const session = guardedSession(request, appUrl)
        if (session) await leave(session)
        response.setHeader('Set-Cookie', sessionCookie(appUrl, undefined))
      },
    },
    {
      method: 'get',
      path: '/me',
      id: 'getMe',
      summary: 'Tell who is signed in, and what they may do',
      tag,
      requires: 'account',
      answer: 'api/me',
      async handle({ principal }): Promise<Me> {
        const account = await store.findAccount(principal!.id)
        if (!account) throw new Problem('unauthenticated', 'This is for signed-in accounts.')
        return meOf(store, account)
      },
    },
  ]
}

/** The session of a request, if it has one, and if it comes from our own pages. @throws Problem `cross-site-request`. */
export function guardedSession(request: Request, appUrl: string): string | undefined {
  const session = readSessionCookie(request.get('cookie'), appUrl)
  const guard = session === undefined ? guardCrossSite : guardSession
  guard(originOf(request), appUrl)
  return session
}

export const originOf = (request: Request): RequestOrigin => ({
  method: request.method,
  origin: request.get('origin'),
  fetchSite: request.get('sec-fetch-site'),
})

export const deviceOf = (request: Request, appUrl: string): Device => ({
  address: request.ip ?? '',
  browser: request.get('user-agent'),
  device: readDeviceCookie(request.get('cookie'), appUrl),
})

/** SHA-256 of the session that the request comes by; empty if it comes by none. */
export const sessionHashOf = (request: Request, appUrl: string): string => {
  const session = readSessionCookie(request.get('cookie'), appUrl)
  return session === undefined ? '' : secretHash(session)
}

/** Sets the cookies of who has just come in, and tells who they are. */
export function welcome(parts: AccessParts, signedIn: SignedIn, response: Response): Promise<Me> {
  setCookies(parts.appUrl, signedIn, response)
  return meOf(parts.store, signedIn.account)
}

export function setCookies(appUrl: string, { session, device }: SignedIn, response: Response) {
  response.setHeader('Set-Cookie', [sessionCookie(appUrl, session), deviceCookie(appUrl, device)])
}
