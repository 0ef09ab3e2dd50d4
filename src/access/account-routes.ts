import { noteChange } from '../audit/index.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import type { AccessParts } from './access-parts.ts'
import type { NewAccountLink } from './account-link.ts'
import { changeAccount, createAccount, inviteAgain, requireAccount } from './change-account.ts'
import { accountItem } from './describe-account.ts'
import { requireNoLess } from './give-role.ts'
import { endSession, listSessions } from './list-sessions.ts'
import type {
  AccountItem,
  AccountLinkItem,
  AccountList,
  ChangeAccount,
  CreateAccount,
  CreatedAccount,
} from './wire.ts'

const shared = { tag: 'Accounts', reach: 'installation' } as const

/** `/accounts`: who may sign in. Only who may do everything they may can change them. */
export const accountOperations = (parts: AccessParts): Operation[] => [
  ...readOperations(parts),
  ...changeOperations(parts),
  factorOperation(parts),
  ...sessionOperations(parts),
]

const readOperations = ({ store }: AccessParts): Operation[] => [
  {
    ...shared,
    method: 'get',
    path: '/accounts',
    id: 'listAccounts',
    summary: 'List accounts with their roles, by e-mail address',
    requires: 'accounts/read',
    query: {
      q: {
        description: 'Part of name or e-mail address.',
        schema: { type: 'string', maxLength: 200 },
      },
      ...pageParameters(),
    },
    answer: 'api/account-list',
    async handle({ query }): Promise<AccountList> {
      const page = await store.listAccounts({ q: String(query.q ?? '') }, pageOfQuery(query))
      const grants = await store.grantsOf(page.items.map(({ id }) => id))
      return { ...page, items: page.items.map((account) => accountItem(account, grants)) }
    },
  },
  {
    ...shared,
    method: 'get',
    path: '/accounts/{id}',
    id: 'getAccount',
    summary: 'Show an account with its roles',
    requires: 'accounts/read',
    answer: 'api/account',
    async handle({ params }): Promise<AccountItem> {
      const account = await requireAccount(store, params.id!)
      return accountItem(account, await store.grantsOf([account.id]))
    },
  },
]

function changeOperations(parts: AccessParts): Operation[] {
  const { store } = parts
  const create = createAccount(parts)
  const change = changeAccount(parts)
  const invite = inviteAgain(parts)
  return [
    {
      ...shared,
      method: 'post',
      path: '/accounts',
      id: 'createAccount',
      summary: 'Add an account with roles; the one-time link for its owner is in this answer only',
      requires: 'accounts/write',
      body: 'api/account-create',
      answer: 'api/account-created',
      status: 201,
      async handle({ body, principal }): Promise<CreatedAccount> {
        const { account, link } = await create(body as CreateAccount, principal)
        const item = accountItem(account, await store.grantsOf([account.id]))
        return { ...item, link: linkItem(link) }
      },
    },
    {
      ...shared,
      method: 'patch',
      path: '/accounts/{id}',
      id: 'changeAccount',
      summary: 'Change name, address or learner of an account, close it or open it again',
      requires: 'accounts/write',
      body: 'api/account-change',
      answer: 'api/account',
      async handle({ params, body, principal }): Promise<AccountItem> {
        const account = await change(params.id!, body as ChangeAccount, principal)
        return accountItem(account, await store.grantsOf([account.id]))
      },
    },
    {
      ...shared,
      method: 'post',
      path: '/accounts/{id}/links',
      id: 'createAccountLink',
      summary: 'Make the one-time link with which the owner of an account chooses a new password',
      requires: 'accounts/write',
      answer: 'api/account-link',
      status: 201,
      handle: async ({ params, principal }): Promise<AccountLinkItem> =>
        linkItem(await invite(params.id!, principal)),
    },
  ]
}

const factorOperation = ({ store }: AccessParts): Operation => ({
  ...shared,
  method: 'delete',
  path: '/accounts/{id}/second-factor',
  id: 'deleteAccountSecondFactor',
  summary: 'Take the second factor of an account away, whose owner has lost it',
  requires: 'accounts/write',
  status: 204,
  handle: ({ params, principal }) =>
    store.transact(async (tx) => {
      const { id } = await requireAccount(tx, params.id!)
      await requireNoLess(tx, { account: id, by: principal })
      await tx.putSecondFactor(id, undefined)
      noteChange({ about: [id], after: { hasSecondFactor: false } })
    }),
})

function sessionOperations({ store, clock }: AccessParts): Operation[] {
  const list = listSessions(store, clock)
  const end = endSession(store)
  return [
    {
      ...shared,
      method: 'get',
      path: '/accounts/{id}/sessions',
      id: 'listAccountSessions',
      summary: 'List where an account is signed in',
      requires: 'accounts/read',
      answer: 'api/session-list',
      handle: async ({ params }) => list((await requireAccount(store, params.id!)).id),
    },
    {
      ...shared,
      method: 'delete',
      path: '/accounts/{id}/sessions/{session}',
      id: 'endAccountSession',
      summary: 'End one session of an account',
      requires: 'accounts/write',
      status: 204,
      handle: ({ params, principal }) => end(params.id!, params.session!, principal),
    },
  ]
}

const linkItem = ({ url, expiresAt }: NewAccountLink): AccountLinkItem => ({
  url,
  expiresAt: expiresAt.toISOString(),
})
