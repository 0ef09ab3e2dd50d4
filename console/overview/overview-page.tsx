import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import type { Learner, PackageSummary, Registration } from '../api/types.ts'
import { initialOf } from '../language/format.ts'
import { Avatar, Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { CompletionBadge, SuccessBadge } from '../parts/status.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { Attention } from './attention.tsx'
import { FirstSteps } from './first-steps.tsx'
import { More } from './more.tsx'
import { PackageProgressCard } from './package-progress-card.tsx'
import { useFew } from './use-few.ts'

export function OverviewPage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery)
  const packages = useFew<PackageSummary>('/packages', { limit: 5 })
  const learners = useFew<Learner>('/learners', { limit: 1 })
  const registrations = useFew<Registration>('/registrations', { limit: 7 })
  usePageTitle(t('nav.overview'))
  const isNew =
    packages.data !== undefined &&
    registrations.data !== undefined &&
    (packages.data.items.length === 0 || registrations.data.items.length === 0)
  return (
    <>
      <header className="mb-6">
        <h1 className="text-[1.6rem] leading-tight font-semibold tracking-[-0.015em]">
          {t(`overview.greeting.${partOfDay()}`, { name: me.data?.name ?? '' })}
        </h1>
        <p className="mt-1.5 text-muted">{t(isNew ? 'overview.aboutNew' : 'overview.about')}</p>
      </header>
      {isNew ? (
        <FirstSteps
          hasPackage={packages.data.items.length > 0}
          hasLearner={(learners.data?.items.length ?? 0) > 0}
        />
      ) : (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
          <div className="grid min-w-0 gap-4">
            <PackageProgressCard packages={packages} />
            <Recent registrations={registrations} />
          </div>
          <Attention />
        </div>
      )}
    </>
  )
}

function Recent({ registrations }: { registrations: ReturnType<typeof useFew<Registration>> }) {
  const { t } = useTranslation()
  return (
    <Card
      title={t('overview.recent')}
      action={<More to="/registrations">{t('overview.allRegistrations')}</More>}
    >
      {registrations.isPending && <SkeletonRows rows={5} />}
      {registrations.isLoadingError && (
        <ErrorState
          error={registrations.error}
          what={t('registrations.failed')}
          retry={() => registrations.refetch()}
          isCompact
        />
      )}
      <ul className="divide-y divide-line">
        {registrations.data?.items.map((one) => (
          <li key={one.id}>
            <Link
              to="/registrations/$registration"
              params={{ registration: one.id }}
              className="flex items-center gap-3 px-5 py-2.5 hover:bg-subtle focus-visible:-outline-offset-2"
            >
              <Avatar letter={initialOf(one.learner.name)} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{one.learner.name}</span>
                <span className="block truncate text-[0.867rem] text-faint">
                  {one.package.title}
                </span>
              </span>
              <span className="flex flex-wrap justify-end gap-1.5">
                {one.success === 'unknown' ? (
                  <CompletionBadge value={one.completion} />
                ) : (
                  <SuccessBadge value={one.success} />
                )}
              </span>
              <span className="w-24 shrink-0 text-right text-[0.867rem] text-faint max-sm:hidden">
                <Moment at={one.lastActivityAt ?? one.createdAt} isRelative />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function partOfDay(): 'morning' | 'afternoon' | 'evening' {
  const hour = new Date(Date.now() + 7 * 3_600_000).getUTCHours()
  if (hour < 12) return 'morning'
  return hour < 18 ? 'afternoon' : 'evening'
}
