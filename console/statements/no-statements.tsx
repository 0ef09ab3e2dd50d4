import { ScrollText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { StatementRow } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import type { ListResult } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import type { StatementFilter } from './statement-filter.ts'

interface NoStatementsProps {
  filter: StatementFilter
  result: ListResult<StatementRow>
  onFilter: (filter: StatementFilter) => void
}

/** Why the list is empty, and what to do about it. */
export function NoStatements({ filter, result, onFilter }: NoStatementsProps) {
  const { t } = useTranslation()
  const hasFilter = Object.values(filter).some(Boolean)
  if (result.hasNextPage)
    return (
      <EmptyState
        icon={<ScrollText aria-hidden />}
        title={t('statements.searchedSome')}
        action={
          <Button
            look="primary"
            isBusy={result.isFetchingNextPage}
            onClick={() => void result.fetchNextPage()}
          >
            {t('statements.searchOn')}
          </Button>
        }
      />
    )
  const { since, until, ...rest } = filter
  const hasSpan = since !== undefined || until !== undefined
  return (
    <EmptyState
      icon={<ScrollText aria-hidden />}
      title={hasFilter ? t('state.noMatch') : t('statements.empty')}
      action={
        hasFilter && (
          <>
            {hasSpan && (
              <Button look="primary" onClick={() => onFilter(rest)}>
                {t('statements.allTime')}
              </Button>
            )}
            <Button onClick={() => onFilter({})}>{t('filter.clear')}</Button>
          </>
        )
      }
    >
      {hasFilter ? t('statements.noMatch') : t('statements.emptyAbout')}
    </EmptyState>
  )
}
