import { type PackageReader, packageById } from '../content/index.ts'
import type { RegistrationReader } from './store.ts'
import { medianSeconds, type SummaryFigures, scoreBuckets, timeBucketStarts } from './summary.ts'
import type { PackageProgress } from './wire.ts'

/** How the registrations of a package stand together; trials are left out. @throws Problem `package-not-found` */
export const summarizePackage =
  (store: Pick<PackageReader, 'findPackage'> & Pick<RegistrationReader, 'findSummaryFigures'>) =>
  async (packageId: string): Promise<PackageProgress> => {
    await packageById(store)(packageId)
    return summaryOf(packageId, await store.findSummaryFigures(packageId))
  }

/** The summary that its figures make. */
export function summaryOf(packageId: string, figures: SummaryFigures): PackageProgress {
  const figure = (name: keyof SummaryFigures): number => figures[name] ?? 0
  return {
    package: packageId,
    registrations: figure('registrations'),
    byCompletion: {
      'not-attempted': figure('completion/not-attempted'),
      incomplete: figure('completion/incomplete'),
      completed: figure('completion/completed'),
    },
    bySuccess: {
      unknown: figure('success/unknown'),
      passed: figure('success/passed'),
      failed: figure('success/failed'),
    },
    byEvidence: {
      reported: figure('evidence/reported'),
      corroborated: figure('evidence/corroborated'),
      attested: figure('evidence/attested'),
    },
    scores: Array.from({ length: scoreBuckets }, (_, index) => ({
      from: index / scoreBuckets,
      to: (index + 1) / scoreBuckets,
      count: figure(`score/${index}`),
    })),
    times: timeBucketStarts.map((fromSeconds, index) => ({
      fromSeconds,
      toSeconds: timeBucketStarts[index + 1] ?? null,
      count: figure(`time/${index}`),
    })),
    averageScore: averageScore(figure('score-sum'), figure('scored')),
    medianSecondsEstimate: medianSeconds(figures),
  }
}

/** Of scaled scores, to four decimals. */
const averageScore = (sum: number, count: number): number | null =>
  count === 0 ? null : Math.round(sum / count) / 10_000
