import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookOpenText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { packageFiguresQuery } from '../api/queries.ts'
import type { List, PackageFigures, PackageSummary } from '../api/types.ts'
import { formatNumber, formatScaled } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { useCompletionParts } from '../package/completion-parts.tsx'
import { Card } from '../parts/card.tsx'
import { StackedBar } from '../parts/charts.tsx'
import { ErrorState, Skeleton, SkeletonRows } from '../parts/states.tsx'
import { StandardBadge } from '../parts/status.tsx'
import { More } from './more.tsx'

/** The packages worked on last, each with how its learners are getting on. */
export function PackageProgressCard({
  packages,
}: {
  packages: UseQueryResult<List<PackageSummary>>
}) {
  const { t } = useTranslation()
  return (
    <Card
      title={t('overview.packages')}
      action={<More to="/library">{t('overview.allPackages')}</More>}
    >
      {packages.isPending && <SkeletonRows rows={3} />}
      {packages.isLoadingError && (
        <ErrorState
          error={packages.error}
          what={t('library.failed')}
          retry={() => packages.refetch()}
          isCompact
        />
      )}
      <ul className="divide-y divide-line">
        {packages.data?.items.map((one) => (
          <li key={one.id}>
            <Link
              to="/library/$package"
              params={{ package: one.id }}
              className="grid gap-x-6 gap-y-2.5 px-5 py-4 hover:bg-subtle focus-visible:-outline-offset-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,16rem)] sm:items-center"
            >
              <span className="flex min-w-0 items-center gap-3">
                <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-line/60 text-faint">
                  <BookOpenText className="size-4.5" aria-hidden />
                </span>
                <span className="min-w-0">
                  <span className="block truncate font-medium">{one.title}</span>
                  <StandardBadge standard={one.standard} edition={one.edition} />
                </span>
              </span>
              <Progress packageId={one.id} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Progress({ packageId }: { packageId: string }) {
  const { t } = useTranslation()
  const figures = useQuery(packageFiguresQuery(packageId))
  if (figures.isPending) return <Skeleton className="h-8 w-full" />
  if (figures.isLoadingError)
    return <span className="text-[0.867rem] text-bad">{t('package.figuresFailed')}</span>
  if (figures.data.registrations === 0) {
    return <span className="text-[0.867rem] text-faint">{t('package.noLearners')}</span>
  }
  return <Bar figures={figures.data} />
}

function Bar({ figures }: { figures: PackageFigures }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const parts = useCompletionParts(figures)
  const done = figures.byCompletion.completed
  return (
    <span className="grid gap-1.5">
      <StackedBar parts={parts} label={t('chart.completion')} isThin />
      <span className="flex justify-between gap-3 text-[0.867rem] text-muted tabular-nums">
        <span>
          {t('overview.done', {
            part: formatNumber(done, language),
            all: formatNumber(figures.registrations, language),
          })}
        </span>
        {typeof figures.averageScore === 'number' && (
          <span>
            {t('overview.average', { score: formatScaled(figures.averageScore, language) })}
          </span>
        )}
      </span>
    </span>
  )
}
