import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { GraduationCap, UserPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { learnersQuery } from '../api/queries.ts'
import type { Learner } from '../api/types.ts'
import { formatNumber, initialOf } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Avatar, PageHeader } from '../parts/card.tsx'
import { type Column, rowLinkClass } from '../parts/data-table.tsx'
import { Moment } from '../parts/figures.tsx'
import { ListCard } from '../parts/list-card.tsx'
import { EmptyState } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { AddLearnerDialog } from './add-learner-dialog.tsx'

const route = getRouteApi('/app/learners')

export function LearnersPage() {
  const { t } = useTranslation()
  const { q, add } = route.useSearch()
  const navigate = route.useNavigate()
  const learners = useInfiniteQuery(learnersQuery({ q }))
  const columns = useColumns()
  usePageTitle(t('nav.learners'))
  const mayAdd = useMay()('learners/write')
  const addButton = mayAdd && (
    <Button
      look="primary"
      icon={<UserPlus aria-hidden />}
      onClick={() => navigate({ search: { q, add: '1' }, replace: true })}
    >
      {t('learners.add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('nav.learners')} below={t('learners.about')} actions={addButton} />
      <ListCard
        label={t('nav.learners')}
        result={learners}
        failure={t('learners.failed')}
        columns={columns}
        keyOf={(one) => one.id}
        search={{
          label: t('learners.search'),
          value: q,
          onSearch: (text) => navigate({ search: { q: text }, replace: true }),
        }}
        empty={
          <EmptyState
            icon={<GraduationCap aria-hidden />}
            title={t('learners.empty')}
            action={addButton}
          >
            {t('learners.emptyAbout')}
          </EmptyState>
        }
      />
      <AddLearnerDialog
        isOpen={add !== undefined && mayAdd}
        onClose={() => navigate({ search: { q }, replace: true })}
      />
    </>
  )
}

function useColumns(): readonly Column<Learner>[] {
  const { t } = useTranslation()
  const maySeeAll = useMay()('learners/read')
  const language = useLanguage()
  return [
    {
      key: 'name',
      title: t('learners.name'),
      card: 'title',
      cell: (one) => (
        <span className="flex items-center gap-3">
          <Avatar letter={initialOf(one.name)} />
          <Link to="/learners/$learner" params={{ learner: one.id }} className={rowLinkClass}>
            {one.name}
          </Link>
        </span>
      ),
    },
    {
      key: 'code',
      title: t('learners.code'),
      card: 'fact',
      cell: (one) => (
        <span className="whitespace-nowrap text-muted tabular-nums">{one.code ?? '–'}</span>
      ),
    },
    {
      key: 'email',
      title: t('learners.email'),
      from: 'md',
      cell: (one) => <span className="break-all text-muted">{one.email ?? '–'}</span>,
    },
    // Only who sees everybody is told how many.
    ...(maySeeAll
      ? [
          {
            key: 'registrations',
            title: t('nav.registrations'),
            isNumber: true,
            card: 'fact' as const,
            cell: (one: Learner) => formatNumber(one.registrations ?? 0, language),
          },
        ]
      : []),
    {
      key: 'created',
      title: t('learners.created'),
      isNumber: true,
      from: 'lg',
      cell: (one) => (
        <span className="text-muted">
          <Moment at={one.createdAt} />
        </span>
      ),
    },
  ]
}
