import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileInput } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { type Column, rowLinkClass } from '../parts/data-table.tsx'
import { Moment } from '../parts/figures.tsx'
import { ListCard } from '../parts/list-card.tsx'
import { EmptyState } from '../parts/states.tsx'
import { ImportProgress, ImportState, sourceName } from './import-state.tsx'
import { importsQuery, isUnderWay, type StatementImport } from './queries.ts'

/** @param action the buttons that begin one, where the account may. */
export function ImportList({ action }: { action: ReactNode }) {
  const { t } = useTranslation()
  const result = useInfiniteQuery(importsQuery)
  return (
    <ListCard
      label={t('transfers.tab.imports')}
      result={result}
      failure={t('transfers.failed')}
      columns={useColumns()}
      keyOf={(one) => one.id}
      empty={
        <EmptyState icon={<FileInput aria-hidden />} title={t('transfers.empty')} action={action}>
          {t('transfers.emptyAbout')}
        </EmptyState>
      }
    />
  )
}

function useColumns(): readonly Column<StatementImport>[] {
  const { t } = useTranslation()
  const language = useLanguage()
  return [
    {
      key: 'source',
      title: t('transfers.source'),
      card: 'title',
      cell: (one) => (
        <span className="grid min-w-0 gap-1">
          <Link to="/transfers" search={{ open: one.id }} className={`${rowLinkClass} truncate`}>
            {sourceName(one)}
          </Link>
          {isUnderWay(one) ? (
            <ImportProgress one={one} />
          ) : (
            <span className="truncate text-[0.867rem] text-faint">{one.by.name}</span>
          )}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('feeds.stateName'),
      card: 'badge',
      cell: (one) => <ImportState one={one} />,
    },
    {
      key: 'stored',
      title: t('transfers.stored'),
      isNumber: true,
      card: 'fact',
      cell: (one) => formatNumber(one.counts.stored, language),
    },
    {
      key: 'rejected',
      title: t('transfers.rejected'),
      isNumber: true,
      card: 'fact',
      has: (one) => one.counts.rejected > 0,
      cell: (one) => (
        <span className={one.counts.rejected > 0 ? 'text-bad' : 'text-faint'}>
          {formatNumber(one.counts.rejected, language)}
        </span>
      ),
    },
    {
      key: 'created',
      title: t('transfers.begun'),
      isNumber: true,
      from: 'md',
      cell: (one) => (
        <span className="text-muted">
          <Moment at={one.createdAt} isRelative />
        </span>
      ),
    },
  ]
}
