import type { Grant, PlaceKind, Role } from '../../access/role.ts'
import type { AccountReader, AccountWriter } from '../../access/store.ts'
import type { Connection } from './connection.ts'

interface GrantRow {
  id: string
  account: string
  role: Role
  place_kind: PlaceKind
  place: string
  created_at: string
  created_by: string
  place_name: string | null
}

/** A grant with what its place is called now. */
const columns = `account_grant.*, coalesce(
  (SELECT name FROM organisation WHERE place_kind = 'organisation' AND organisation.id = place),
  (SELECT name FROM class WHERE place_kind = 'class' AND class.id = place),
  (SELECT title FROM package WHERE place_kind = 'package' AND package.id = place)) AS place_name`

export const grantReads = (
  connection: Connection,
): Pick<AccountReader, 'grantsOf' | 'grantsAt'> => ({
  grantsOf: async (accounts) =>
    connection
      .all<GrantRow>(
        `SELECT ${columns} FROM account_grant WHERE account IN (SELECT value FROM json_each(?))
         ORDER BY created_at, id`,
        JSON.stringify(accounts),
      )
      .map(grantOf),
  grantsAt: async ({ kind, id }) =>
    connection
      .all<GrantRow>(
        `SELECT ${columns} FROM account_grant WHERE place_kind = ? AND place = ? ORDER BY created_at, id`,
        kind,
        id ?? '',
      )
      .map(grantOf),
})

export const grantWrites = (
  connection: Connection,
): Pick<AccountWriter, 'insertGrant' | 'deleteGrant'> => ({
  insertGrant: async (grant) =>
    connection.run(
      'INSERT INTO account_grant VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      grant.id,
      grant.account,
      grant.role,
      grant.place.kind,
      grant.place.id ?? '',
      grant.createdAt.toISOString(),
      grant.createdBy,
    ) === 1,
  async deleteGrant(account, id) {
    const row = connection.get<GrantRow>(
      'DELETE FROM account_grant WHERE account = ? AND id = ? RETURNING *, NULL AS place_name',
      account,
      id,
    )
    return row && grantOf(row)
  },
})

const grantOf = (row: GrantRow): Grant => ({
  id: row.id,
  account: row.account,
  role: row.role,
  place: { kind: row.place_kind, ...(row.place !== '' && { id: row.place }) },
  ...(row.place_name !== null && { placeName: row.place_name }),
  createdAt: new Date(row.created_at),
  createdBy: row.created_by,
})
