import type { Credential } from '../../access/credential.ts'
import type { CredentialReader, CredentialWriter } from '../../access/store.ts'
import { pageOf, readCursor } from '../../base/page.ts'
import type { RowFilter, Scope } from '../../base/principal.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'

export interface CredentialRow {
  /** The key. */
  _id: string
  name: string
  secretHash: string
  scopes: readonly Scope[]
  createdAt: Date
  createdBy: string
  lastUsedAt?: Date
  expiresAt?: Date | undefined
  previousSecret?: { readonly hash: string; readonly until: Date } | undefined
  /** JSON */
  filter?: string | undefined
  allowedOrigins?: readonly string[] | undefined
  requestsPerMinuteMax?: number | undefined
  isRevoked: boolean
  revokedAt?: Date
}

export const credentials = collection<CredentialRow>('credentials', [
  { keys: { isRevoked: 1, createdAt: -1, _id: -1 } },
])

export const credentialCollections = [credentials]

export const credentialReader = (view: View): CredentialReader => ({
  ...credentialReads(view),
  async listCredentials({ limit, cursor }) {
    const [createdAt, key] = cursor === undefined ? [] : readCursor(cursor, ['string', 'string'])
    const before = createdAt === undefined ? undefined : new Date(String(createdAt))
    const rows = await view.in(credentials).find(
      {
        isRevoked: false,
        ...(before && {
          $or: [{ createdAt: { $lt: before } }, { createdAt: before, _id: { $lt: String(key) } }],
        }),
      },
      { sort: { createdAt: -1, _id: -1 }, limit: limit + 1 },
    )
    return pageOf(rows.map(credentialOf), limit, (last) => [last.createdAt.toISOString(), last.key])
  },
})

const credentialReads = (view: View): Pick<CredentialReader, 'findCredential'> => ({
  async findCredential(key) {
    const row = await view.in(credentials).findOne({ _id: key, isRevoked: false })
    return row && credentialOf(row)
  },
})

export const credentialWriter = (view: View): CredentialWriter => ({
  ...credentialReads(view),
  async insertCredential(credential) {
    const { key, createdAt, createdBy } = credential
    const row = { _id: key, createdAt, createdBy, isRevoked: false, ...changeable(credential) }
    await view.in(credentials).insert(row)
  },
  async replaceCredential(credential) {
    const before = await view.in(credentials).findOne({ _id: credential.key, isRevoked: false })
    if (!before) return
    const { _id, createdAt, createdBy, lastUsedAt, isRevoked } = before
    const kept = { _id, createdAt, createdBy, isRevoked, ...(lastUsedAt && { lastUsedAt }) }
    await view.in(credentials).put({ ...kept, ...changeable(credential) })
  },
  async touchCredential(key, at) {
    await view.in(credentials).update({ _id: key }, { $set: { lastUsedAt: at } })
  },
  async revokeCredential(key, at) {
    const revoked = { $set: { isRevoked: true, revokedAt: at } }
    return (await view.in(credentials).update({ _id: key, isRevoked: false }, revoked)) === 1
  },
})

const changeable = (
  credential: Credential,
): Omit<CredentialRow, '_id' | 'createdAt' | 'createdBy' | 'isRevoked'> => ({
  name: credential.name,
  secretHash: credential.secretHash,
  scopes: credential.scopes,
  expiresAt: credential.expiresAt,
  previousSecret: credential.previousSecret,
  filter: credential.filter && JSON.stringify(credential.filter),
  allowedOrigins: credential.allowedOrigins,
  requestsPerMinuteMax: credential.requestsPerMinuteMax,
})

function credentialOf({ _id, filter, isRevoked, revokedAt, ...row }: CredentialRow): Credential {
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
  return {
    ...(given as typeof row),
    key: _id,
    ...(filter !== undefined && { filter: JSON.parse(filter) as RowFilter }),
  } as Credential
}
