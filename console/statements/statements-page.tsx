import { Code2, RefreshCw, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { StatementRow } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { copyText } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { useMedia } from '../parts/use-media.ts'
import { usePageTitle } from '../parts/use-page-title.ts'
import { StatementExport } from './export-menu.tsx'
import { FilterActionsContext } from './filter-actions.tsx'
import { StatementHistogram } from './histogram.tsx'
import { NoStatements } from './no-statements.tsx'
import { PlainRequestDialog } from './plain-request-dialog.tsx'
import { StatementDetail } from './statement-detail.tsx'
import { StatementFilters } from './statement-filters.tsx'
import { StatementList } from './statement-list.tsx'
import { TailButton, TailNote } from './tail-bar.tsx'
import { type Explorer, useExplorer } from './use-explorer.ts'
import { useExplorerKeys } from './use-explorer-keys.ts'
import { ViewsMenu } from './views-menu.tsx'

export function StatementsPage() {
  const { t } = useTranslation()
  const explorer = useExplorer()
  const { filter, setFilter, open, show, result, rows } = explorer
  const hasRoom = useMedia('(min-width: 1180px)')
  usePageTitle(t('nav.statements'))
  const isNothing = result.isSuccess && rows.length === 0 && !Object.values(filter).some(Boolean)
  const shown = rows.find((row) => row.id === open)
  const detail = open !== undefined && <StatementDetail key={open} id={open} row={shown} />
  return (
    <FilterActionsContext value={explorer.actions}>
      <PageHeader
        title={t('nav.statements')}
        below={t('statements.about')}
        actions={<Actions explorer={explorer} />}
      />
      <div className="mb-4">
        <StatementFilters filter={filter} onFilter={setFilter} onClear={() => setFilter({})} />
      </div>
      {!isNothing && (
        <StatementHistogram
          filter={filter}
          isLive={explorer.tail.state === 'live'}
          onSpan={(since, until) => setFilter({ ...filter, since, until })}
        />
      )}
      <div
        className={
          detail && hasRoom ? 'grid grid-cols-[minmax(0,1fr)_27rem] items-start gap-4' : ''
        }
      >
        <ListCard explorer={explorer} />
        {detail && hasRoom && <Beside onClose={() => show(undefined)}>{detail}</Beside>}
      </div>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      {!hasRoom && (
        <Dialog
          isOpen={open !== undefined}
          onClose={() => show(undefined)}
          title={t('statements.one')}
        >
          {detail}
        </Dialog>
      )}
    </FilterActionsContext>
  )
}

function Actions({ explorer }: { explorer: Explorer }) {
  const { t } = useTranslation()
  const { filter, setFilter, result, tail, isTail, isTailPossible, toggleTail } = explorer
  const [isPlainOpen, setPlainOpen] = useState(false)
  return (
    <>
      <TailButton
        state={tail.state}
        isOn={isTail}
        isPossible={isTailPossible}
        onToggle={toggleTail}
      />
      <ViewsMenu filter={filter} onFilter={setFilter} />
      <StatementExport filter={filter} />
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
        onClick={explorer.refresh}
      >
        <RefreshCw className={result.isRefetching ? 'animate-spin' : ''} aria-hidden />
      </IconButton>
      <PlainRequestDialog
        filter={filter}
        isOpen={isPlainOpen}
        onClose={() => setPlainOpen(false)}
      />
    </>
  )
}

/** The rows, in whichever state they are, with the keys that move in them. */
function ListCard({ explorer }: { explorer: Explorer }) {
  const { t } = useTranslation()
  const { filter, setFilter, open, show, result, rows, tail, isTail, mark } = explorer
  const [cursor, setCursor] = useState(-1)
  useExplorerKeys({
    onMove: (step) => setCursor((at) => Math.min(rows.length - 1, Math.max(0, at + step))),
    onClose: () => open && show(undefined),
    onRefresh: explorer.refresh,
    onTail: explorer.toggleTail,
    onCopyLink: () =>
      void copyText(location.href).then((isDone) => {
        if (isDone) toast.success(t('statements.linkCopied'))
      }),
  })
  const openRow = (row: StatementRow) => {
    setCursor(rows.indexOf(row))
    show(row.id === open ? undefined : row.id)
  }
  const list = <StatementList rows={rows} open={open} cursor={cursor} onOpen={openRow} />
  return (
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
            list
          ) : (
            <NoStatements filter={filter} result={result} onFilter={setFilter} />
          )
        }
      >
        {() => list}
      </PagedList>
    </Card>
  )
}

/** The open statement, in a column that stays in view while the list scrolls. */
function Beside({ onClose, children }: { onClose: () => void; children: ReactNode }) {
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
