import { Link } from '@tanstack/react-router'
import { Upload, Users } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PackageDetail, VersionSummary } from '../api/types.ts'
import { formatBytes, formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { addUploads } from '../library/upload-queue.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { type Column, DataTable, rowLinkClass } from '../parts/data-table.tsx'
import { Moment } from '../parts/figures.tsx'
import { VerdictBadge } from '../parts/status.tsx'
import { MovesCard } from '../versions/moves-card.tsx'
import { PolicyCard } from '../versions/policy-card.tsx'
import { UpdateDialog } from '../versions/update-dialog.tsx'

interface VersionsPanelProps {
  detail: PackageDetail
  /** Whether the caller may upload versions and change what the package allows. */
  mayChange: boolean
  /** Whether the dialog about who is affected is open; the address says so. */
  isUpdating: boolean
  onUpdating: (isOpen: boolean) => void
}

/** Every upload of the package, newest first. A version never changes; a new upload becomes the next one. */
export function VersionsPanel(props: VersionsPanelProps) {
  const { detail, mayChange, isUpdating, onUpdating } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const columns: readonly Column<VersionSummary>[] = [
    {
      key: 'number',
      title: t('library.version'),
      card: 'title',
      cell: (one) => (
        <span className="flex items-center gap-2.5">
          <Link
            to="/library/$package/versions/$number/report"
            params={{ package: detail.id, number: String(one.number) }}
            className={rowLinkClass}
          >
            {t('package.versionNumber', { number: one.number })}
          </Link>
          {one.number === detail.version && <Badge tone="accent">{t('package.current')}</Badge>}
        </span>
      ),
    },
    {
      key: 'verdict',
      title: t('library.verdict'),
      card: 'badge',
      cell: (one) => <VerdictBadge value={one.verdict} />,
    },
    {
      key: 'file',
      title: t('package.file'),
      card: 'fact',
      from: 'md',
      width: 'min-w-44',
      cell: (one) => <span className="break-all text-muted">{one.fileName}</span>,
    },
    {
      key: 'size',
      title: t('library.size'),
      isNumber: true,
      from: 'lg',
      cell: (one) => (
        <span className="text-muted">
          {formatBytes(one.zipBytes, language)} ·{' '}
          {t('package.files', { count: one.files, shown: formatNumber(one.files, language) })}
        </span>
      ),
    },
    {
      key: 'sha',
      title: 'SHA-256',
      from: 'xl',
      cell: (one) => (
        <span className="relative z-1 flex items-center gap-0.5 text-faint">
          <code className="font-mono text-[0.8rem]">{one.sha256.slice(0, 12)}…</code>
          <CopyButton text={one.sha256} />
        </span>
      ),
    },
    {
      key: 'created',
      title: t('package.uploadedAt'),
      isNumber: true,
      card: 'fact',
      cell: (one) => <Moment at={one.createdAt} />,
    },
  ]
  return (
    <div className="grid gap-4">
      <Card
        title={t('package.versions')}
        hint={t('package.versionsAbout')}
        action={
          mayChange && (
            <span className="flex flex-wrap gap-2">
              {detail.versions.length > 1 && (
                <Button size="small" icon={<Users aria-hidden />} onClick={() => onUpdating(true)}>
                  {t('versions.open')}
                </Button>
              )}
              <NewVersionButton packageId={detail.id} />
            </span>
          )
        }
      >
        <DataTable
          rows={detail.versions.toSorted((a, b) => b.number - a.number)}
          columns={columns}
          keyOf={(one) => one.id}
          label={t('package.versions')}
        />
      </Card>
      <MovesCard packageId={detail.id} />
      <PolicyCard packageId={detail.id} mayChange={mayChange} />
      <UpdateDialog
        packageId={detail.id}
        version={detail.version}
        isOpen={isUpdating && mayChange}
        onClose={() => onUpdating(false)}
      />
    </div>
  )
}

function NewVersionButton({ packageId }: { packageId: string }) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={field}
        type="file"
        accept=".zip,.pif,application/zip"
        hidden
        onChange={(event) => {
          addUploads(event.target.files ?? [], { package: packageId })
          event.target.value = ''
        }}
      />
      <Button size="small" icon={<Upload aria-hidden />} onClick={() => field.current?.click()}>
        {t('package.newVersion')}
      </Button>
    </>
  )
}
