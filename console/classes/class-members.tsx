import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserMinus, Users } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classMembersQuery, classSummaryQuery } from '../api/queries.ts'
import type { ClassDetail, ClassMember } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Moment, ScoreFigure } from '../parts/figures.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { CompletionBadge } from '../parts/status.tsx'
import { EvidenceMark } from '../registrations/evidence-badge.tsx'
import { EvidenceCounts } from '../registrations/evidence-counts.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

interface ClassMembersProps {
  one: ClassDetail
  /** Only learners who have a result of this level. */
  evidence: string | undefined
  onEvidence: (level: string | undefined) => void
  mayChange: boolean
  action: ReactNode
}

/** How far the learners of a class are, and what stands behind their results. */
export function ClassMembers({ one, evidence, onEvidence, mayChange, action }: ClassMembersProps) {
  const { t } = useTranslation()
  const [leaving, setLeaving] = useState<ClassMember>()
  const members = useInfiniteQuery(classMembersQuery(one.id, { evidence }))
  const columns = useColumns(one, mayChange ? setLeaving : undefined)
  return (
    <Card title={t('classes.progress')}>
      <Evidence classId={one.id} chosen={evidence} onChoose={onEvidence} />
      <PagedList
        result={members}
        failure={t('classes.membersFailed')}
        empty={
          evidence === undefined ? (
            <EmptyState icon={<Users aria-hidden />} title={t('classes.nobody')} action={action}>
              {t('classes.nobodyAbout')}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<Users aria-hidden />}
              title={t('state.noMatch')}
              action={<Button onClick={() => onEvidence(undefined)}>{t('filter.clear')}</Button>}
            >
              {t('classes.noEvidence')}
            </EmptyState>
          )
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

/** Results of the class by what stands behind them; each level keeps the learners who have one. Nothing before any. */
function Evidence({
  classId,
  chosen,
  onChoose,
}: {
  classId: string
  chosen: string | undefined
  onChoose: (level: string | undefined) => void
}) {
  const { t } = useTranslation()
  const counts = useQuery(classSummaryQuery(classId)).data?.byEvidence
  if (!counts || Object.values(counts).every((count) => count === 0)) return null
  return (
    <section aria-label={t('evidence.title')} className="border-b border-line px-5 py-4">
      <p className="mb-2.5 text-[0.867rem] text-muted">{t('evidence.title')}</p>
      <EvidenceCounts
        counts={counts}
        choice={(level, content, className) => (
          <button
            type="button"
            className={className}
            aria-pressed={level === chosen}
            onClick={() => onChoose(level === chosen ? undefined : level)}
          >
            {content}
          </button>
        )}
      />
    </section>
  )
}

/**
 * One column for each package: completion, which leads to the registration, and where there is a result what stands behind it,
 * and the score.
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
              {progress.evidence && <EvidenceMark level={progress.evidence} />}
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
