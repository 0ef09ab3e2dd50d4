import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/card.tsx'
import { TabPanel, Tabs } from '../parts/tabs.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { CreateDestination } from './create-destination.tsx'
import { DestinationList } from './destination-list.tsx'
import { DestinationPanel } from './destination-panel.tsx'
import type { FeedKind } from './queries.ts'

const route = getRouteApi('/app/feeds')
const kinds: readonly FeedKind[] = ['webhook', 'forwarding']

/** Where statements go by themselves: to the URL of another system, or to another record store. */
export function FeedsPage() {
  const { t } = useTranslation()
  const { tab, open, add } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const mayChange = may('feeds/write') && may('statements/read')
  const kind = kinds.find((one) => one === tab) ?? 'webhook'
  usePageTitle(t('nav.feeds'))
  const show = (search: { open?: string; add?: string }) =>
    navigate({ search: { tab, ...search }, replace: true, resetScroll: false })
  const addButton = mayChange && (
    <Button look="primary" icon={<Plus aria-hidden />} onClick={() => show({ add: '1' })}>
      {t(`feeds.add.${kind}`)}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('nav.feeds')} below={t(`feeds.about.${kind}`)} actions={addButton} />
      <Tabs
        label={t('nav.feeds')}
        value={kind}
        onChange={(next) => navigate({ search: { tab: next }, replace: true })}
        tabs={kinds.map((value) => ({ value, title: t(`feeds.tab.${value}`) }))}
      >
        {kinds.map((value) => (
          <TabPanel key={value} value={value}>
            <DestinationList kind={value} action={addButton} />
          </TabPanel>
        ))}
      </Tabs>
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      {add !== undefined && mayChange && (
        <CreateDestination
          kind={kind}
          onClose={() => show({})}
          onMade={(id) => show({ open: id })}
        />
      )}
      {open !== undefined && (
        <DestinationPanel
          key={open}
          kind={kind}
          id={open}
          mayChange={mayChange}
          onClose={() => show({})}
        />
      )}
    </>
  )
}
