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
