import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { RefreshCw, ScrollText, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { statementsQuery } from '../api/queries.ts'
import type { StatementRow } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { itemsOf, PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { useMedia } from '../parts/use-media.ts'
import { usePageTitle } from '../parts/use-page-title.ts'
import { isShortcut } from '../shell/use-shortcuts.ts'
import { StatementDetail } from './statement-detail.tsx'
import { StatementFilters } from './statement-filters.tsx'
import { StatementList } from './statement-list.tsx'

const route = getRouteApi('/app/statements')

export function StatementsPage() {
  const { t } = useTranslation()
  const { open, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const hasRoom = useMedia('(min-width: 1180px)')
  const result = useInfiniteQuery(statementsQuery(filter))
  const rows = itemsOf(result)
  const shown = rows.find((row) => row.id === open)
  const [cursor, setCursor] = useState(-1)
  usePageTitle(t('nav.statements'))
  const show = (row: StatementRow | undefined) =>
    navigate({ search: { ...filter, open: row?.id }, replace: true, resetScroll: false })
  const openRow = (row: StatementRow) => {
    setCursor(rows.indexOf(row))
    show(row.id === open ? undefined : row)
  }
  useListKeys({
    onMove: (step) => setCursor((at) => Math.min(rows.length - 1, Math.max(0, at + step))),
    onClose: () => show(undefined),
    onRefresh: () => void result.refetch(),
  })
  const hasFilter = Object.values(filter).some(Boolean)
  return (
    <>
      <PageHeader
        title={t('nav.statements')}
        below={t('statements.about')}
        actions={
          <Button
            title={`${t('statements.refresh')} (r)`}
            icon={<RefreshCw className={result.isRefetching ? 'animate-spin' : ''} aria-hidden />}
            onClick={() => result.refetch()}
          >
            {t('statements.refresh')}
          </Button>
        }
      />
      <div className="mb-4">
        <StatementFilters
          filter={filter}
          onFilter={(next) => navigate({ search: next, replace: true })}
        />
      </div>
      <div
        className={shown && hasRoom ? 'grid grid-cols-[minmax(0,1fr)_27rem] items-start gap-4' : ''}
      >
        <Card className="overflow-hidden">
          <PagedList
            result={result}
            failure={t('statements.failed')}
            rows={8}
            empty={<NoStatements hasFilter={hasFilter} onClear={() => navigate({ search: {} })} />}
          >
            {(items) => <StatementList rows={items} open={open} cursor={cursor} onOpen={openRow} />}
          </PagedList>
        </Card>
        {shown && hasRoom && <Beside row={shown} onClose={() => show(undefined)} />}
      </div>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      {!hasRoom && (
        <Dialog
          isOpen={shown !== undefined}
          onClose={() => show(undefined)}
          title={t('statements.one')}
        >
          {shown && <StatementDetail row={shown} />}
        </Dialog>
      )}
    </>
  )
}

function NoStatements({ hasFilter, onClear }: { hasFilter: boolean; onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<ScrollText aria-hidden />}
      title={hasFilter ? t('state.noMatch') : t('statements.empty')}
      action={hasFilter && <Button onClick={onClear}>{t('filter.clear')}</Button>}
    >
      {hasFilter ? t('statements.noMatch') : t('statements.emptyAbout')}
    </EmptyState>
  )
}

/** The open statement, in a column that stays in view while the list scrolls. */
function Beside({ row, onClose }: { row: StatementRow; onClose: () => void }) {
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
      <StatementDetail row={row} />
    </aside>
  )
}

interface ListKeys {
  onMove: (step: number) => void
  onClose: () => void
  onRefresh: () => void
}

/** j and k move the focus from row to row, Esc closes what is open, r asks again. */
function useListKeys(keys: ListKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !isShortcut(event)) return
      if (event.key === 'j') keys.onMove(1)
      else if (event.key === 'k') keys.onMove(-1)
      else if (event.key === 'r') keys.onRefresh()
      else if (event.key === 'Escape') keys.onClose()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
