import type { PlaceKind } from '../../access/role.ts'
import { classes, organisations, packages } from './rows.ts'
import type { View } from './view.ts'

/** Names of organisations, classes and packages, by `kind id`. */
export async function placeNames(
  view: View,
  places: readonly { readonly kind: PlaceKind; readonly id: string }[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (kind: PlaceKind) => ({
    _id: { $in: [...new Set(places.filter((place) => place.kind === kind).map(({ id }) => id))] },
  })
  const names = new Map<string, string>()
  const wanted = new Set(places.map(({ kind }) => kind))
  if (wanted.has('organisation')) {
    const rows = await view.in(organisations).find(idsOf('organisation'), { fields: { name: 1 } })
    for (const { _id, name } of rows) names.set(`organisation ${_id}`, name)
  }
  if (wanted.has('class')) {
    const rows = await view.in(classes).find(idsOf('class'), { fields: { name: 1 } })
    for (const { _id, name } of rows) names.set(`class ${_id}`, name)
  }
  if (wanted.has('package')) {
    const rows = await view.in(packages).find(idsOf('package'), { fields: { title: 1 } })
    for (const { _id, title } of rows) names.set(`package ${_id}`, title)
  }
  return names
}

/** In how many parts the guard of an organisation is, so that many may begin to use it at once. */
const guardParts = 16

/** Called by whoever is about to refer to an organisation: it is not deleted at the same time. */
export async function holdOrganisation(view: View, id: string | undefined): Promise<void> {
  if (id === undefined) return
  await view.guard(`organisation ${id} ${Math.floor(Math.random() * guardParts)}`)
}

/** Called by whoever is about to delete an organisation: nobody begins to refer to it at the same time. */
export async function guardOrganisation(view: View, id: string): Promise<void> {
  for (let part = 0; part < guardParts; part++) await view.guard(`organisation ${id} ${part}`)
}
