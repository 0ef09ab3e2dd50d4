import type { Organisation } from '../../people/organisation.ts'
import type { OrganisationReader, OrganisationWriter } from '../../people/store.ts'
import { grants } from './grants.ts'
import { guardOrganisation, holdOrganisation } from './places.ts'
import { insideReach } from './reach.ts'
import { classes, type OrganisationRow, organisations, people } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const organisationReader = (view: View): OrganisationReader => ({
  ...organisationReads(view),
  async listOrganisations(reach) {
    const within = await insideReach<OrganisationRow>(view, 'organisation', reach)
    const rows = await view.in(organisations).find(within ?? {}, { sort: { codeFold: 1 } })
    const counts = await view
      .in(people)
      .aggregate<{ _id: string; learners: number }>([
        { $match: { organisation: { $in: rows.map(({ _id }) => _id) } } },
        { $group: { _id: '$organisation', learners: { $sum: 1 } } },
      ])
    const learners = new Map(counts.map((one) => [one._id, one.learners]))
    return rows.map((row) => ({ ...organisationOf(row), learners: learners.get(row._id) ?? 0 }))
  },
})

function organisationReads(view: View): Pick<OrganisationReader, 'findOrganisation'> {
  return {
    async findOrganisation(id) {
      const row = await view.in(organisations).findOne({ _id: id })
      return row && organisationOf(row)
    },
  }
}

export const organisationWriter = ({ view }: Transaction): OrganisationWriter => ({
  ...organisationReads(view),
  async insertOrganisation(organisation) {
    const row = rowOf(organisation)
    const same = { $or: [{ _id: row._id }, { codeFold: row.codeFold }] }
    if (await view.in(organisations).findOne(same, { fields: { _id: 1 } })) return false
    await holdOrganisation(view, row.parent)
    await view.in(organisations).insert(row)
    return true
  },
  async replaceOrganisation(organisation) {
    const row = rowOf(organisation)
    const { _id, codeFold } = row
    const [before, other] = [
      await view.in(organisations).findOne({ _id }),
      await view.in(organisations).findOne({ codeFold, _id: { $ne: _id } }, { fields: { _id: 1 } }),
    ]
    if (!before || other) return false
    if (row.parent !== before.parent) await holdOrganisation(view, row.parent)
    await view.in(organisations).put({ ...row, createdAt: before.createdAt })
    return true
  },
  async isOrganisationInUse(id) {
    // Whoever asks is about to delete it.
    await guardOrganisation(view, id)
    const fields = { _id: 1 } as const
    return (
      (await view.in(organisations).findOne({ parent: id }, { fields })) !== undefined ||
      (await view.in(people).findOne({ organisation: id }, { fields })) !== undefined ||
      (await view.in(classes).findOne({ organisation: id }, { fields })) !== undefined ||
      (await view.in(grants).findOne({ placeKind: 'organisation', place: id }, { fields })) !==
        undefined
    )
  },
  async deleteOrganisation(id) {
    await view.in(organisations).remove({ _id: id })
  },
})

const rowOf = ({ id, code, name, parent, createdAt }: Organisation): OrganisationRow => ({
  _id: id,
  code,
  codeFold: code.normalize('NFC').toLowerCase(),
  name,
  parent,
  createdAt,
})

const organisationOf = ({ _id, code, name, parent, createdAt }: OrganisationRow): Organisation => ({
  id: _id,
  code,
  name,
  ...(parent !== undefined && { parent }),
  createdAt,
})
