import type { UpdateFilter } from 'mongodb'

/** The update that gives fields their values, and takes those away that are undefined. */
export function changeTo<Row>(
  fields: {
    readonly [Name in keyof Row]?: Row[Name] | undefined
  },
): UpdateFilter<Row> {
  const entries = Object.entries(fields)
  const absent = entries.filter(([, value]) => value === undefined).map(([name]) => [name, ''])
  return {
    $set: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    ...(absent.length > 0 && { $unset: Object.fromEntries(absent) }),
  } as UpdateFilter<Row>
}
