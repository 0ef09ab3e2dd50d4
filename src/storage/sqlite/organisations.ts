import type { Organisation } from '../../people/organisation.ts'
import type { OrganisationReader, OrganisationWriter } from '../../people/store.ts'
import type { Connection } from './connection.ts'
import { insideReach } from './reach.ts'

interface OrganisationRow {
  id: string
  code: string
  name: string
  parent: string | null
  created_at: string
}

export const organisationReader = (connection: Connection): OrganisationReader => ({
  ...organisationReads(connection),
  async listOrganisations(reach) {
    const within = insideReach('organisation', 'id', reach)
    const rows = connection.all<OrganisationRow & { learners: number }>(
      `SELECT *, (SELECT count(*) FROM person WHERE organisation = organisation.id) AS learners
       FROM organisation WHERE ${within?.condition ?? 'true'} ORDER BY code_fold`,
      ...(within?.values ?? []),
    )
    return rows.map((row) => ({ ...organisationOf(row), learners: row.learners }))
  },
})

function organisationReads(connection: Connection): Pick<OrganisationReader, 'findOrganisation'> {
  return {
    async findOrganisation(id) {
      const row = connection.get<OrganisationRow>('SELECT * FROM organisation WHERE id = ?', id)
      return row && organisationOf(row)
    },
  }
}

export const organisationWriter = (connection: Connection): OrganisationWriter => ({
  ...organisationReads(connection),
  insertOrganisation: async (organisation) =>
    connection.run(
      `INSERT INTO organisation (code, code_fold, name, parent, id, created_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      ...valuesOf(organisation),
      organisation.createdAt.toISOString(),
    ) === 1,
  replaceOrganisation: async (organisation) =>
    connection.run(
      'UPDATE OR IGNORE organisation SET code = ?, code_fold = ?, name = ?, parent = ? WHERE id = ?',
      ...valuesOf(organisation),
    ) === 1,
  isOrganisationInUse: async (id) =>
    connection.get(
      `SELECT 1 FROM organisation WHERE parent = ?1
       UNION ALL SELECT 1 FROM person WHERE organisation = ?1
       UNION ALL SELECT 1 FROM class WHERE organisation = ?1
       UNION ALL SELECT 1 FROM account_grant WHERE place_kind = 'organisation' AND place = ?1`,
      id,
    ) !== undefined,
  async deleteOrganisation(id) {
    connection.run('DELETE FROM organisation WHERE id = ?', id)
  },
})

const valuesOf = ({ code, name, parent, id }: Organisation): (string | null)[] => [
  code,
  code.normalize('NFC').toLowerCase(),
  name,
  parent ?? null,
  id,
]

const organisationOf = (row: OrganisationRow): Organisation => ({
  id: row.id,
  code: row.code,
  name: row.name,
  ...(row.parent !== null && { parent: row.parent }),
  createdAt: new Date(row.created_at),
})
