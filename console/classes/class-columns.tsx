import { Link } from '@tanstack/react-router'
import { UserMinus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ClassDetail, ClassMember } from '../api/types.ts'
import { formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { IconButton } from '../parts/button.tsx'
import type { Column } from '../parts/data-table.tsx'
import { Moment, ScoreFigure } from '../parts/figures.tsx'
import { CompletionBadge, SuccessBadge } from '../parts/status.tsx'
import { EvidenceMark } from '../registrations/evidence-badge.tsx'
import { lastActivityOf } from './class-standing.ts'

/**
 * One column for each package: completion, which leads to the registration, and where there is a result what stands behind it,
 * and the score.
 * @param onWithdraw asked for with a button in each row; none where it is absent.
 */
export function useClassColumns(
  { packages }: ClassDetail,
  onWithdraw: ((member: ClassMember) => void) | undefined,
): readonly Column<ClassMember>[] {
  const { t } = useTranslation()
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
          <span className="block max-w-[44ch] text-[0.867rem] font-normal text-faint">
            {[member.code, member.organisation?.name].filter(Boolean).join(' · ')}
          </span>
        </Link>
      ),
    },
    ...packages.map(
      ({ id, title }): Column<ClassMember> => ({
        key: id,
        title: title.length > 28 ? `${title.slice(0, 27)}…` : title,
        card: 'fact',
        cell: (member) => <Progress one={member.progress.find((each) => each.package === id)} />,
      }),
    ),
    {
      key: 'last',
      title: t('figures.lastActivity'),
      isNumber: true,
      from: 'lg',
      cell: (member) => {
        const at = lastActivityOf(member)
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

function Progress({ one }: { one: ClassMember['progress'][number] | undefined }) {
  const language = useLanguage()
  if (!one) return <span className="text-faint">–</span>
  return (
    <Link
      to="/registrations/$registration"
      params={{ registration: one.registration }}
      className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 hover:underline"
    >
      <CompletionBadge value={one.completion} />
      {one.completion === 'incomplete' && (
        <span className="text-[0.867rem] text-muted tabular-nums">
          {formatPercent(one.progress, language)}
        </span>
      )}
      {one.success === 'failed' && <SuccessBadge value="failed" />}
      {one.evidence && <EvidenceMark level={one.evidence} />}
      {one.score !== null && <ScoreFigure score={{ scaled: one.score }} />}
    </Link>
  )
}
