import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Pencil, UserPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { patch } from '../api/client.ts'
import { classQuery } from '../api/queries.ts'
import type { ClassDetail } from '../api/types.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Card, Figure, FigureStrip, PageHeader } from '../parts/card.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { mayChangeClass, useMe } from '../shell/may.ts'
import { ClassForm } from './class-form.tsx'
import { ClassMembers } from './class-members.tsx'
import { EnrolForm } from './enrol-form.tsx'
import { usePeriod } from './use-period.ts'

const route = getRouteApi('/app/classes/$class')

export function ClassPage() {
  const { t } = useTranslation()
  const { class: id } = route.useParams()
  const found = useQuery(classQuery(id))
  usePageTitle(found.data?.name)
  if (found.isPending) return <SkeletonRows />
  if (found.isLoadingError) {
    return (
      <Card>
        <ErrorState
          isPage
          error={found.error}
          what={t('classes.failed')}
          retry={() => found.refetch()}
        />
      </Card>
    )
  }
  return <Found one={found.data} />
}

function Found({ one }: { one: ClassDetail }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { enrol, edit, ...filter } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const periodOf = usePeriod()
  const me = useMe()
  const mayChange = me !== undefined && mayChangeClass(me, one)
  const show = (search: { enrol?: string; edit?: string }) =>
    navigate({ search: { ...filter, ...search }, replace: true })
  const change = useMutation({
    mutationFn: (body: object) => patch<ClassDetail>(`/classes/${one.id}`, body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['classes'] })
      await show({})
    },
  })
  const enrolButton = mayChange && (
    <Button look="primary" icon={<UserPlus aria-hidden />} onClick={() => show({ enrol: '1' })}>
      {t('classes.enrol')}
    </Button>
  )
  return (
    <>
      <PageHeader
        above={
          <Link to="/classes" search={{}} className="hover:text-ink hover:underline">
            {t('nav.classes')}
          </Link>
        }
        title={one.name}
        below={one.packages.map(({ title }) => title).join(' · ') || t('classes.noPackages')}
        actions={
          mayChange && (
            <>
              <Button icon={<Pencil aria-hidden />} onClick={() => show({ edit: '1' })}>
                {t('classes.edit')}
              </Button>
              {enrolButton}
            </>
          )
        }
      />
      <div className="mb-4">
        <FigureStrip>
          <Figure label={t('classes.code')}>{one.code}</Figure>
          <Figure label={t('nav.learners')}>{formatNumber(one.learners, language)}</Figure>
          <Figure label={t('classes.period')}>
            <span className="text-[1.067rem]">{periodOf(one)}</span>
          </Figure>
          <Figure label={t('classes.staff')}>
            <span className="text-[1.067rem]">
              {one.staff.map(({ name }) => name).join(', ') || '–'}
            </span>
          </Figure>
        </FigureStrip>
      </div>
      <ClassMembers
        one={one}
        filter={filter}
        onFilter={(next) => navigate({ search: { ...next }, replace: true })}
        mayChange={mayChange}
        action={enrolButton}
      />
      <Dialog
        isOpen={enrol !== undefined && mayChange}
        onClose={() => show({})}
        title={t('classes.enrol')}
        about={t('classes.enrolAbout')}
        isWide
      >
        <EnrolForm classId={one.id} onDone={() => show({})} />
      </Dialog>
      <Dialog
        isOpen={edit !== undefined && mayChange}
        onClose={() => show({})}
        title={t('classes.edit')}
      >
        <ClassForm one={one} save={change} verb={t('classes.save')} />
      </Dialog>
    </>
  )
}
