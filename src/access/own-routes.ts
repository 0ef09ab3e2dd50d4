import { noteChange } from '../audit/index.ts'
import { Problem } from '../base/problem.ts'
import type { Operation } from '../http/operation.ts'
import type { AccessParts } from './access-parts.ts'
import { claimAccountLink } from './account-link.ts'
import { requireAccount } from './change-account.ts'
import { ownPassword } from './change-password.ts'
import { endSession, listSessions } from './list-sessions.ts'
import { deviceOf, guardedSession, sessionHashOf, welcome } from './session-routes.ts'
import type { ChangePassword, ClaimAccountLink, Me, SecondFactorCodes } from './wire.ts'

const shared = { tag: 'Own account', requires: 'account' } as const

/** What the owner of an account does with it. */
export function ownOperations(parts: AccessParts): Operation[] {
  const passwords = ownPassword(parts.store, parts.clock)
  return [
    claimOperation(parts),
    ...ownSessionOperations(parts),
    {
      ...shared,
      method: 'post',
      path: '/me/password',
      id: 'changePassword',
      summary: 'Change one’s password; one’s other sessions end',
      body: 'api/password-change',
      status: 204,
      async handle({ principal, body }, request) {
        const sessionHash = sessionHashOf(request, parts.appUrl)
        const change = body as ChangePassword
        await passwords.change({ ...change, account: principal!.id, sessionHash })
      },
    },
    ...secondFactorOperations(parts, passwords),
  ]
}

function claimOperation(parts: AccessParts): Operation {
  const claim = claimAccountLink(parts.store, parts.clock)
  return {
    method: 'post',
    path: '/account-links/claim',
    id: 'claimAccountLink',
    summary:
      'Choose a password with a one-time link, and sign in; who has a second factor signs in with it afterwards',
    tag: 'Access',
    requires: 'public',
    body: 'api/account-link-claim',
    answer: 'api/me',
    async handle({ body }, request, response): Promise<Me> {
      const previousSession = guardedSession(request, parts.appUrl)
      const device = { ...deviceOf(request, parts.appUrl), previousSession }
      return welcome(parts, await claim(body as ClaimAccountLink, device), response)
    },
  }
}

function ownSessionOperations({ store, clock, appUrl }: AccessParts): Operation[] {
  const list = listSessions(store, clock)
  const end = endSession(store)
  return [
    {
      ...shared,
      method: 'get',
      path: '/me/sessions',
      id: 'listOwnSessions',
      summary: 'List where one is signed in',
      answer: 'api/session-list',
      handle: ({ principal }, request) => list(principal!.id, sessionHashOf(request, appUrl)),
    },
    {
      ...shared,
      method: 'delete',
      path: '/me/sessions/{session}',
      id: 'endOwnSession',
      summary: 'End one of one’s sessions',
      status: 204,
      handle: ({ principal, params }) => end(principal!.id, params.session!),
    },
  ]
}

function secondFactorOperations(
  { store, factors }: AccessParts,
  passwords: ReturnType<typeof ownPassword>,
): Operation[] {
  return [
    {
      ...shared,
      method: 'post',
      path: '/me/second-factor',
      id: 'beginSecondFactor',
      summary: 'Make the secret of a second factor (TOTP); it counts once it is confirmed',
      body: 'api/password-proof',
      answer: 'api/second-factor-start',
      async handle({ principal, body }) {
        const { password } = body as { password: string }
        const account = await passwords.prove(principal!.id, password)
        return store.transact((tx) => {
          noteChange({ about: [account.id], after: { hasSecondFactor: 'begun' } })
          return factors.begin(tx, account)
        })
      },
    },
    {
      ...shared,
      method: 'post',
      path: '/me/second-factor/confirm',
      id: 'confirmSecondFactor',
      summary: 'Confirm the second factor with a code of it; the recovery codes are in this answer',
      body: 'api/second-factor-confirm',
      answer: 'api/second-factor-codes',
      async handle({ principal, body }): Promise<SecondFactorCodes> {
        const { code } = body as { code: string }
        return store.transact(async (tx) => {
          noteChange({ about: [principal!.id], after: { hasSecondFactor: true } })
          return { recoveryCodes: await factors.confirm(tx, principal!.id, code) }
        })
      },
    },
    {
      ...shared,
      method: 'delete',
      path: '/me/second-factor',
      id: 'deleteSecondFactor',
      summary: 'Take one’s second factor away, with one’s password',
      body: 'api/password-proof',
      status: 204,
      async handle({ principal, body }) {
        await passwords.prove(principal!.id, (body as { password: string }).password)
        await store.transact(async (tx) => {
          const { id } = await requireAccount(tx, principal!.id)
          if (!(await tx.findSecondFactor(id))) {
            throw new Problem('not-found', 'The account has no second factor.')
          }
          await tx.putSecondFactor(id, undefined)
          noteChange({ about: [id], after: { hasSecondFactor: false } })
        })
      },
    },
  ]
}
