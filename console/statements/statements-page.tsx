import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Code2, RefreshCw, ScrollText, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { statementsQuery } from '../api/queries.ts'
import type { StatementRow } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { copyText } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { itemsOf, type ListResult, PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { useMedia } from '../parts/use-media.ts'
import { usePageTitle } from '../parts/use-page-title.ts'
import { ExportMenu } from './export-menu.tsx'
import { type FilterActions, FilterActionsContext } from './filter-actions.tsx'
import { StatementHistogram } from './histogram.tsx'
import { useLiveTail } from './live-tail.ts'
import { PlainRequestDialog } from './plain-request-dialog.tsx'
import { StatementDetail } from './statement-detail.tsx'
import { listQuery, type StatementFilter, withCondition } from './statement-filter.ts'
import { StatementFilters } from './statement-filters.tsx'
import { StatementList } from './statement-list.tsx'
import { TailButton, TailNote } from './tail-bar.tsx'
import { useAtTop } from './use-at-top.ts'
import { useExplorerKeys } from './use-explorer-keys.ts'

const route = getRouteApi('/app/statements')

export function StatementsPage() {
  const { t } = useTranslation()
  const { open, tail: tailParameter, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const hasRoom = useMedia('(min-width: 1180px)')
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
  const [cursor, setCursor] = useState(-1)
  const [isPlainOpen, setPlainOpen] = useState(false)
  usePageTitle(t('nav.statements'))
  const go = (next: StatementFilter & { open?: string | undefined; tail?: string | undefined }) =>
    navigate({ search: next, replace: true, resetScroll: false })
  const show = (id: string | undefined) => go({ ...filter, tail: tailParameter, open: id })
  const setFilter = (next: StatementFilter) => go({ ...next, tail: tailParameter, open })
  const toggleTail = () => {
    if (isTailPossible) go({ ...filter, open, tail: isTail ? undefined : '1' })
  }
  const openRow = (row: StatementRow) => {
    setCursor(rows.indexOf(row))
    show(row.id === open ? undefined : row.id)
  }
  useExplorerKeys({
    onMove: (step) => setCursor((at) => Math.min(rows.length - 1, Math.max(0, at + step))),
    onClose: () => open && show(undefined),
    onRefresh: () => void result.refetch(),
    onTail: toggleTail,
    onCopyLink: () =>
      void copyText(location.href).then(
        (isDone) => isDone && toast.success(t('statements.linkCopied')),
      ),
  })
  const actions: FilterActions = {
    filter,
    add: (name, value) => setFilter(withCondition(filter, name, value)),
    only: (name, value) => setFilter(withCondition({}, name, value)),
    open: show,
  }
  const shown = rows.find((row) => row.id === open)
  const detail = open && <StatementDetail key={open} id={open} row={shown} />
  return (
    <FilterActionsContext value={actions}>
      <PageHeader
        title={t('nav.statements')}
        below={t('statements.about')}
        actions={
          <>
            <TailButton
              state={tail.state}
              isOn={isTail}
              isPossible={isTailPossible}
              onToggle={toggleTail}
            />
            <ExportMenu filter={filter} />
            <Button
              title={t('statements.plain')}
              icon={<Code2 aria-hidden />}
              onClick={() => setPlainOpen(true)}
            >
              xAPI
            </Button>
            <IconButton
              label={`${t('statements.refresh')} (r)`}
              className="border border-line-strong/80 bg-surface"
              onClick={() => void result.refetch()}
            >
              <RefreshCw className={result.isRefetching ? 'animate-spin' : ''} aria-hidden />
            </IconButton>
          </>
        }
      />
      <div className="mb-4">
        <StatementFilters filter={filter} onFilter={setFilter} onClear={() => setFilter({})} />
      </div>
      <StatementHistogram
        filter={filter}
        onSpan={(since, until) => setFilter({ ...filter, since, until })}
      />
      <div
        className={
          detail && hasRoom ? 'grid grid-cols-[minmax(0,1fr)_27rem] items-start gap-4' : ''
        }
      >
        <Card className="overflow-clip">
          <div ref={mark} />
          {isTail && (
            <TailNote
              tail={tail}
              onJump={() => mark.current?.scrollIntoView({ block: 'center', behavior: 'smooth' })}
            />
          )}
          <PagedList
            result={result}
            failure={t('statements.failed')}
            rows={8}
            empty={
              rows.length > 0 ? (
                <StatementList rows={rows} open={open} cursor={cursor} onOpen={openRow} />
              ) : (
                <NoStatements filter={filter} result={result} onFilter={setFilter} />
              )
            }
          >
            {() => <StatementList rows={rows} open={open} cursor={cursor} onOpen={openRow} />}
          </PagedList>
        </Card>
        {detail && hasRoom && <Beside onClose={() => show(undefined)}>{detail}</Beside>}
      </div>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      {!hasRoom && (
        <Dialog
          isOpen={detail !== undefined && detail !== ''}
          onClose={() => show(undefined)}
          title={t('statements.one')}
        >
          {detail}
        </Dialog>
      )}
      <PlainRequestDialog
        filter={filter}
        isOpen={isPlainOpen}
        onClose={() => setPlainOpen(false)}
      />
    </FilterActionsContext>
  )
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

interface NoStatementsProps {
  filter: StatementFilter
  result: ListResult<StatementRow>
  onFilter: (filter: StatementFilter) => void
}

function NoStatements({ filter, result, onFilter }: NoStatementsProps) {
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

/** The open statement, in a column that stays in view while the list scrolls. */
function Beside({ onClose, children }: { onClose: () => void; children: React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <aside
      aria-label={t('statements.one')}
      className="sticky top-19 max-h-[calc(100dvh-6rem)] animate-slide overflow-y-auto overscroll-contain rounded-xl border border-line bg-surface p-5 pt-3"
    >
      <header className="mb-2 flex items-center justify-between">
        <h2 className="text-[0.867rem] text-faint">{t('statements.one')}</h2>
        <IconButton label={`${t('action.close')} (Esc)`} onClick={onClose} className="-mr-2">
          <X aria-hidden />
        </IconButton>
      </header>
      {children}
    </aside>
  )
}
