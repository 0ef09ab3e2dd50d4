import type { Filter } from 'mongodb'
import type { Account } from '../../access/account.ts'
import type { AccountReader, AccountWriter } from '../../access/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import { collection } from './collection.ts'
import { grants } from './grants.ts'
import { pattern } from './pattern.ts'
import type { View } from './view.ts'

interface AccountRow {
  _id: string
  name: string
  email: string
  emailFold: string
  /** Folded address and name in small letters, for finding what contains some text. */
  search: string
  passwordHash?: string | undefined
  person?: string | undefined
  createdAt: Date
  disabledAt?: Date | undefined
  lastSignInAt?: Date | undefined
}

interface IdentityRow {
  _id: { issuer: string; subject: string }
  account: string
}

interface SetupLinkRow {
  _id: 'setup'
  tokenHash: string
  expiresAt: Date
}

export const accounts = collection<AccountRow>('accounts', [
  { keys: { emailFold: 1 }, isUnique: true },
  { keys: { person: 1 }, isUnique: true, isSparse: true },
])
export const identities = collection<IdentityRow>('accountIdentities', [{ keys: { account: 1 } }])
const setupLinks = collection<SetupLinkRow>('setupLinks')

export const accountCollections = [accounts, identities, setupLinks]

type Finders = 'hasAccounts' | 'findAccount' | 'findAccountByEmail' | 'findAccountByIdentity'

export const accountReads = (view: View): Pick<AccountReader, Finders> => {
  const find = async (filter: Filter<AccountRow>) => {
    const row = await view.in(accounts).findOne(filter)
    return row && accountOf(row)
  }
  return {
    hasAccounts: async () =>
      (await view.in(accounts).findOne({}, { fields: { _id: 1 } })) !== undefined,
    findAccount: (id) => find({ _id: id }),
    findAccountByEmail: (emailFold) => find({ emailFold }),
    async findAccountByIdentity({ issuer, subject }) {
      const identity = await view.in(identities).findOne({ _id: { issuer, subject } })
      return identity && find({ _id: identity.account })
    },
  }
}

export const accountLists = (
  view: View,
): Pick<AccountReader, 'listAccounts' | 'findSetupLink'> => ({
  async listAccounts({ q = '' }, { limit, cursor }) {
    const after = cursor === undefined ? '' : readCursor(cursor, ['string', 'string'])[0]!
    const rows = await view.in(accounts).find(
      {
        emailFold: { $gt: String(after) },
        ...(q !== '' && { search: { $regex: pattern(q.toLowerCase()) } }),
      },
      { sort: { emailFold: 1 }, limit: limit + 1 },
    )
    const page = pageOf(rows, limit, (last) => [last.emailFold, last._id])
    return { ...page, items: page.items.map(accountOf) }
  },
  async findSetupLink() {
    const row = await view.in(setupLinks).findOne({ _id: 'setup' })
    return row && { tokenHash: row.tokenHash, expiresAt: row.expiresAt }
  },
})

type Writes =
  | 'insertAccount'
  | 'replaceAccount'
  | 'isAccountTaken'
  | 'countAccountsWith'
  | 'insertIdentity'
  | 'replaceSetupLink'
  | 'takeSetupLink'

export const accountWrites = (view: View): Pick<AccountWriter, Writes> => ({
  async insertAccount(account) {
    const { id, createdAt } = account
    await view.in(accounts).insert({ _id: id, createdAt, ...changeable(account) })
  },
  async replaceAccount(account) {
    const entries = Object.entries(changeable(account))
    const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined))
    const unset = Object.fromEntries(
      entries.filter(([, value]) => value === undefined).map(([name]) => [name, '' as const]),
    )
    await view.in(accounts).update({ _id: account.id }, { $set: set, $unset: unset })
  },
  async isAccountTaken({ id, emailFold, person }) {
    const same: Filter<AccountRow>[] = [
      { emailFold },
      ...(person === undefined ? [] : [{ person }]),
    ]
    const other = await view
      .in(accounts)
      .findOne({ _id: { $ne: id }, $or: same }, { fields: { _id: 1 } })
    return other !== undefined
  },
  async countAccountsWith(role) {
    // Whoever asks is about to take the role from somebody, if somebody else has it.
    await view.guard(`accounts with ${role}`)
    const given = await view
      .in(grants)
      .find({ role, placeKind: 'installation' }, { fields: { account: 1 } })
    const ids = [...new Set(given.map(({ account }) => account))]
    return view.in(accounts).count({ _id: { $in: ids }, disabledAt: { $exists: false } })
  },
  async insertIdentity({ issuer, subject }, account) {
    await view.in(identities).insert({ _id: { issuer, subject }, account })
  },
  async replaceSetupLink({ tokenHash, expiresAt }) {
    await view.in(setupLinks).put({ _id: 'setup', tokenHash, expiresAt })
  },
  async takeSetupLink(tokenHash) {
    const row = await view.in(setupLinks).take({ tokenHash })
    return row && { tokenHash: row.tokenHash, expiresAt: row.expiresAt }
  },
})

const changeable = (account: Account): Omit<AccountRow, '_id' | 'createdAt'> => ({
  name: account.name,
  email: account.email,
  emailFold: account.emailFold,
  search: `${account.emailFold}\n${account.name.toLowerCase()}`,
  passwordHash: account.passwordHash,
  person: account.person,
  disabledAt: account.disabledAt,
  lastSignInAt: account.lastSignInAt,
})

export const accountOf = ({ _id, search, ...row }: AccountRow): Account => {
  const { passwordHash, person, disabledAt, lastSignInAt, ...always } = row
  return {
    id: _id,
    ...always,
    ...(passwordHash !== undefined && { passwordHash }),
    ...(person !== undefined && { person }),
    ...(disabledAt !== undefined && { disabledAt }),
    ...(lastSignInAt !== undefined && { lastSignInAt }),
  }
}
