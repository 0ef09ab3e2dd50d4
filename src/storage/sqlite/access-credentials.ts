import type { Credential } from '../../access/credential.ts'
import type { CredentialReader, CredentialWriter } from '../../access/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import type { RowFilter, Scope } from '../../base/principal.ts'
import type { Connection } from './connection.ts'

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

export const credentialReader = (connection: Connection): CredentialReader => ({
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
    return pageOf(rows.map(credentialOf), limit, (last) => [last.createdAt.toISOString(), last.key])
  },
})

const credentialReads = (connection: Connection): Pick<CredentialReader, 'findCredential'> => ({
  async findCredential(key) {
    const row = connection.get<CredentialRow>(
      'SELECT * FROM credential WHERE key = ? AND revoked_at IS NULL',
      key,
    )
    return row && credentialOf(row)
  },
})

export const credentialWriter = (connection: Connection): CredentialWriter => ({
  ...credentialReads(connection),
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
