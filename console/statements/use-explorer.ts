import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type RefObject, useEffect, useMemo } from 'react'
import { statementsQuery } from '../api/queries.ts'
import type { StatementRow } from '../api/types.ts'
import { itemsOf, type ListResult } from '../parts/paged-list.tsx'
import type { FilterActions } from './filter-actions.tsx'
import { type LiveTail, useLiveTail } from './live-tail.ts'
import { listQuery, type StatementFilter, withCondition } from './statement-filter.ts'
import { useAtTop } from './use-at-top.ts'

const route = getRouteApi('/app/statements')

export interface Explorer {
  readonly filter: StatementFilter
  readonly setFilter: (filter: StatementFilter) => void
  readonly actions: FilterActions
  /** Id of the open statement. */
  readonly open: string | undefined
  readonly show: (id: string | undefined) => void
  readonly result: ListResult<StatementRow>
  /** What is loaded, and before it what came live. */
  readonly rows: readonly StatementRow[]
  readonly tail: LiveTail
  readonly isTail: boolean
  /** A span that has ended gets nothing new. */
  readonly isTailPossible: boolean
  readonly toggleTail: () => void
  /** Asks anew for everything that is shown. */
  readonly refresh: () => void
  /** Goes right before the list: tells whether its beginning is in view. */
  readonly mark: RefObject<HTMLDivElement | null>
}

/** The explorer's state, all of which stands in the address, and the statements that it leads to. */
export function useExplorer(): Explorer {
  const { open, tail: tailParameter, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const options = statementsQuery(listQuery(filter))
  const result = useInfiniteQuery(options)
  const loaded = itemsOf(result)
  useSearchOn(result, loaded.length)
  const [mark, isAtTop] = useAtTop<HTMLDivElement>()
  const isTailPossible = !filter.until || Date.parse(filter.until) > Date.now()
  const isTail = tailParameter !== undefined && isTailPossible
  const tail = useLiveTail({
    isOn: isTail && result.isSuccess,
    filter,
    newest: loaded[0]?.stored,
    isPaused: !isAtTop,
    onFlood: () => void queryClient.resetQueries({ queryKey: options.queryKey }),
  })
  const rows = useMemo(() => withoutDoubles([...tail.rows, ...loaded]), [tail.rows, loaded])
  const go = (next: StatementFilter & { open?: string | undefined; tail?: string | undefined }) =>
    void navigate({ search: next, replace: true, resetScroll: false })
  const show = (id: string | undefined) => go({ ...filter, tail: tailParameter, open: id })
  const setFilter = (next: StatementFilter) => go({ ...next, tail: tailParameter, open })
  return {
    filter,
    setFilter,
    actions: {
      filter,
      add: (name, value) => setFilter(withCondition(filter, name, value)),
      only: (name, value) => setFilter(withCondition({}, name, value)),
      open: show,
    },
    open,
    show,
    result,
    rows,
    tail,
    isTail,
    isTailPossible,
    toggleTail: () => {
      if (isTailPossible) go({ ...filter, open, tail: isTail ? undefined : '1' })
    },
    refresh: () => void queryClient.invalidateQueries({ queryKey: ['statements'] }),
    mark,
  }
}

const rowsWanted = 20
const searchesMax = 6

/** Results are in no index: a page may be short, and then the next ones are asked for, some times over. */
function useSearchOn(result: ListResult<StatementRow>, rows: number): void {
  const { hasNextPage, isFetching, isError, fetchNextPage, data } = result
  const searches = data?.pages.length ?? 0
  const isShort = hasNextPage && rows < rowsWanted && searches < searchesMax
  useEffect(() => {
    if (isShort && !isFetching && !isError) void fetchNextPage()
  }, [isShort, isFetching, isError, fetchNextPage])
}

/** A statement that the feed brought may be in a page that was loaded since. */
function withoutDoubles(rows: readonly StatementRow[]): readonly StatementRow[] {
  const seen = new Set<string>()
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id))
}
