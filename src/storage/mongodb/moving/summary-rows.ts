import type { MovedRecord } from '../../../moving/record.ts'
import type { RecordPage } from '../../../moving/store.ts'
import type { View } from '../view.ts'
import { named } from './row-kind.ts'

const summaries = named('registrationSummaries')

/** The figures of packages, those of all lanes added up; what is nought is left out. */
async function sums(view: View, packageIds?: readonly string[]): Promise<MovedRecord[]> {
  const filter = packageIds ? { package: { $in: [...packageIds] } } : {}
  const rows = await view.in(summaries).find(filter, { sort: { package: 1 } })
  const byPackage = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const sum = byPackage.get(row.package) ?? new Map<string, number>()
    byPackage.set(row.package, sum)
    for (const [name, amount] of Object.entries(row.figures as Record<string, number>)) {
      sum.set(name, (sum.get(name) ?? 0) + amount)
    }
  }
  return [...byPackage].flatMap(([id, sum]) => {
    const figures = [...sum].filter(([, amount]) => amount !== 0)
    if (figures.length === 0) return []
    return [{ package: id, figures: JSON.stringify(Object.fromEntries(figures)) }]
  })
}

/** All at once: there are some hundreds of packages. */
export async function* summaryPages(view: View): AsyncGenerator<RecordPage> {
  yield { records: await sums(view) }
}

export async function findSummaries(view: View, like: readonly MovedRecord[]) {
  const found = await sums(
    view,
    like.map((one) => String(one.package)),
  )
  const byPackage = new Map(found.map((one) => [one.package, one]))
  return like.map((one) => byPackage.get(one.package))
}

export const countSummaries = async (view: View): Promise<number> => (await sums(view)).length

/** As if one lane had added all of it. */
export async function putSummaries(view: View, records: readonly MovedRecord[]): Promise<void> {
  await removeSummaries(view, records)
  const rows = records.map(({ package: id, figures }) => ({
    _id: `${id} 0`,
    package: id,
    figures: JSON.parse(String(figures)),
  }))
  await view.in(summaries).insert(...rows)
}

export async function removeSummaries(view: View, records: readonly MovedRecord[]): Promise<void> {
  await view.in(summaries).remove({ package: { $in: records.map((one) => String(one.package)) } })
}
