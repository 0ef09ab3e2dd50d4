import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { registrationsQuery } from '../api/queries.ts'
import type { Registration } from '../api/types.ts'
import { initialOf } from '../language/format.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Avatar, Card } from '../parts/card.tsx'
import { type Column, DataTable, rowLinkClass } from '../parts/data-table.tsx'
import { Duration, Moment, ProgressFigure, ScoreFigure } from '../parts/figures.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { CompletionBadge, SuccessBadge } from '../parts/status.tsx'
import { EvidenceBadge, EvidenceMark } from './evidence-badge.tsx'
import { type RegistrationFilter, RegistrationFilters } from './registration-filters.tsx'

interface RegistrationListProps {
  filter: RegistrationFilter
  onFilter: (filter: RegistrationFilter) => void
  /** What the page says already: the column and the filter of it are left out. */
  hides?: 'package' | 'learner'
  emptyAction?: ReactNode
}

/** Registrations with their progress, newest activity first, with the conditions that choose them. */
export function RegistrationList({ filter, onFilter, hides, emptyAction }: RegistrationListProps) {
  const { t } = useTranslation()
  const result = useInfiniteQuery(registrationsQuery({ ...filter }))
  const columns = useColumns(hides)
  const chosen = Object.entries(filter).filter(([name, value]) => value && name !== hides)
  return (
    <>
      <RegistrationFilters filter={filter} onFilter={onFilter} hides={hides} />
      <Card>
        <PagedList
          result={result}
          failure={t('registrations.failed')}
          empty={
            chosen.length > 0 ? (
              <EmptyState
                icon={<ListChecks aria-hidden />}
                title={t('state.noMatch')}
                action={
                  <Button onClick={() => onFilter(hides ? { [hides]: filter[hides] } : {})}>
                    {t('filter.clear')}
                  </Button>
                }
              >
                {t('registrations.noMatch')}
              </EmptyState>
            ) : (
              <EmptyState
                icon={<ListChecks aria-hidden />}
                title={t('registrations.empty')}
                action={emptyAction}
              >
                {t('registrations.emptyAbout')}
              </EmptyState>
            )
          }
        >
          {(items) => (
            <DataTable
              rows={items}
              columns={columns}
              keyOf={(one) => one.id}
              label={t('nav.registrations')}
            />
          )}
        </PagedList>
      </Card>
    </>
  )
}

function useColumns(hides: 'package' | 'learner' | undefined): readonly Column<Registration>[] {
  const { t } = useTranslation()
  const link = (one: Registration, text: ReactNode) => (
    <Link
      to="/registrations/$registration"
      params={{ registration: one.id }}
      className={rowLinkClass}
    >
      {text}
    </Link>
  )
  const columns: readonly (Column<Registration> & { hiddenBy?: 'package' | 'learner' })[] = [
    {
      key: 'learner',
      hiddenBy: 'learner',
      title: t('registrations.learner'),
      card: 'title',
      cell: (one) => (
        <span className="flex items-center gap-3">
          <span className="max-sm:hidden">
            <Avatar letter={initialOf(one.learner.name)} />
          </span>
          <span className="min-w-0">
            {link(one, one.learner.name)}
            {one.isTrial && (
              <span className="ml-2">
                <Badge>{t('registrations.trial')}</Badge>
              </span>
            )}
            {hides !== 'package' && (
              <span className="block truncate text-[0.867rem] text-faint" title={one.package.title}>
                {one.package.title}
              </span>
            )}
          </span>
        </span>
      ),
    },
    {
      key: 'package',
      hiddenBy: 'package',
      title: t('registrations.package'),
      cell: (one) => link(one, one.package.title),
      card: 'title',
    },
    {
      key: 'completion',
      title: t('figures.state'),
      card: 'badge',
      cell: (one) => <CompletionBadge value={one.completion} />,
    },
    {
      key: 'success',
      title: t('figures.result'),
      card: 'badge',
      from: 'md',
      has: (one) => one.success !== 'unknown',
      cell: (one) => <SuccessBadge value={one.success} />,
    },
    {
      key: 'evidence',
      title: t('evidence.short'),
      card: 'badge',
      from: 'xl',
      has: (one) => one.evidence !== null,
      cell: (one) =>
        one.evidence ? (
          <>
            <span className="xl:max-2xl:hidden">
              <EvidenceBadge level={one.evidence} />
            </span>
            {/* A table with eight columns has no room for the words on a screen of 1,280: the filter has them. */}
            <span className="hidden xl:max-2xl:inline">
              <EvidenceMark level={one.evidence} />
            </span>
          </>
        ) : (
          <span className="text-faint">–</span>
        ),
    },
    {
      key: 'progress',
      title: t('figures.progress'),
      from: 'md',
      width: 'w-44',
      card: 'fact',
      has: (one) => one.completion === 'incomplete',
      cell: (one) => <ProgressFigure ratio={one.progress} />,
    },
    {
      key: 'score',
      title: t('figures.score'),
      isNumber: true,
      card: 'fact',
      has: (one) => one.score !== null,
      cell: (one) => <ScoreFigure score={one.score} />,
    },
    {
      key: 'time',
      title: t('figures.time'),
      isNumber: true,
      from: 'lg',
      card: 'fact',
      has: (one) => one.seconds > 0,
      cell: (one) => <Duration seconds={one.seconds} />,
    },
    {
      key: 'last',
      title: t('figures.lastActivity'),
      isNumber: true,
      from: 'lg',
      cell: (one) => (
        <span className="text-muted">
          <Moment at={one.lastActivityAt} />
        </span>
      ),
    },
  ]
  // Where the learner is shown, the package stands under the name and needs no column of its own.
  const spare = hides === 'learner' ? 'learner' : 'package'
  return columns.filter((column) => column.hiddenBy !== spare)
}
