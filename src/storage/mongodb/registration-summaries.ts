import type { RegistrationReader, RegistrationWriter } from '../../registrations/store.ts'
import type { SummaryFigure, SummaryFigures } from '../../registrations/summary.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

/**
 * What one lane added to the summary of a package: every commit of every learner of a package adds to it, and in one document
 * they would all wait for one another. A lane has one transaction at a time.
 */
interface SummaryRow {
  /** Package and lane. */
  _id: string
  package: string
  figures: Partial<Record<SummaryFigure, number>>
}

const summaries = collection<SummaryRow>('registrationSummaries', [{ keys: { package: 1 } }])

export const summaryCollections = [summaries]

export const summaryReader = (view: View): Pick<RegistrationReader, 'findSummaryFigures'> => ({
  async findSummaryFigures(packageId) {
    const sum: Partial<Record<SummaryFigure, number>> = {}
    for (const { figures } of await view.in(summaries).find({ package: packageId })) {
      for (const [name, amount] of figuresIn(figures)) sum[name] = (sum[name] ?? 0) + amount
    }
    return Object.fromEntries(figuresIn(sum).filter(([, amount]) => amount !== 0))
  },
})

export const summaryWriter = ({
  view,
  lane,
}: Transaction): Pick<RegistrationWriter, 'addToSummary'> => ({
  async addToSummary(packageId, delta) {
    const added = figuresIn(delta)
    if (added.length === 0) return
    // Names of figures are the product's own: none has a dot, and there are some dozen.
    const $inc = Object.fromEntries(added.map(([name, amount]) => [`figures.${name}`, amount]))
    const $set = { package: packageId }
    await view
      .in(summaries)
      .update({ _id: `${packageId} ${lane}` }, { $inc, $set } as never, { upsert: true })
  },
})

const figuresIn = (figures: SummaryFigures): [SummaryFigure, number][] =>
  Object.entries(figures) as [SummaryFigure, number][]
