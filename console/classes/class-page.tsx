import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Pencil, UserMinus, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { patch } from '../api/client.ts'
import { classMembersQuery, classQuery, meQuery } from '../api/queries.ts'
import type { ClassDetail, ClassMember } from '../api/types.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, Figure, FigureStrip, PageHeader } from '../parts/card.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Moment, ScoreFigure } from '../parts/figures.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { CompletionBadge } from '../parts/status.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { maySomewhere } from '../shell/may.ts'
import { ClassForm } from './class-form.tsx'
import { EnrolForm } from './enrol-form.tsx'
import { usePeriod } from './use-period.ts'
import { WithdrawDialog } from './withdraw-dialog.tsx'

const route = getRouteApi('/app/classes/$class')

export function ClassPage() {
  const { t } = useTranslation()
  const { class: id } = route.useParams()
  const found = useQuery(classQuery(id))
  usePageTitle(found.data?.name)
  if (found.isPending) return <SkeletonRows />
  if (found.isError) {
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
  const { enrol, edit } = route.useSearch()
  const navigate = route.useNavigate()
  const queryClient = useQueryClient()
  const periodOf = usePeriod()
  const me = useQuery(meQuery).data
  const mayChange = me !== undefined && maySomewhere(me, 'classes/write')
  const show = (search: { enrol?: string; edit?: string }) => navigate({ search, replace: true })
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
      <Members one={one} mayChange={mayChange} action={enrolButton} />
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

interface MembersProps {
  one: ClassDetail
  mayChange: boolean
  action: React.ReactNode
}

function Members({ one, mayChange, action }: MembersProps) {
  const { t } = useTranslation()
  const [leaving, setLeaving] = useState<ClassMember>()
  const members = useInfiniteQuery(classMembersQuery(one.id))
  const columns = useColumns(one, mayChange ? setLeaving : undefined)
  return (
    <Card title={t('classes.progress')}>
      <PagedList
        result={members}
        failure={t('classes.membersFailed')}
        empty={
          <EmptyState icon={<Users aria-hidden />} title={t('classes.nobody')} action={action}>
            {t('classes.nobodyAbout')}
          </EmptyState>
        }
      >
        {(items) => (
          <div className="overflow-x-auto">
            <DataTable
              rows={items}
              columns={columns}
              keyOf={(member) => member.id}
              label={t('classes.progress')}
              isStatic
            />
          </div>
        )}
      </PagedList>
      <WithdrawDialog one={one} member={leaving} onClose={() => setLeaving(undefined)} />
    </Card>
  )
}

/**
 * One column for each package: completion, which leads to the registration, and the score where there is one.
 * @param onWithdraw asked for with a button in each row; none where it is absent.
 */
function useColumns(
  one: ClassDetail,
  onWithdraw: ((member: ClassMember) => void) | undefined,
): readonly Column<ClassMember>[] {
  const { t } = useTranslation()
  const last = (member: ClassMember) =>
    member.progress
      .map(({ lastActivityAt }) => lastActivityAt)
      .filter((at) => at !== null)
      .sort()
      .at(-1)
  return [
    {
      key: 'name',
      title: t('learners.name'),
      card: 'title',
      cell: (member) => (
        <Link
          to="/learners/$learner"
          params={{ learner: member.id }}
          className="font-medium hover:underline"
        >
          {member.name}
          {member.code && (
            <span className="block text-[0.867rem] font-normal text-faint">{member.code}</span>
          )}
        </Link>
      ),
    },
    ...one.packages.map(
      ({ id, title }): Column<ClassMember> => ({
        key: id,
        title: title.length > 28 ? `${title.slice(0, 27)}…` : title,
        card: 'fact',
        cell: (member) => {
          const progress = member.progress.find((each) => each.package === id)
          if (!progress) return <span className="text-faint">–</span>
          return (
            <Link
              to="/registrations/$registration"
              params={{ registration: progress.registration }}
              className="inline-flex items-center gap-2 hover:underline"
            >
              <CompletionBadge value={progress.completion} />
              {progress.score !== null && <ScoreFigure score={{ scaled: progress.score }} />}
            </Link>
          )
        },
      }),
    ),
    {
      key: 'last',
      title: t('figures.lastActivity'),
      isNumber: true,
      from: 'lg',
      cell: (member) => {
        const at = last(member)
        return <span className="text-muted">{at ? <Moment at={at} isRelative /> : '–'}</span>
      },
    },
    ...(onWithdraw
      ? [
          {
            key: 'withdraw',
            title: '',
            card: 'badge' as const,
            cell: (member: ClassMember) => (
              <IconButton
                label={t('classes.withdraw', { name: member.name })}
                onClick={() => onWithdraw(member)}
              >
                <UserMinus aria-hidden />
              </IconButton>
            ),
          },
        ]
      : []),
  ]
}
