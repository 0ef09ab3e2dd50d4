import type { Session } from '../../access/session.ts'
import type { SessionReader, SessionWriter } from '../../access/store.ts'
import { accountOf, accounts } from './accounts.ts'
import { collection } from './collection.ts'
import { grantReads } from './grants.ts'
import type { View } from './view.ts'

interface SessionRow {
  /** Hash of what the browser has. */
  _id: string
  id: string
  account: string
  network: string
  browser: string
  createdAt: Date
  lastSeenAt: Date
}

interface AddressRow {
  _id: { account: string; address: string }
  lastAt: Date
}

export const sessions = collection<SessionRow>('sessions', [
  { keys: { account: 1, lastSeenAt: -1 } },
  { keys: { createdAt: 1 } },
  { keys: { lastSeenAt: 1 } },
])
export const addresses = collection<AddressRow>('signInAddresses')

export const sessionCollections = [sessions, addresses]

export const sessionReader = (view: View): SessionReader => ({
  async findSession(idHash) {
    const row = await view.in(sessions).findOne({ _id: idHash })
    const account = row && (await view.in(accounts).findOne({ _id: row.account }))
    if (!account) return undefined
    const grants = await grantReads(view).grantsOf([row.account])
    return { session: sessionOf(row), account: accountOf(account), grants }
  },
  ...sessionReads(view),
  hasSignedInFrom: async (account, address) =>
    (await view.in(addresses).findOne({ _id: { account, address } })) !== undefined,
})

function sessionReads(view: View): Pick<SessionReader, 'listSessions'> {
  return {
    async listSessions(account) {
      const rows = await view.in(sessions).find({ account }, { sort: { lastSeenAt: -1, id: 1 } })
      return rows.map(sessionOf)
    },
  }
}

export const sessionWriter = (view: View): SessionWriter => ({
  ...sessionReads(view),
  async insertSession({ idHash, ...session }) {
    await view.in(sessions).insert({ _id: idHash, ...session })
    const { account, createdAt: lastSignInAt } = session
    await view.in(accounts).update({ _id: account }, { $set: { lastSignInAt } })
  },
  async touchSession(idHash, at) {
    await view.in(sessions).update({ _id: idHash }, { $set: { lastSeenAt: at } })
  },
  async deleteSession(idHash) {
    await view.in(sessions).remove({ _id: idHash })
  },
  deleteSessionsOf: (account, exceptHash = '') =>
    view.in(sessions).remove({ account, _id: { $ne: exceptHash } }),
  async deleteEndedSessions({ createdBefore, seenBefore }) {
    await view
      .in(sessions)
      .remove({ $or: [{ createdAt: { $lt: createdBefore } }, { lastSeenAt: { $lt: seenBefore } }] })
  },
  async rememberSignIn(account, address, at) {
    await view.in(addresses).put({ _id: { account, address }, lastAt: at })
  },
})

const sessionOf = ({ _id, ...row }: SessionRow): Session => ({ ...row, idHash: _id })
