import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Play, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { packageQuery } from '../api/queries.ts'
import type { PackageDetail } from '../api/types.ts'
import { formatBytes } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { FindingsReport } from '../library/findings-report.tsx'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { StandardBadge, VerdictBadge } from '../parts/status.tsx'
import { TabPanel, Tabs } from '../parts/tabs.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { QuestionsPanel } from '../questions/questions-panel.tsx'
import { RegisterDialog } from '../registrations/register-dialog.tsx'
import { RegistrationList } from '../registrations/registration-list.tsx'
import { mayChangePackage, seesWholePackage, useMay, useMe } from '../shell/may.ts'
import { FiguresPanel } from './figures-panel.tsx'
import { StructureTree } from './structure-tree.tsx'
import { useTrial } from './use-trial.ts'
import { VersionsPanel } from './versions-panel.tsx'

const route = getRouteApi('/app/library/$package')
const tabNames = [
  'overview',
  'registrations',
  'questions',
  'structure',
  'versions',
  'findings',
] as const

export function PackagePage() {
  const { t } = useTranslation()
  const { package: id } = route.useParams()
  const detail = useQuery(packageQuery(id))
  usePageTitle(detail.data?.title)
  if (detail.isPending) return <Opening />
  if (detail.isLoadingError) {
    return (
      <ErrorState
        isPage
        error={detail.error}
        what={t('package.failed')}
        retry={() => detail.refetch()}
      />
    )
  }
  return <PackageView detail={detail.data} />
}

function PackageView({ detail }: { detail: PackageDetail }) {
  const { t } = useTranslation()
  const me = useMe()
  const isWhole = me !== undefined && seesWholePackage(me, detail.id)
  const {
    tab = isWhole ? 'overview' : 'registrations',
    completion,
    success,
    evidence,
    update,
    ...questions
  } = route.useSearch()
  const navigate = route.useNavigate()
  const [isRegistering, setRegistering] = useState(false)
  const trial = useTrial(detail.id)
  const may = useMay()
  const mayWrite = me !== undefined && mayChangePackage(me, detail.id)
  const register = may('registrations/write') && (
    <Button icon={<UserPlus aria-hidden />} onClick={() => setRegistering(true)}>
      {t('package.register')}
    </Button>
  )
  // Both are about everybody on the package.
  const isShown = (name: string) => isWhole || (name !== 'overview' && name !== 'questions')
  const counts = {
    structure: undefined,
    versions: detail.versions.length,
    findings: detail.findings.length,
  }
  return (
    <>
      <PageHeader
        above={
          <Link to="/library" className="hover:text-ink hover:underline">
            {t('nav.library')}
          </Link>
        }
        title={detail.title}
        below={<Facts detail={detail} />}
        actions={
          <>
            {register}
            {mayWrite && (
              <Button
                look="primary"
                icon={<Play aria-hidden />}
                isBusy={trial.isPending}
                onClick={trial.start}
              >
                {t('package.try')}
              </Button>
            )}
          </>
        }
      />
      <Tabs
        label={t('package.parts')}
        value={tab}
        onChange={(next) =>
          navigate({ search: { tab: next === tabNames[0] ? undefined : next }, replace: true })
        }
        tabs={tabNames.filter(isShown).map((value) => ({
          value,
          title: t(`package.tab.${value}`),
          count: value === 'versions' || value === 'findings' ? counts[value] : undefined,
        }))}
      >
        <TabPanel value="overview">
          <FiguresPanel packageId={detail.id} action={register} />
        </TabPanel>
        <TabPanel value="registrations">
          <RegistrationList
            filter={{ package: detail.id, completion, success, evidence }}
            onFilter={(next) =>
              navigate({ search: { tab: 'registrations', ...next }, replace: true })
            }
            hides="package"
            emptyAction={register}
          />
        </TabPanel>
        <TabPanel value="questions">
          <QuestionsPanel
            detail={detail}
            chosen={questions}
            onChoose={(next) => navigate({ search: { tab: 'questions', ...next }, replace: true })}
          />
        </TabPanel>
        <TabPanel value="structure">
          <StructureTree activities={detail.activities} />
        </TabPanel>
        <TabPanel value="versions">
          <VersionsPanel
            detail={detail}
            mayChange={mayWrite}
            isUpdating={update !== undefined}
            onUpdating={(isOpen) =>
              navigate({
                search: { tab: 'versions', update: isOpen ? '1' : undefined },
                replace: true,
              })
            }
          />
        </TabPanel>
        <TabPanel value="findings">
          <FindingsReport verdict={detail.verdict} findings={detail.findings} />
        </TabPanel>
      </Tabs>
      <RegisterDialog
        isOpen={isRegistering}
        onClose={() => setRegistering(false)}
        of={{ package: { id: detail.id, name: detail.title } }}
      />
    </>
  )
}

function Facts({ detail }: { detail: PackageDetail }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-[0.933rem]">
      <span className="flex flex-wrap gap-1.5">
        <StandardBadge standard={detail.standard} edition={detail.edition} />
        <Badge>{t('package.versionNumber', { number: detail.version })}</Badge>
        <VerdictBadge value={detail.verdict} warnings={detail.warnings} />
      </span>
      <span className="text-faint">
        {formatBytes(detail.sizeBytes, language)} · {t('package.updated')}{' '}
        <Moment at={detail.updatedAt} />
      </span>
    </div>
  )
}

function Opening() {
  return (
    <Card className="border-0 bg-transparent">
      <Skeleton className="h-4 w-28" />
      <Skeleton className="mt-3 h-8 w-2/3" />
      <Skeleton className="mt-3 h-5 w-72" />
      <Skeleton className="mt-8 h-24 w-full" />
      <Skeleton className="mt-4 h-48 w-full" />
    </Card>
  )
}
