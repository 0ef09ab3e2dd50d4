import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { findingsQuery, packageQuery } from '../api/queries.ts'
import { PageHeader } from '../parts/card.tsx'
import { classNames } from '../parts/class-names.ts'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { FindingsReport } from './findings-report.tsx'

const route = getRouteApi('/app/library/$package/versions/$number/report')

/** The report of one version, at an address that can be sent to whoever made the package. */
export function ImportReportPage() {
  const { t } = useTranslation()
  const { package: id, number } = route.useParams()
  const { severity } = route.useSearch()
  const detail = useQuery(packageQuery(id))
  const report = useQuery(findingsQuery(id, number))
  usePageTitle(t('report.title'))
  const choices = [undefined, 'error', 'warning', 'info'] as const
  return (
    <>
      <PageHeader
        above={
          <Link
            to="/library/$package"
            params={{ package: id }}
            className="hover:text-ink hover:underline"
          >
            {detail.data?.title ?? t('nav.library')}
          </Link>
        }
        title={t('report.titleOf', { number })}
        below={detail.data?.versions.find((one) => String(one.number) === number)?.fileName}
      />
      {report.data && report.data.findings.length > 0 && (
        <nav aria-label={t('report.filter')} className="mb-5 flex flex-wrap gap-2">
          {choices.map((one) => (
            <Link
              key={one ?? 'all'}
              from="/library/$package/versions/$number/report"
              to="."
              search={{ severity: one }}
              replace
              aria-current={severity === one ? 'true' : undefined}
              className={classNames(
                'flex h-9 items-center rounded-full border px-3.5 text-[0.867rem] pointer-coarse:h-11',
                severity === one
                  ? 'border-accent/40 bg-accent-soft font-medium text-accent'
                  : 'border-line-strong/80 bg-surface text-muted hover:text-ink',
              )}
            >
              {one ? t(`severityTitle.${one}`) : t('filter.all')}
            </Link>
          ))}
        </nav>
      )}
      {report.isPending && <Skeleton className="h-28 w-full" />}
      {report.isLoadingError && (
        <ErrorState error={report.error} what={t('report.failed')} retry={() => report.refetch()} />
      )}
      {report.data && (
        <FindingsReport
          verdict={report.data.verdict}
          findings={report.data.findings}
          severity={severity}
        />
      )}
    </>
  )
}
