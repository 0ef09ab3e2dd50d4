import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Plus, Presentation } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import { classesQuery } from '../api/queries.ts'
import type { Class, ClassDetail } from '../api/types.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/card.tsx'
import { type Column, rowLinkClass } from '../parts/data-table.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ListCard } from '../parts/list-card.tsx'
import { EmptyState } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { ClassForm } from './class-form.tsx'
import { usePeriod } from './use-period.ts'

const route = getRouteApi('/app/classes')

export function ClassesPage() {
  const { t } = useTranslation()
  const { q, add } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const classes = useInfiniteQuery(classesQuery({ q }))
  const columns = useColumns()
  const mayAdd = useMay()('classes/write')
  usePageTitle(t('nav.classes'))
  const create = useMutation({
    mutationFn: (body: object) => post<ClassDetail>('/classes', body),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['classes'] })
      await navigate({ to: '/classes/$class', params: { class: id }, search: {} })
    },
  })
  const addButton = mayAdd && (
    <Button
      look="primary"
      icon={<Plus aria-hidden />}
      onClick={() => navigate({ search: { q, add: '1' }, replace: true })}
    >
      {t('classes.add')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('nav.classes')} below={t('classes.about')} actions={addButton} />
      <ListCard
        label={t('nav.classes')}
        result={classes}
        failure={t('classes.failed')}
        columns={columns}
        keyOf={(one) => one.id}
        search={{
          label: t('classes.search'),
          value: q,
          onSearch: (text) => navigate({ search: { q: text }, replace: true }),
        }}
        empty={
          <EmptyState
            icon={<Presentation aria-hidden />}
            title={t('classes.empty')}
            action={addButton}
          >
            {t(mayAdd ? 'classes.emptyAbout' : 'classes.emptyNone')}
          </EmptyState>
        }
      />
      <Dialog
        isOpen={add !== undefined && mayAdd}
        onClose={() => navigate({ search: { q }, replace: true })}
        title={t('classes.add')}
        about={t('classes.addAbout')}
      >
        <ClassForm save={create} verb={t('classes.add')} />
      </Dialog>
    </>
  )
}

function useColumns(): readonly Column<Class>[] {
  const { t } = useTranslation()
  const language = useLanguage()
  const periodOf = usePeriod()
  return [
    {
      key: 'name',
      title: t('classes.name'),
      card: 'title',
      cell: (one) => (
        <Link
          to="/classes/$class"
          params={{ class: one.id }}
          search={{}}
          className={`${rowLinkClass} block truncate`}
        >
          {one.name}
        </Link>
      ),
    },
    {
      key: 'code',
      title: t('classes.code'),
      card: 'fact',
      cell: (one) => <span className="whitespace-nowrap text-muted">{one.code}</span>,
    },
    {
      key: 'period',
      title: t('classes.period'),
      from: 'md',
      card: 'fact',
      has: (one) => one.startsOn !== undefined || one.endsOn !== undefined,
      cell: (one) => <span className="whitespace-nowrap text-muted">{periodOf(one)}</span>,
    },
    {
      key: 'packages',
      title: t('classes.packages'),
      isNumber: true,
      from: 'md',
      cell: (one) => formatNumber(one.packages.length, language),
    },
    {
      key: 'learners',
      title: t('nav.learners'),
      isNumber: true,
      card: 'fact',
      cell: (one) => formatNumber(one.learners, language),
    },
  ]
}
