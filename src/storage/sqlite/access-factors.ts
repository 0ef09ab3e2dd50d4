import type { SecondFactor } from '../../access/second-factor.ts'
import type { AccountReader, AccountWriter } from '../../access/store.ts'
import type { Connection } from './connection.ts'

interface FactorRow {
  secret: string
  is_confirmed: number
  last_step: number
  recovery: string
}

interface LinkRow {
  account: string
  token_hash: string
  expires_at: string
}

export const factorReads = (connection: Connection): Pick<AccountReader, 'findSecondFactor'> => ({
  async findSecondFactor(account) {
    const row = connection.get<FactorRow>(
      'SELECT * FROM account_second_factor WHERE account = ?',
      account,
    )
    return row && factorOf(row)
  },
})

type Writes =
  | 'putSecondFactor'
  | 'insertIdentity'
  | 'replaceAccountLink'
  | 'findAccountLink'
  | 'deleteAccountLink'

/** One-time links, second factors and who somebody is at an identity provider. */
export const factorWrites = (connection: Connection): Pick<AccountWriter, Writes> => ({
  async putSecondFactor(account, factor) {
    connection.run('DELETE FROM account_second_factor WHERE account = ?', account)
    if (!factor) return
    connection.run(
      'INSERT INTO account_second_factor VALUES (?, ?, ?, ?, ?)',
      account,
      factor.secret,
      factor.isConfirmed ? 1 : 0,
      factor.lastStep,
      JSON.stringify(factor.recovery),
    )
  },
  async insertIdentity({ issuer, subject }, account) {
    connection.run('INSERT INTO account_identity VALUES (?, ?, ?)', issuer, subject, account)
  },
  async replaceAccountLink({ account, tokenHash, expiresAt }) {
    connection.run(
      'INSERT OR REPLACE INTO account_link VALUES (?, ?, ?)',
      account,
      tokenHash,
      expiresAt.toISOString(),
    )
  },
  async findAccountLink(tokenHash) {
    const row = connection.get<LinkRow>(
      'SELECT * FROM account_link WHERE token_hash = ?',
      tokenHash,
    )
    if (!row) return undefined
    return { account: row.account, tokenHash, expiresAt: new Date(row.expires_at) }
  },
  async deleteAccountLink(account) {
    connection.run('DELETE FROM account_link WHERE account = ?', account)
  },
})

const factorOf = (row: FactorRow): SecondFactor => ({
  secret: row.secret,
  isConfirmed: row.is_confirmed === 1,
  lastStep: row.last_step,
  recovery: JSON.parse(row.recovery) as string[],
})
