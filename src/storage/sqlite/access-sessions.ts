import type { Session } from '../../access/session.ts'
import type { SessionReader, SessionWriter } from '../../access/store.ts'
import { grantReads } from './access-grants.ts'
import { type AccountRow, accountOf } from './account-row.ts'
import type { Connection } from './connection.ts'

interface SessionRow {
  id: string
  id_hash: string
  account: string
  created_at: string
  last_seen_at: string
  network: string
  browser: string
}

export const sessionReader = (connection: Connection): SessionReader => ({
  async findSession(idHash) {
    const row = connection.get<SessionRow>('SELECT * FROM session WHERE id_hash = ?', idHash)
    if (!row) return undefined
    const account = connection.get<AccountRow>('SELECT * FROM account WHERE id = ?', row.account)!
    const grants = await grantReads(connection).grantsOf([row.account])
    return { session: sessionOf(row), account: accountOf(account), grants }
  },
  ...sessionReads(connection),
  hasSignedInFrom: async (account, address) =>
    connection.get(
      'SELECT 1 FROM sign_in_address WHERE account = ? AND address = ?',
      account,
      address,
    ) !== undefined,
})

function sessionReads(connection: Connection): Pick<SessionReader, 'listSessions'> {
  return {
    listSessions: async (account) =>
      connection
        .all<SessionRow>(
          'SELECT * FROM session WHERE account = ? ORDER BY last_seen_at DESC, id',
          account,
        )
        .map(sessionOf),
  }
}

export const sessionWriter = (connection: Connection): SessionWriter => ({
  ...sessionReads(connection),
  async insertSession({ id, idHash, account, network, browser, createdAt, lastSeenAt }) {
    connection.run(
      `INSERT INTO session (id, id_hash, account, network, browser, created_at, last_seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      id,
      idHash,
      account,
      network,
      browser,
      createdAt.toISOString(),
      lastSeenAt.toISOString(),
    )
    connection.run(
      'UPDATE account SET last_sign_in_at = ? WHERE id = ?',
      createdAt.toISOString(),
      account,
    )
  },
  async touchSession(idHash, at) {
    connection.run(
      'UPDATE session SET last_seen_at = ? WHERE id_hash = ?',
      at.toISOString(),
      idHash,
    )
  },
  async deleteSession(idHash) {
    connection.run('DELETE FROM session WHERE id_hash = ?', idHash)
  },
  deleteSessionsOf: async (account, exceptHash = '') =>
    connection.run('DELETE FROM session WHERE account = ? AND id_hash <> ?', account, exceptHash),
  async deleteEndedSessions({ createdBefore, seenBefore }) {
    connection.run(
      'DELETE FROM session WHERE created_at < ? OR last_seen_at < ?',
      createdBefore.toISOString(),
      seenBefore.toISOString(),
    )
  },
  async rememberSignIn(account, address, at) {
    connection.run(
      'INSERT OR REPLACE INTO sign_in_address VALUES (?, ?, ?)',
      account,
      address,
      at.toISOString(),
    )
  },
})

const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  idHash: row.id_hash,
  account: row.account,
  network: row.network,
  browser: row.browser,
  createdAt: new Date(row.created_at),
  lastSeenAt: new Date(row.last_seen_at),
})
