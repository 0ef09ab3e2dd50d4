import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { tidyName } from '../base/text.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Exists } from './access-parts.ts'
import { type Account, foldEmail } from './account.ts'
import { makeAccountLink, type NewAccountLink } from './account-link.ts'
import { checkGrant, giveRole, requireAdministrator, requireNoLess } from './give-role.ts'
import type { AccessReader, AccessWriter } from './store.ts'
import type { ChangeAccount, CreateAccount } from './wire.ts'

interface AccountRules {
  readonly store: AccessReader & Transactor<AccessWriter>
  readonly clock: Clock
  readonly appUrl: string
  readonly exists: Exists
}

/**
 * Makes an account with its roles, and the one-time link for its owner.
 * @throws Problem `account-exists`, `invalid-request`, `forbidden`.
 */
export const createAccount =
  ({ store, clock, appUrl, exists }: AccountRules) =>
  async (
    { name, email, learner, grants = [] }: CreateAccount,
    by: Principal | undefined,
  ): Promise<{ account: Account; link: NewAccountLink }> => {
    const account: Account = {
      id: newUuid(),
      name: tidyName(name),
      email: email.normalize('NFC').trim(),
      emailFold: foldEmail(email),
      ...(learner !== undefined && { person: learner }),
      createdAt: clock(),
    }
    await requireLearner(exists, learner)
    for (const grant of grants) await checkGrant(grant, { by, account, exists })
    const link = await store.transact(async (tx) => {
      if (await tx.isAccountTaken(account)) throw taken()
      await tx.insertAccount(account)
      noteChange({ about: aboutOf(account), after: shownOf(account) })
      for (const grant of grants) {
        await giveRole(tx, grant, { account: account.id, by: by?.id ?? 'cli', clock })
      }
      return makeAccountLink(tx, account.id, { clock, appUrl })
    })
    return { account, link }
  }

/**
 * Changes an account; closing it ends its sessions and its link at once.
 * @throws Problem `account-not-found`, `account-exists`, `forbidden`, `last-administrator`.
 */
export const changeAccount =
  ({ store, clock, exists }: AccountRules) =>
  async (id: string, change: ChangeAccount, by: Principal | undefined): Promise<Account> => {
    await requireLearner(exists, change.learner ?? undefined)
    return store.transact(async (tx) => {
      const before = await requireAccount(tx, id)
      await requireNoLess(tx, { account: id, by })
      const after = changed(before, change, clock())
      if (await tx.isAccountTaken(after)) throw taken()
      await tx.replaceAccount(after)
      if (after.disabledAt) {
        await tx.deleteSessionsOf(id)
        await tx.deleteAccountLink(id)
        await requireAdministrator(tx)
      }
      noteChange({ about: aboutOf(after), before: shownOf(before), after: shownOf(after) })
      return after
    })
  }

/** Makes a new link for an account's owner, who has lost their password. @throws Problem `account-not-found`, `forbidden`. */
export const inviteAgain =
  ({ store, clock, appUrl }: AccountRules) =>
  (id: string, by: Principal | undefined): Promise<NewAccountLink> =>
    store.transact(async (tx) => {
      const account = await requireAccount(tx, id)
      await requireNoLess(tx, { account: id, by })
      if (account.disabledAt) throw new Problem('account-closed', 'The account is closed.')
      noteChange({ about: [id], after: { hasNewLink: true } })
      return makeAccountLink(tx, id, { clock, appUrl })
    })

export async function requireAccount(
  tx: Pick<AccessReader, 'findAccount'>,
  id: string,
): Promise<Account> {
  const account = await tx.findAccount(id)
  if (!account) throw new Problem('account-not-found', 'There is no account with this id.')
  return account
}

function changed(before: Account, change: ChangeAccount, now: Date): Account {
  const { person, disabledAt, ...kept } = before
  const email = change.email?.normalize('NFC').trim() ?? before.email
  const learner = change.learner === undefined ? person : (change.learner ?? undefined)
  const isClosed = change.isClosed ?? disabledAt !== undefined
  return {
    ...kept,
    name: change.name === undefined ? before.name : tidyName(change.name),
    email,
    emailFold: foldEmail(email),
    ...(learner !== undefined && { person: learner }),
    ...(isClosed && { disabledAt: disabledAt ?? now }),
  }
}

async function requireLearner(exists: Exists, learner: string | undefined): Promise<void> {
  if (learner === undefined || (await exists('learner', learner))) return
  throw new Problem('learner-not-found', 'There is no learner with this id.')
}

const aboutOf = ({ id, person }: Account): string[] => [id, ...(person ? [person] : [])]

const shownOf = ({ name, email, person, disabledAt }: Account) => ({
  name,
  email,
  ...(person && { learner: person }),
  isClosed: disabledAt !== undefined,
})

const taken = (): Problem =>
  new Problem('account-exists', 'An account with this address, or of this learner, exists.')
