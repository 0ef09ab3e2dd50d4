import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CheckCircle2, RefreshCw, SearchX, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RequestItem } from '../../src/requests/wire.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { itemsOf, PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { useMedia } from '../parts/use-media.ts'
import { usePageTitle } from '../parts/use-page-title.ts'
import { type RequestFilter, requestsQuery } from './queries.ts'
import { RequestFilters } from './request-filters.tsx'
import { RequestGroupsCard } from './request-groups.tsx'
import { RequestList } from './request-list.tsx'
import { RequestPanel } from './request-panel.tsx'
import { SourceAlerts } from './source-alerts.tsx'
import { useListKeys } from './use-list-keys.ts'

const route = getRouteApi('/app/requests')
const dayMilliseconds = 86_400_000

export function RequestsPage() {
  const { t } = useTranslation()
  const { open, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const hasRoom = useMedia('(min-width: 1180px)')
  const result = useInfiniteQuery(requestsQuery(filter))
  const rows = itemsOf(result)
  const [cursor, setCursor] = useState(-1)
  usePageTitle(t('nav.requests'))
  const show = (id: string | undefined) =>
    navigate({ search: { ...filter, open: id }, replace: true, resetScroll: false })
  const narrow = (next: RequestFilter) => {
    setCursor(-1)
    return navigate({ search: { ...next, open }, replace: true, resetScroll: false })
  }
  const openRow = (row: RequestItem) => {
    setCursor(rows.indexOf(row))
    show(row.id === open ? undefined : row.id)
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
        title={t('nav.requests')}
        below={t('requests.about')}
        actions={
          <Button
            title={`${t('requests.refresh')} (r)`}
            icon={<RefreshCw className={result.isRefetching ? 'animate-spin' : ''} aria-hidden />}
            onClick={() => result.refetch()}
          >
            {t('requests.refresh')}
          </Button>
        }
      />
      <SourceAlerts onShow={(key) => narrow({ key })} />
      <div className="mb-4">
        <RequestFilters filter={filter} onFilter={narrow} />
      </div>
      <div
        className={open && hasRoom ? 'grid grid-cols-[minmax(0,1fr)_31rem] items-start gap-4' : ''}
      >
        <div className="min-w-0">
          <RequestGroupsCard filter={filter} onChoose={narrow} />
          <Card className="overflow-hidden">
            {!hasFilter && <Quiet rows={rows} />}
            <PagedList
              result={result}
              failure={t('requests.failed')}
              rows={8}
              empty={<NoRequests hasFilter={hasFilter} onClear={() => narrow({})} />}
            >
              {(items) => <RequestList rows={items} open={open} cursor={cursor} onOpen={openRow} />}
            </PagedList>
          </Card>
        </div>
        {open && hasRoom && <Beside id={open} onClose={() => show(undefined)} />}
      </div>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      {!hasRoom && (
        <Dialog
          isOpen={open !== undefined}
          onClose={() => show(undefined)}
          title={t('requests.one')}
        >
          {open && <RequestPanel id={open} />}
        </Dialog>
      )}
    </>
  )
}

/** Said above what is older than a day. */
function Quiet({ rows }: { rows: readonly RequestItem[] }) {
  const { t } = useTranslation()
  const [last] = rows
  if (!last || Date.now() - Date.parse(last.at) < dayMilliseconds) return null
  return (
    <p className="flex items-center gap-2 border-b border-line bg-ok-soft px-5 py-3 text-ok">
      <CheckCircle2 className="size-4.5 shrink-0" aria-hidden />
      {t('requests.quiet')}
    </p>
  )
}

function NoRequests({ hasFilter, onClear }: { hasFilter: boolean; onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={hasFilter ? <SearchX aria-hidden /> : <CheckCircle2 aria-hidden />}
      title={hasFilter ? t('state.noMatch') : t('requests.empty')}
      action={hasFilter && <Button onClick={onClear}>{t('filter.clear')}</Button>}
    >
      {hasFilter ? t('requests.noMatch') : t('requests.emptyAbout')}
    </EmptyState>
  )
}

/** The open request, in a column that stays in view while the list scrolls. */
function Beside({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <aside
      aria-label={t('requests.one')}
      className="sticky top-19 max-h-[calc(100dvh-6rem)] animate-slide overflow-y-auto overscroll-contain rounded-xl border border-line bg-surface p-5 pt-3"
    >
      <header className="mb-2 flex items-center justify-between">
        <h2 className="text-[0.867rem] text-faint">{t('requests.one')}</h2>
        <IconButton label={`${t('action.close')} (Esc)`} onClick={onClose} className="-mr-2">
          <X aria-hidden />
        </IconButton>
      </header>
      <RequestPanel id={id} />
    </aside>
  )
}
