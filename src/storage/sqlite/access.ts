import type { Account } from '../../access/account.ts'
import type { Grant } from '../../access/role.ts'
import type {
  AccessReader,
  AccessWriter,
  AccountReader,
  AccountWriter,
  SetupLink,
} from '../../access/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import { credentialReader, credentialWriter } from './access-credentials.ts'
import { factorReads, factorWrites } from './access-factors.ts'
import { grantReads, grantWrites } from './access-grants.ts'
import { sessionReader, sessionWriter } from './access-sessions.ts'
import { type AccountRow, accountOf } from './account-row.ts'
import type { Connection } from './connection.ts'
import { isInside, isThere } from './reach.ts'

interface SetupLinkRow {
  token_hash: string
  expires_at: string
}

export const accessReader = (connection: Connection): AccessReader => ({
  ...accountReads(connection),
  ...grantReads(connection),
  ...factorReads(connection),
  ...sessionReader(connection),
  ...credentialReader(connection),
  exists: async (kind, id) => isThere(connection, kind, id),
  isInside: async (reach, target) => isInside(connection, reach, target),
  async listAccounts({ q = '' }, { limit, cursor }) {
    const [after, id] = cursor === undefined ? ['', ''] : readCursor(cursor, ['string', 'string'])
    const rows = connection.all<AccountRow>(
      `SELECT * FROM account
       WHERE (email_fold, id) > (?, ?) AND (instr(email_fold, ?) > 0 OR instr(lower(name), ?) > 0)
       ORDER BY email_fold, id LIMIT ?`,
      after!,
      id!,
      q.toLowerCase(),
      q.toLowerCase(),
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.email_fold, last.id])
    return { ...page, items: page.items.map(accountOf) }
  },
  findSetupLink: async () => setupLinkOf(connection.get<SetupLinkRow>('SELECT * FROM setup_link')),
})

export const accessWriter = (connection: Connection): AccessWriter => ({
  ...accountReads(connection),
  ...accountWrites(connection),
  ...grantReads(connection),
  ...grantWrites(connection),
  ...factorReads(connection),
  ...factorWrites(connection),
  ...setupLinkWrites(connection),
  ...sessionWriter(connection),
  ...credentialWriter(connection),
})

type Finders = 'hasAccounts' | 'findAccount' | 'findAccountByEmail' | 'findAccountByIdentity'

const accountReads = (connection: Connection): Pick<AccountReader, Finders> => {
  const find = (condition: string, ...values: string[]): Account | undefined => {
    const row = connection.get<AccountRow>(`SELECT * FROM account WHERE ${condition}`, ...values)
    return row && accountOf(row)
  }
  return {
    hasAccounts: async () => connection.get('SELECT 1 FROM account LIMIT 1') !== undefined,
    findAccount: async (id) => find('id = ?', id),
    findAccountByEmail: async (emailFold) => find('email_fold = ?', emailFold),
    findAccountByIdentity: async ({ issuer, subject }) =>
      find(
        'id = (SELECT account FROM account_identity WHERE issuer = ? AND subject = ?)',
        issuer,
        subject,
      ),
  }
}

const accountWrites = (
  connection: Connection,
): Pick<
  AccountWriter,
  'insertAccount' | 'replaceAccount' | 'isAccountTaken' | 'countAccountsWith'
> => ({
  async insertAccount(account) {
    connection.run(
      `INSERT INTO account (name, email, email_fold, password_hash, person, disabled_at, last_sign_in_at, created_at, id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...changeableValues(account),
      account.createdAt.toISOString(),
      account.id,
    )
  },
  async replaceAccount(account) {
    connection.run(
      `UPDATE account SET name = ?, email = ?, email_fold = ?, password_hash = ?, person = ?, disabled_at = ?,
         last_sign_in_at = ? WHERE id = ?`,
      ...changeableValues(account),
      account.id,
    )
  },
  isAccountTaken: async ({ id, emailFold, person }) =>
    connection.get(
      'SELECT 1 FROM account WHERE id <> ? AND (email_fold = ? OR person = ?)',
      id,
      emailFold,
      person ?? null,
    ) !== undefined,
  countAccountsWith: async (role: Grant['role']) =>
    connection.get<{ count: number }>(
      `SELECT count(DISTINCT account.id) AS count FROM account JOIN account_grant ON account = account.id
       WHERE role = ? AND place_kind = 'installation' AND disabled_at IS NULL`,
      role,
    )!.count,
})

const changeableValues = (account: Account): (string | null)[] => [
  account.name,
  account.email,
  account.emailFold,
  account.passwordHash ?? '',
  account.person ?? null,
  account.disabledAt?.toISOString() ?? null,
  account.lastSignInAt?.toISOString() ?? null,
]

const setupLinkWrites = (
  connection: Connection,
): Pick<AccessWriter, 'replaceSetupLink' | 'takeSetupLink'> => ({
  async replaceSetupLink({ tokenHash, expiresAt }) {
    connection.run(
      'INSERT OR REPLACE INTO setup_link VALUES (1, ?, ?)',
      tokenHash,
      expiresAt.toISOString(),
    )
  },
  takeSetupLink: async (tokenHash) =>
    setupLinkOf(
      connection.get<SetupLinkRow>(
        'DELETE FROM setup_link WHERE token_hash = ? RETURNING *',
        tokenHash,
      ),
    ),
})

const setupLinkOf = (row: SetupLinkRow | undefined): SetupLink | undefined =>
  row && { tokenHash: row.token_hash, expiresAt: new Date(row.expires_at) }
