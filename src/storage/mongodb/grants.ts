import type { Grant, PlaceKind, Role } from '../../access/role.ts'
import type { AccountReader, AccountWriter } from '../../access/store.ts'
import { collection } from './collection.ts'
import { holdOrganisation, placeNames } from './places.ts'
import type { View } from './view.ts'

interface GrantRow {
  _id: string
  account: string
  role: Role
  placeKind: PlaceKind
  /** Id of the place; empty where the kind has only one. */
  place: string
  createdAt: Date
  createdBy: string
}

export const grants = collection<GrantRow>('grants', [
  { keys: { account: 1, role: 1, placeKind: 1, place: 1 }, isUnique: true },
  { keys: { placeKind: 1, place: 1 } },
  { keys: { role: 1, placeKind: 1 } },
])

const oldestFirst = { createdAt: 1, _id: 1 } as const

export const grantReads = (view: View): Pick<AccountReader, 'grantsOf' | 'grantsAt'> => ({
  grantsOf: async (accounts) =>
    named(
      view,
      await view.in(grants).find({ account: { $in: [...accounts] } }, { sort: oldestFirst }),
    ),
  grantsAt: async ({ kind, id = '' }) =>
    named(view, await view.in(grants).find({ placeKind: kind, place: id }, { sort: oldestFirst })),
})

export const grantWrites = (view: View): Pick<AccountWriter, 'insertGrant' | 'deleteGrant'> => ({
  async insertGrant({ id, account, role, place, createdAt, createdBy }) {
    const where = { account, role, placeKind: place.kind, place: place.id ?? '' }
    if (await view.in(grants).findOne(where, { fields: { _id: 1 } })) return false
    if (place.kind === 'organisation') await holdOrganisation(view, place.id)
    await view.in(grants).insert({ _id: id, ...where, createdAt, createdBy })
    return true
  },
  async deleteGrant(account, id) {
    const row = await view.in(grants).take({ _id: id, account })
    return row && grantOf(row)
  },
})

/** The grants, with what their places are called now. */
async function named(view: View, rows: readonly GrantRow[]): Promise<Grant[]> {
  const names = await placeNames(
    view,
    rows.map(({ placeKind: kind, place: id }) => ({ kind, id })),
  )
  return rows.map((row) => {
    const placeName = names.get(`${row.placeKind} ${row.place}`)
    return { ...grantOf(row), ...(placeName !== undefined && { placeName }) }
  })
}

const grantOf = ({ _id, placeKind, place, ...row }: GrantRow): Grant => ({
  id: _id,
  ...row,
  place: { kind: placeKind, ...(place !== '' && { id: place }) },
})
