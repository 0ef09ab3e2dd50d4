import type { Account, Role } from '../../access/account.ts'
import type { Credential } from '../../access/credential.ts'
import type { AccessReader, AccessWriter, SetupLink } from '../../access/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import type { RowFilter, Scope } from '../../base/principal.ts'
import type { Connection } from './connection.ts'

interface AccountRow {
  id: string
  name: string
  email: string
  email_fold: string
  password_hash: string
  role: Role
  created_at: string
}

interface CredentialRow {
  key: string
  name: string
  secret_hash: string
  scopes: string
  created_at: string
  created_by: string
  last_used_at: string | null
  expires_at: string | null
  previous_secret_hash: string | null
  previous_secret_until: string | null
  row_filter: string | null
  allowed_origins: string | null
  requests_per_minute_max: number | null
}

interface SessionRow extends AccountRow {
  begun_at: string
  last_seen_at: string
}

interface SetupLinkRow {
  token_hash: string
  expires_at: string
}

export function accessReader(connection: Connection): AccessReader {
  return {
    ...accountReads(connection),
    findAccount: async (id) =>
      accountOf(connection.get<AccountRow>('SELECT * FROM account WHERE id = ?', id)),
    findSetupLink: async () =>
      setupLinkOf(connection.get<SetupLinkRow>('SELECT * FROM setup_link')),
    async findSession(idHash) {
      const row = connection.get<SessionRow>(
        `SELECT account.*, session.created_at AS begun_at, last_seen_at
         FROM session JOIN account ON account.id = session.account WHERE id_hash = ?`,
        idHash,
      )
      if (!row) return undefined
      const session = {
        idHash,
        account: row.id,
        createdAt: new Date(row.begun_at),
        lastSeenAt: new Date(row.last_seen_at),
      }
      return { session, account: accountOf(row)! }
    },
    hasSignedInFrom: async (account, address) =>
      connection.get(
        'SELECT 1 FROM sign_in_address WHERE account = ? AND address = ?',
        account,
        address,
      ) !== undefined,
    ...credentialReads(connection),
    async listCredentials({ limit, cursor }) {
      const [createdAt, key] =
        cursor === undefined ? ['9', ''] : readCursor(cursor, ['string', 'string'])
      const rows = connection.all<CredentialRow>(
        `SELECT * FROM credential WHERE revoked_at IS NULL AND (created_at, key) < (?, ?)
         ORDER BY created_at DESC, key DESC LIMIT ?`,
        createdAt!,
        key!,
        limit + 1,
      )
      return pageOf(rows.map(credentialOf), limit, (last) => [
        last.createdAt.toISOString(),
        last.key,
      ])
    },
  }
}

export function accessWriter(connection: Connection): AccessWriter {
  return {
    ...accountReads(connection),
    async insertAccount({ id, name, email, emailFold, passwordHash, role, createdAt }) {
      connection.run(
        'INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        name,
        email,
        emailFold,
        passwordHash,
        role,
        createdAt.toISOString(),
      )
    },
    ...setupLinkWrites(connection),
    ...sessionWrites(connection),
    ...credentialReads(connection),
    ...credentialWrites(connection),
  }
}

const accountReads = (
  connection: Connection,
): Pick<AccessReader, 'hasAccounts' | 'findAccountByEmail'> => ({
  hasAccounts: async () => connection.get('SELECT 1 FROM account LIMIT 1') !== undefined,
  findAccountByEmail: async (emailFold) =>
    accountOf(connection.get<AccountRow>('SELECT * FROM account WHERE email_fold = ?', emailFold)),
})

const credentialReads = (connection: Connection): Pick<AccessReader, 'findCredential'> => ({
  async findCredential(key) {
    const row = connection.get<CredentialRow>(
      'SELECT * FROM credential WHERE key = ? AND revoked_at IS NULL',
      key,
    )
    return row && credentialOf(row)
  },
})

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

