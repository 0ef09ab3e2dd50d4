/** A data model as a table: elements by name, with `n` for the index in an array, and most records of each array. */
interface DataModel {
  readonly elements: Readonly<Record<string, unknown>>
  readonly recordsMax: Readonly<Record<string, number>>
}

/** What `_children` answers: by group, its children's names in the order of the table. */
export function childrenByGroup(
  { elements, recordsMax }: DataModel,
  groups: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const namesBelow = (group: string) => {
    const prefix = Object.hasOwn(recordsMax, group) ? `${group}.n.` : `${group}.`
    const below = Object.keys(elements).filter((name) => name.startsWith(prefix))
    return [...new Set(below.map((name) => name.slice(prefix.length).split('.')[0] ?? ''))]
  }
  return Object.fromEntries(groups.map((group) => [group, namesBelow(group)]))
}
