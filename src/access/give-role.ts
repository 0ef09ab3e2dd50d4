import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Exists } from './access-parts.ts'
import type { Account } from './account.ts'
import { requireScopes } from './pass-on-scopes.ts'
import { type Grant, type GrantPlace, type Role, roleRules } from './role.ts'
import type { AccessWriter } from './store.ts'

/** Who makes a change; absent: the operator of the machine. */
type By = Principal | undefined

export interface WantedGrant {
  readonly role: Role
  readonly place: GrantPlace
}

type Writer = Pick<
  AccessWriter,
  'insertGrant' | 'deleteGrant' | 'grantsOf' | 'countAccountsWith' | 'deleteAccountLink'
>

/**
 * Checks that a role can be given there, before any transaction.
 * @throws Problem `invalid-request` for a place that the role does not have, or that is not there; `forbidden` for a role that
 *   may do what `by` may not.
 */
export async function checkGrant(
  { role, place }: WantedGrant,
  { by, account, exists }: { by: By; account: Pick<Account, 'person'>; exists: Exists },
): Promise<void> {
  requireScopes(by, roleRules[role].scopes)
  const places = Object.keys(roleRules[role].at)
  if (!places.includes(place.kind)) {
    throw refused(`The role ${role} holds for: ${places.join(', ')}.`)
  }
  if (role === 'learner' && account.person === undefined) {
    throw refused('The account is no learner’s: say whose it is first.')
  }
  if (place.kind === 'installation' || place.kind === 'own') {
    if (place.id !== undefined) throw refused(`The place ${place.kind} has no id.`)
  } else if (place.id === undefined || !(await exists(place.kind, place.id))) {
    throw refused(`There is no ${place.kind} with this id.`)
  }
}

/**
 * Gives a role that `checkGrant` has let pass. A link that was not used ends: it was made by somebody who may do all that the
 * account could do then, which says nothing of what it can do now.
 * @throws Problem `grant-exists`.
 */
export async function giveRole(
  tx: Writer,
  wanted: WantedGrant,
  { account, by, clock }: { account: string; by: string; clock: Clock },
): Promise<Grant> {
  const grant: Grant = {
    id: newUuid(),
    account,
    role: wanted.role,
    place: wanted.place,
    createdAt: clock(),
    createdBy: by,
  }
  if (!(await tx.insertGrant(grant))) {
    throw new Problem('grant-exists', 'The account has this role there already.')
  }
  await tx.deleteAccountLink(account)
  noteChange({ about: aboutOf(grant), after: rightOf(grant) })
  return grant
}

/**
 * Takes a role away; it counts for nothing from the next request on.
 * @throws Problem `not-found`, `forbidden`, `last-administrator`.
 */
export async function takeRole(
  tx: Writer,
  { account, grant, by }: { account: string; grant: string; by: By },
): Promise<void> {
  const taken = await tx.deleteGrant(account, grant)
  if (!taken) throw new Problem('not-found', 'The account has no such role.')
  requireScopes(by, roleRules[taken.role].scopes)
  if (taken.role === 'administrator') await requireAdministrator(tx)
  noteChange({ about: aboutOf(taken), before: rightOf(taken) })
}

/** @throws Problem `last-administrator` if nobody is left who can let others in. */
export async function requireAdministrator(tx: Pick<Writer, 'countAccountsWith'>): Promise<void> {
  if ((await tx.countAccountsWith('administrator')) > 0) return
  throw new Problem('last-administrator', 'One administrator must be left.')
}

/** @throws Problem `forbidden` if the account may do what `by` may not: whoever changes it could become it. */
export async function requireNoLess(
  tx: Pick<Writer, 'grantsOf'>,
  { account, by }: { account: string; by: By },
): Promise<void> {
  for (const { role } of await tx.grantsOf([account])) requireScopes(by, roleRules[role].scopes)
}

const aboutOf = ({ account, place }: Grant): string[] => [
  account,
  ...(place.id === undefined ? [] : [place.id]),
]

const rightOf = ({ role, place }: Grant) => ({ role, place })

const refused = (sentence: string): Problem => new Problem('invalid-request', sentence)
