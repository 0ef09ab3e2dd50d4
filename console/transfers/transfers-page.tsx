import { getRouteApi } from '@tanstack/react-router'
import { DownloadCloud, Upload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/card.tsx'
import { TabPanel, Tabs } from '../parts/tabs.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { ExportForm } from './export-form.tsx'
import { ImportList } from './import-list.tsx'
import { ImportPanel } from './import-panel.tsx'
import { PullDialog } from './pull-dialog.tsx'
import { UploadDialog } from './upload-dialog.tsx'

const route = getRouteApi('/app/transfers')
const tabs = ['imports', 'export'] as const

/** Statements in bulk: files in, other record stores in, files out. */
export function TransfersPage() {
  const { t } = useTranslation()
  const { tab, open, add } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const shown = tabs.find((one) => one === tab) ?? 'imports'
  usePageTitle(t('nav.transfers'))
  const show = (search: { open?: string; add?: string }) =>
    navigate({ search, replace: true, resetScroll: false })
  const isImports = shown === 'imports'
  const buttons = isImports && (
    <>
      {may('all') && (
        <Button icon={<DownloadCloud aria-hidden />} onClick={() => show({ add: 'pull' })}>
          {t('transfers.pull')}
        </Button>
      )}
      {may('statements/write') && (
        <Button look="primary" icon={<Upload aria-hidden />} onClick={() => show({ add: 'file' })}>
          {t('transfers.upload')}
        </Button>
      )}
    </>
  )
  return (
    <>
      <PageHeader
        title={t('nav.transfers')}
        below={t(`transfers.about.${shown}`)}
        actions={buttons}
      />
      <Tabs
        label={t('nav.transfers')}
        value={shown}
        onChange={(next) => navigate({ search: { tab: next }, replace: true })}
        tabs={tabs.map((value) => ({ value, title: t(`transfers.tab.${value}`) }))}
      >
        <TabPanel value="imports">
          <ImportList action={buttons} />
          <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
        </TabPanel>
        <TabPanel value="export">
          <ExportForm />
        </TabPanel>
      </Tabs>
      {add === 'file' && may('statements/write') && (
        <UploadDialog
          mayKeepAuthority={may('all')}
          onClose={() => show({})}
          onMade={(id) => show({ open: id })}
        />
      )}
      {add === 'pull' && may('all') && (
        <PullDialog onClose={() => show({})} onMade={(id) => show({ open: id })} />
      )}
      {open !== undefined && (
        <ImportPanel
          key={open}
          id={open}
          mayChange={may('statements/write')}
          onClose={() => show({})}
        />
      )}
    </>
  )
}
