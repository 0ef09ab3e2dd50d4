import { SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { type ListResult, PagedList } from './paged-list.tsx'
import { SearchField } from './search-field.tsx'
import { EmptyState } from './states.tsx'

interface ListCardProps<Row> {
  /** Names the table. */
  label: string
  result: ListResult<Row>
  /** What could not be loaded, for the error state. */
  failure: string
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  /** Shown where nothing is there, and nothing was looked for. */
  empty: ReactNode
  /** A field above the list whose text the list is narrowed by. */
  search?: {
    readonly label: string
    readonly value: string | undefined
    readonly onSearch: (text: string | undefined) => void
  }
}

/** A list of things as every page shows it: search, the table in whichever state it is, and the way out of an empty search. */
export function ListCard<Row>(props: ListCardProps<Row>) {
  const { label, result, failure, columns, keyOf, empty, search } = props
  return (
    <>
      {search && (
        <div className="mb-4">
          <SearchField
            label={search.label}
            value={search.value ?? ''}
            onChange={(text) => search.onSearch(text || undefined)}
          />
        </div>
      )}
      <Card>
        <PagedList
          result={result}
          failure={failure}
          empty={
            search?.value ? <NothingFound onClear={() => search.onSearch(undefined)} /> : empty
          }
        >
          {(items) => <DataTable rows={items} columns={columns} keyOf={keyOf} label={label} />}
        </PagedList>
      </Card>
    </>
  )
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title={t('state.noMatch')}
      action={<Button onClick={onClear}>{t('filter.clear')}</Button>}
    >
      {t('state.noMatchAbout')}
    </EmptyState>
  )
}
