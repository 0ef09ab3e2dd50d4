import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { List } from '../api/types.ts'
import { Button } from './button.tsx'
import { ErrorState, SkeletonRows } from './states.tsx'

export type ListResult<Item> = UseInfiniteQueryResult<InfiniteData<List<Item>>>

export const itemsOf = <Item,>(result: ListResult<Item>): readonly Item[] =>
  result.data?.pages.flatMap((page) => page.items) ?? []

interface PagedListProps<Item> {
  result: ListResult<Item>
  /** What could not be loaded, for the error state. */
  failure: string
  empty: ReactNode
  rows?: number
  children: (items: readonly Item[]) => ReactNode
}

/** A list in whichever state it is: loading, failed, empty, or there, with the rest of it one click away. */
export function PagedList<Item>({ result, failure, empty, rows, children }: PagedListProps<Item>) {
  const { t } = useTranslation()
  if (result.isPending) return <SkeletonRows rows={rows ?? 6} />
  if (result.isLoadingError && !result.data) {
    return <ErrorState error={result.error} what={failure} retry={() => result.refetch()} />
  }
  const items = itemsOf(result)
  if (items.length === 0) return empty
  return (
    <>
      {children(items)}
      {result.hasNextPage && (
        <div className="flex items-center justify-center gap-3 border-t border-line p-3">
          <Button
            look="quiet"
            icon={<ChevronDown aria-hidden />}
            isBusy={result.isFetchingNextPage}
            onClick={() => result.fetchNextPage()}
          >
            {t('action.more')}
          </Button>
        </div>
      )}
    </>
  )
}
