import { Link } from '@tanstack/react-router'
import { CircleDashed, Sparkles, TriangleAlert, XCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackageSummary, Registration } from '../api/types.ts'
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { useFew } from './use-few.ts'

const shownMax = 4

/** What a person may want to act on: who failed, who has not begun, which packages came in with warnings. */
export function Attention() {
  const { t } = useTranslation()
  const failed = useFew<Registration>('/registrations', { success: 'failed', limit: shownMax + 1 })
  const idle = useFew<Registration>('/registrations', {
    completion: 'not-attempted',
    limit: shownMax + 1,
  })
  const packages = useFew<PackageSummary>('/packages', { limit: 20 })
  const doubtful = packages.data?.items.filter((one) => one.verdict !== 'ok') ?? []
  const broken = [failed, idle, packages].find((one) => one.isLoadingError)
  const isPending = failed.isPending || idle.isPending || packages.isPending
  const isCalm =
    !isPending &&
    !broken &&
    !failed.data?.items.length &&
    !idle.data?.items.length &&
    !doubtful.length
  return (
    <Card title={t('overview.attention')}>
      {isPending && !broken && <SkeletonRows rows={4} />}
      {broken && (
        <ErrorState
          error={broken.error}
          what={t('overview.attentionFailed')}
          retry={() => {
            failed.refetch()
            idle.refetch()
            packages.refetch()
          }}
          isCompact
        />
      )}
      {isCalm && (
        <p className="flex items-center gap-3 px-5 py-6 text-muted">
          <Sparkles className="size-5 text-ok" aria-hidden />
          {t('overview.calm')}
        </p>
      )}
      <Section
        icon={<XCircle className="text-bad" aria-hidden />}
        title={t('overview.failed')}
        rows={failed.data?.items ?? []}
        search={{ success: 'failed' }}
      />
      <Section
        icon={<CircleDashed className="text-faint" aria-hidden />}
        title={t('overview.notBegun')}
        rows={idle.data?.items ?? []}
        search={{ completion: 'not-attempted' }}
      />
      {doubtful.length > 0 && (
        <Frame
          icon={<TriangleAlert className="text-warn" aria-hidden />}
          title={t('overview.warnings')}
        >
          {doubtful.slice(0, shownMax).map((one) => (
            <li key={one.id}>
              <Link
                to="/library/$package"
                params={{ package: one.id }}
                search={{ tab: 'findings' }}
                className={rowClass}
              >
                <span className="min-w-0 flex-1 truncate">{one.title}</span>
                <span className="shrink-0 text-[0.867rem] text-faint tabular-nums">
                  {t('verdict.count', { count: one.warnings })}
                </span>
              </Link>
            </li>
          ))}
        </Frame>
      )}
    </Card>
  )
}

const rowClass =
  'flex items-center gap-3 rounded-md px-2.5 py-1.5 hover:bg-subtle focus-visible:-outline-offset-2 pointer-coarse:py-2.5'

interface SectionProps {
  icon: ReactNode
  title: string
  rows: readonly Registration[]
  search: { success?: string; completion?: string }
}

function Section({ icon, title, rows, search }: SectionProps) {
  const { t } = useTranslation()
  if (rows.length === 0) return null
  return (
    <Frame icon={icon} title={title}>
      {rows.slice(0, shownMax).map((one) => (
        <li key={one.id}>
          <Link
            to="/registrations/$registration"
            params={{ registration: one.id }}
            className={rowClass}
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">{one.learner.name}</span>
              <span className="block truncate text-[0.867rem] text-faint">{one.package.title}</span>
            </span>
            <span className="shrink-0 text-[0.867rem] text-faint">
              <Moment at={one.lastActivityAt ?? one.createdAt} isRelative />
            </span>
          </Link>
        </li>
      ))}
      {rows.length > shownMax && (
        <li>
          <Link
            to="/registrations"
            search={search}
            className={`${rowClass} text-[0.867rem] text-accent`}
          >
            {t('overview.seeAll')}
          </Link>
        </li>
      )}
    </Frame>
  )
}

function Frame({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line px-2.5 py-3 last:border-0">
      <h3 className="flex items-center gap-2 px-2.5 pb-1 text-[0.867rem] font-medium text-muted [&_svg]:size-4">
        {icon}
        {title}
      </h3>
      <ul>{children}</ul>
    </section>
  )
}
