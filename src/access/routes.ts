import type { Request, Response } from 'express'
import type { Clock } from '../base/clock.ts'
import type { PageRequest } from '../base/page.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Call, Operation } from '../http/operation.ts'
import { type Account, roleScopes } from './account.ts'
import type { CredentialCheck } from './authenticate.ts'
import { createCredential } from './create-credential.ts'
import type { Credential } from './credential.ts'
import { guardCrossSite } from './guard-cross-site.ts'
import { readSessionCookie, sessionCookie } from './session-cookie.ts'
import { claimSetup } from './set-up.ts'
import { type SignedIn, signIn, signOut } from './sign-in.ts'
import type { AccessReader, AccessWriter } from './store.ts'
import type {
  ClaimSetup,
  CreateCredential,
  CreatedCredential,
  CredentialItem,
  Me,
  Setup,
  SignInRequest,
} from './wire.ts'

type Store = AccessReader & Transactor<AccessWriter>

export interface AccessParts {
  readonly store: Store
  readonly clock: Clock
  /** Origin of the console, without a slash at the end. */
  readonly appUrl: string
  readonly credentials: CredentialCheck
}

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
        guardCrossSite(originOf(request), appUrl)
        const { email, password } = body as SignInRequest
        const previousSession = readSessionCookie(request.get('cookie'), appUrl)
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
        guardCrossSite(originOf(request), appUrl)
        const session = readSessionCookie(request.get('cookie'), appUrl)
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

function credentialOperations({ store, clock, appUrl, credentials }: AccessParts): Operation[] {
  const create = createCredential(store, clock)
  return [
    {
      method: 'get',
      path: '/credentials',
      id: 'listCredentials',
      summary: 'List the credentials of programs, newest first',
      tag: 'Access',
      requires: 'credentials/read',
      query: pageQuery,
      answer: 'api/credential-list',
      async handle({ query }) {
        const page = await store.listCredentials(pageRequestOf(query))
        return { ...page, items: page.items.map(itemOf) }
      },
    },
    {
      method: 'post',
      path: '/credentials',
      id: 'createCredential',
      summary: 'Create a credential; its secret is in this answer and nowhere else',
      tag: 'Access',
      requires: 'credentials/write',
      body: 'api/credential-create',
      answer: 'api/credential-created',
      status: 201,
      async handle({ body, principal }): Promise<CreatedCredential> {
        const { name, scopes } = body as CreateCredential
        const created = await create({ name, scopes, by: principal })
        return {
          key: created.key,
          secret: created.secret,
          endpoint: `${appUrl}/xapi/`,
          name: created.name,
          scopes: created.scopes,
        }
      },
    },
    {
      method: 'delete',
      path: '/credentials/{key}',
      id: 'revokeCredential',
      summary: 'Revoke a credential at once and for good',
      tag: 'Access',
      requires: 'credentials/write',
      status: 204,
      async handle({ params }) {
        const key = params.key!
        const isRevoked = await store.transact((tx) => tx.revokeCredential(key, clock()))
        credentials.forget(key)
        if (!isRevoked) throw new Problem('not-found', 'There is no credential with this key.')
      },
    },
  ]
}

const pageQuery: NonNullable<Operation['query']> = {
  limit: {
    description: 'How many at most; 50 unless given.',
    schema: { type: 'integer', minimum: 1, maximum: 500 },
  },
  cursor: {
    description: '`cursor` of the page before.',
    schema: { type: 'string', maxLength: 500 },
  },
}

const pageRequestOf = ({ limit, cursor }: Call['query']): PageRequest => ({
  limit: Number(limit ?? 50),
  ...(typeof cursor === 'string' && { cursor }),
})

const originOf = (request: Request) => ({
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

const itemOf = ({ key, name, scopes, createdAt, lastUsedAt }: Credential): CredentialItem => ({
  key,
  name,
  scopes,
  createdAt: createdAt.toISOString(),
  ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
})
