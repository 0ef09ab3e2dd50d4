import type { Request, Response } from 'express'
import { Problem } from '../base/problem.ts'
import type { Operation } from '../http/operation.ts'
import { type Account, roleScopes } from './account.ts'
import { type CredentialParts, credentialOperations } from './credential-routes.ts'
import { guardCrossSite, guardSession, type RequestOrigin } from './guard-cross-site.ts'
import { readSessionCookie, sessionCookie } from './session-cookie.ts'
import { claimSetup } from './set-up.ts'
import { type SignedIn, signIn, signOut } from './sign-in.ts'
import type { ClaimSetup, Me, Setup, SignInRequest } from './wire.ts'

/** Everything that the operations of this slice use. */
export type AccessParts = CredentialParts

export const accessOperations = (parts: AccessParts): Operation[] => [
  ...setupOperations(parts),
  ...sessionOperations(parts),
  ...credentialOperations(parts),
]

function setupOperations({ store, clock, appUrl }: AccessParts): Operation[] {
  const claim = claimSetup(store, clock)
  return [
    {
      method: 'get',
      path: '/setup',
      id: 'getSetup',
      summary: 'Tell whether the first administrator is still to be created',
      tag: 'Access',
      requires: 'public',
      answer: 'api/setup',
      handle: async (): Promise<Setup> => ({ isOpen: !(await store.hasAccounts()) }),
    },
    {
      method: 'post',
      path: '/setup',
      id: 'claimSetup',
      summary: 'Create the first administrator with the one-time link, and sign in',
      tag: 'Access',
      requires: 'public',
      body: 'api/setup-claim',
      answer: 'api/me',
      status: 201,
      async handle({ body }, request, response): Promise<Me> {
        guardCrossSite(originOf(request), appUrl)
        const signedIn = await claim({ ...(body as ClaimSetup), address: addressOf(request) })
        return welcome(signedIn, response, appUrl)
      },
    },
  ]
}

function sessionOperations({ store, clock, appUrl }: AccessParts): Operation[] {
  const enter = signIn(store, clock)
  const leave = signOut(store)
  return [
    {
      method: 'post',
      path: '/sign-in',
      id: 'signIn',
      summary: 'Sign in with e-mail address and password; sets the session cookie',
      tag: 'Access',
      requires: 'public',
      body: 'api/sign-in',
      answer: 'api/me',
      async handle({ body }, request, response): Promise<Me> {
        const previousSession = guardedSession(request, appUrl)
        const { email, password } = body as SignInRequest
        const address = addressOf(request)
        const signedIn = await enter({ email, password, address, previousSession })
        return welcome(signedIn, response, appUrl)
      },
    },
    {
      method: 'post',
      path: '/sign-out',
      id: 'signOut',
      summary: 'End the session on the server and remove its cookie',
      tag: 'Access',
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
      summary: 'Tell who is signed in',
      tag: 'Access',
      requires: 'account',
      answer: 'api/me',
      async handle({ principal }): Promise<Me> {
        const account =
          principal?.kind === 'account' ? await store.findAccount(principal.id) : undefined
        if (!account) throw new Problem('unauthenticated', 'This is for signed-in accounts.')
        return meOf(account)
      },
    },
  ]
}

/** The session of a request, if it has one, and if it comes from our own pages. */
function guardedSession(request: Request, appUrl: string): string | undefined {
  const session = readSessionCookie(request.get('cookie'), appUrl)
  const guard = session === undefined ? guardCrossSite : guardSession
  guard(originOf(request), appUrl)
  return session
}

const originOf = (request: Request): RequestOrigin => ({
  method: request.method,
  origin: request.get('origin'),
  fetchSite: request.get('sec-fetch-site'),
})

const addressOf = (request: Request): string => request.ip ?? ''

function welcome({ account, session }: SignedIn, response: Response, appUrl: string): Me {
  response.setHeader('Set-Cookie', sessionCookie(appUrl, session))
  return meOf(account)
}

const meOf = ({ id, name, email, role }: Account): Me => ({
  id,
  name,
  email,
  role,
  scopes: roleScopes[role],
})