const sessionWrites = (
  connection: Connection,
): Pick<
  AccessWriter,
  'insertSession' | 'touchSession' | 'deleteSession' | 'deleteEndedSessions' | 'rememberSignIn'
> => ({
  async insertSession({ idHash, account, createdAt, lastSeenAt }) {
    connection.run(
      'INSERT INTO session VALUES (?, ?, ?, ?)',
      idHash,
      account,
      createdAt.toISOString(),
      lastSeenAt.toISOString(),
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

const credentialWrites = (
  connection: Connection,
): Pick<
  AccessWriter,
  'insertCredential' | 'replaceCredential' | 'touchCredential' | 'revokeCredential'
> => ({
  async insertCredential(credential) {
    connection.run(
      `INSERT INTO credential (${changeable.join(', ')}, created_at, created_by, key)
       VALUES (${changeable.map(() => '?').join(', ')}, ?, ?, ?)`,
      ...changeableValues(credential),
      credential.createdAt.toISOString(),
      credential.createdBy,
      credential.key,
    )
  },
  async replaceCredential(credential) {
    connection.run(
      `UPDATE credential SET ${changeable.map((column) => `${column} = ?`).join(', ')}
       WHERE key = ? AND revoked_at IS NULL`,
      ...changeableValues(credential),
      credential.key,
    )
  },
  async touchCredential(key, at) {
    connection.run('UPDATE credential SET last_used_at = ? WHERE key = ?', at.toISOString(), key)
  },
  revokeCredential: async (key, at) =>
    connection.run(
      'UPDATE credential SET revoked_at = ? WHERE key = ? AND revoked_at IS NULL',
      at.toISOString(),
      key,
    ) === 1,
})

const accountOf = (row: AccountRow | undefined): Account | undefined =>
  row && {
    id: row.id,
    name: row.name,
    email: row.email,
    emailFold: row.email_fold,
    passwordHash: row.password_hash,
    role: row.role,
    createdAt: new Date(row.created_at),
  }

const setupLinkOf = (row: SetupLinkRow | undefined): SetupLink | undefined =>
  row && { tokenHash: row.token_hash, expiresAt: new Date(row.expires_at) }

const changeable = [
  'name',
  'secret_hash',
  'scopes',
  'expires_at',
  'previous_secret_hash',
  'previous_secret_until',
  'row_filter',
  'allowed_origins',
  'requests_per_minute_max',
] as const satisfies readonly (keyof CredentialRow)[]

const changeableValues = (credential: Credential): (string | number | null)[] => [
  credential.name,
  credential.secretHash,
  JSON.stringify(credential.scopes),
  credential.expiresAt?.toISOString() ?? null,
  credential.previousSecret?.hash ?? null,
  credential.previousSecret?.until.toISOString() ?? null,
  credential.filter ? JSON.stringify(credential.filter) : null,
  credential.allowedOrigins ? JSON.stringify(credential.allowedOrigins) : null,
  credential.requestsPerMinuteMax ?? null,
]

const credentialOf = (row: CredentialRow): Credential => ({
  key: row.key,
  name: row.name,
  secretHash: row.secret_hash,
  scopes: JSON.parse(row.scopes) as Scope[],
  createdAt: new Date(row.created_at),
  createdBy: row.created_by,
  ...(row.last_used_at !== null && { lastUsedAt: new Date(row.last_used_at) }),
  ...(row.expires_at !== null && { expiresAt: new Date(row.expires_at) }),
  ...(row.previous_secret_hash !== null && {
    previousSecret: { hash: row.previous_secret_hash, until: new Date(row.previous_secret_until!) },
  }),
  ...(row.row_filter !== null && { filter: JSON.parse(row.row_filter) as RowFilter }),
  ...(row.allowed_origins !== null && {
    allowedOrigins: JSON.parse(row.allowed_origins) as string[],
  }),
  ...(row.requests_per_minute_max !== null && {
    requestsPerMinuteMax: row.requests_per_minute_max,
  }),
})
