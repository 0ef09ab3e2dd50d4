import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { BookOpenText, SearchX, Terminal, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { packagesQuery } from '../api/queries.ts'
import type { PackageSummary } from '../api/types.ts'
import { formatBytes } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { type Column, DataTable, rowLinkClass } from '../parts/data-table.tsx'
import { Moment } from '../parts/figures.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { EmptyState } from '../parts/states.tsx'
import { StandardBadge, VerdictBadge } from '../parts/status.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMaySomewhere } from '../shell/may.ts'
import { DropZone, UploadButtons } from './drop-zone.tsx'
import { UploadList } from './upload-list.tsx'
import { dismissFinished, isActive, useUploads } from './upload-queue.ts'

const route = getRouteApi('/app/library')

export function LibraryPage() {
  const { t } = useTranslation()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const packages = useInfiniteQuery(packagesQuery({ q }))
  const columns = useColumns()
  const mayUpload = useMaySomewhere()('packages/write')
  const isBare = !q && packages.data?.pages[0]?.items.length === 0
  usePageTitle(t('nav.library'))
  return (
    <DropZone isOff={!mayUpload}>
      <PageHeader
        title={t('nav.library')}
        below={t('library.about')}
        actions={!isBare && mayUpload && <UploadButtons />}
      />
      <Uploads />
      {!isBare && (
        <>
          {mayUpload && <DropHint />}
          <div className="mb-4">
            <SearchField
              label={t('library.search')}
              value={q ?? ''}
              onChange={(text) => navigate({ search: { q: text || undefined }, replace: true })}
            />
          </div>
        </>
      )}
      <Card>
        <PagedList
          result={packages}
          failure={t('library.failed')}
          empty={
            q ? (
              <NothingFound onClear={() => navigate({ search: {} })} />
            ) : (
              <EmptyLibrary mayUpload={mayUpload} />
            )
          }
        >
          {(items) => (
            <DataTable
              rows={items}
              columns={columns}
              keyOf={(one) => one.id}
              label={t('nav.library')}
            />
          )}
        </PagedList>
      </Card>
    </DropZone>
  )
}

function useColumns(): readonly Column<PackageSummary>[] {
  const { t } = useTranslation()
  const language = useLanguage()
  return [
    {
      key: 'title',
      title: t('library.package'),
      card: 'title',
      cell: (one) => (
        <Link to="/library/$package" params={{ package: one.id }} className={rowLinkClass}>
          {one.title}
        </Link>
      ),
    },
    {
      key: 'standard',
      title: t('library.standard'),
      card: 'badge',
      cell: (one) => <StandardBadge standard={one.standard} edition={one.edition} />,
    },
    {
      key: 'verdict',
      title: t('library.verdict'),
      card: 'badge',
      cell: (one) => <VerdictBadge value={one.verdict} warnings={one.warnings} />,
    },
    {
      key: 'version',
      title: t('library.version'),
      isNumber: true,
      from: 'md',
      cell: (one) => <span className="text-muted">v{one.version}</span>,
    },
    {
      key: 'size',
      title: t('library.size'),
      isNumber: true,
      from: 'lg',
      card: 'fact',
      cell: (one) => <span className="text-muted">{formatBytes(one.sizeBytes, language)}</span>,
    },
    {
      key: 'updated',
      title: t('library.updated'),
      isNumber: true,
      from: 'md',
      card: 'fact',
      cell: (one) => (
        <span className="text-muted">
          <Moment at={one.updatedAt} />
        </span>
      ),
    },
  ]
}

function Uploads() {
  const { t } = useTranslation()
  const jobs = useUploads()
  if (jobs.length === 0) return null
  const active = jobs.filter(isActive).length
  return (
    <Card
      className="mb-4"
      title={active > 0 ? t('upload.active', { count: active }) : t('upload.allDone')}
      action={
        active < jobs.length && (
          <Button look="quiet" size="small" onClick={dismissFinished}>
            {t('upload.dismissAll')}
          </Button>
        )
      }
    >
      <UploadList jobs={jobs} />
    </Card>
  )
}

function DropHint() {
  const { t } = useTranslation()
  return (
    <p className="mb-4 flex items-center justify-center gap-3 rounded-xl border border-dashed border-line-strong px-5 py-4 text-[0.933rem] text-muted max-sm:hidden">
      <Upload className="size-4.5 shrink-0 text-faint" aria-hidden />
      <span>
        {t('upload.dropHint')} <span className="text-faint">{t('upload.accepted')}</span>
      </span>
    </p>
  )
}

function EmptyLibrary({ mayUpload }: { mayUpload: boolean }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<BookOpenText aria-hidden />}
      title={t('library.empty')}
      action={mayUpload && <UploadButtons />}
    >
      <p>{t('library.emptyAbout')}</p>
      <p className="mt-3 inline-flex flex-wrap items-center justify-center gap-2 text-[0.867rem]">
        <Terminal className="size-4" aria-hidden />
        {t('library.demo')}
        <code className="rounded-sm bg-subtle px-1.5 py-0.5 font-mono">
          npm run -s hocba -- demo
        </code>
      </p>
    </EmptyState>
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
