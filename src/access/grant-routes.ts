import type { Operation } from '../http/operation.ts'
import type { AccessParts } from './access-parts.ts'
import { requireAccount } from './change-account.ts'
import { grantItem } from './describe-account.ts'
import { checkGrant, giveRole, takeRole } from './give-role.ts'
import type { CreateGrant, GrantItem } from './wire.ts'

/** The roles of accounts, and where they hold. */
export const grantOperations = ({ store, clock, exists }: AccessParts): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{id}/grants',
    id: 'createGrant',
    summary: 'Give an account a role, everywhere or in one part',
    tag: 'Accounts',
    requires: 'accounts/write',
    reach: 'installation',
    body: 'api/grant-create',
    answer: 'api/grant',
    status: 201,
    async handle({ params, body, principal }): Promise<GrantItem> {
      const account = await requireAccount(store, params.id!)
      await checkGrant(body as CreateGrant, { by: principal, account, exists })
      const by = principal!.id
      return grantItem(
        await store.transact((tx) =>
          giveRole(tx, body as CreateGrant, { account: account.id, by, clock }),
        ),
      )
    },
  },
  {
    method: 'delete',
    path: '/accounts/{id}/grants/{grant}',
    id: 'deleteGrant',
    summary: 'Take a role from an account; it counts for nothing from the next request on',
    tag: 'Accounts',
    requires: 'accounts/write',
    reach: 'installation',
    status: 204,
    handle: ({ params, principal }) =>
      store.transact((tx) =>
        takeRole(tx, { account: params.id!, grant: params.grant!, by: principal }),
      ),
  },
]
