import { type Scope, scopes } from '../base/principal.ts'
import { reachOf } from '../base/reach.ts'
import type { Account } from './account.ts'
import { type Grant, rightsOf } from './role.ts'
import type { AccessReader } from './store.ts'
import type { AccountItem, GrantItem, Me } from './wire.ts'

/** The signed-in account with what it may do. */
export async function meOf(
  store: Pick<AccessReader, 'grantsOf' | 'findSecondFactor'>,
  account: Account,
): Promise<Me> {
  const grants = await store.grantsOf([account.id])
  const rights = rightsOf(account, grants)
  const principal = { kind: 'account' as const, id: account.id, name: account.name, ...rights }
  const factor = await store.findSecondFactor(account.id)
  return {
    id: account.id,
    name: account.name,
    email: account.email,
    ...(account.person !== undefined && { learner: account.person }),
    roles: [...new Set(grants.map(({ role }) => role))],
    grants: grants.map(grantItem),
    scopes: rights.scopes,
    mayLocally: scopes.filter(
      (scope: Scope) => ![undefined, 'everywhere'].includes(reachOf(principal, scope) as string),
    ),
    hasPassword: account.passwordHash !== undefined,
    hasSecondFactor: factor?.isConfirmed === true,
  }
}

export const accountItem = (account: Account, grants: readonly Grant[]): AccountItem => ({
  id: account.id,
  name: account.name,
  email: account.email,
  ...(account.person !== undefined && { learner: account.person }),
  createdAt: account.createdAt.toISOString(),
  ...(account.lastSignInAt && { lastSignInAt: account.lastSignInAt.toISOString() }),
  state: stateOf(account),
  grants: grants.filter((grant) => grant.account === account.id).map(grantItem),
})

export const grantItem = ({ id, role, place, placeName, createdAt }: Grant): GrantItem => ({
  id,
  role,
  place,
  ...(placeName !== undefined && { placeName }),
  createdAt: createdAt.toISOString(),
})

const stateOf = ({ disabledAt, passwordHash, lastSignInAt }: Account): AccountItem['state'] => {
  if (disabledAt) return 'closed'
  return passwordHash || lastSignInAt ? 'open' : 'invited'
}
