import { useInfiniteQuery } from '@tanstack/react-query'
import { Download, Users } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classMembersQuery } from '../api/queries.ts'
import type { ClassDetail, ClassMember } from '../api/types.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { itemsOf, PagedList } from '../parts/paged-list.tsx'
import { saveText } from '../parts/save-text.ts'
import { EmptyState } from '../parts/states.tsx'
import { type EvidenceLevel, evidenceLevels } from '../registrations/evidence-badge.tsx'
import { EvidenceCounts } from '../registrations/evidence-counts.tsx'
import { useClassColumns } from './class-columns.tsx'
import { classSheet } from './class-sheet.ts'
import { hasStanding, standings } from './class-standing.ts'
import { HomeFilter } from './home-filter.tsx'
import { StandingCounts } from './standing-counts.tsx'
import { WithdrawDialog } from './withdraw-dialog.tsx'

/** Which learners of the class are shown, as the address has it. */
export interface MemberFilter {
  readonly standing?: string | undefined
  /** Only learners who have a result of this level. */
  readonly evidence?: string | undefined
  /** Id of who sent them. */
  readonly home?: string | undefined
}

interface ClassMembersProps {
  one: ClassDetail
  filter: MemberFilter
  onFilter: (filter: MemberFilter) => void
  mayChange: boolean
  action: ReactNode
}

/** How far the learners of a class are, and what stands behind their results. */
export function ClassMembers({ one, filter, onFilter, mayChange, action }: ClassMembersProps) {
  const { t } = useTranslation()
  const [leaving, setLeaving] = useState<ClassMember>()
  const members = useWholeClass(one.id)
  const columns = useClassColumns(one, mayChange ? setLeaving : undefined)
  const all = itemsOf(members)
  const ofHome = all.filter(({ organisation }) => !filter.home || organisation?.id === filter.home)
  const standing = standings.find((each) => each === filter.standing)
  const shown = ofHome.filter(
    (member) =>
      (!standing || hasStanding(member, standing, one.packages.length)) &&
      (!filter.evidence || hasEvidence(member, filter.evidence)),
  )
  return (
    <Card
      title={t('classes.progress')}
      action={
        all.length > 0 && (
          <>
            <HomeFilter
              members={all}
              value={filter.home}
              onChange={(home) => onFilter({ ...filter, home })}
            />
            <SheetButton one={one} members={shown} />
          </>
        )
      }
    >
      {ofHome.length > 0 && (
        <>
          <StandingCounts
            members={ofHome}
            packages={one.packages.length}
            chosen={standing}
            onChoose={(next) => onFilter({ ...filter, standing: next })}
          />
          <Evidence
            members={ofHome}
            chosen={filter.evidence}
            onChoose={(evidence) => onFilter({ ...filter, evidence })}
          />
        </>
      )}
      <PagedList
        result={members}
        failure={t('classes.membersFailed')}
        empty={
          <EmptyState icon={<Users aria-hidden />} title={t('classes.nobody')} action={action}>
            {t('classes.nobodyAbout')}
          </EmptyState>
        }
      >
        {() =>
          shown.length === 0 ? (
            <EmptyState
              icon={<Users aria-hidden />}
              title={t('state.noMatch')}
              action={<Button onClick={() => onFilter({})}>{t('filter.clear')}</Button>}
            >
              {t('classes.noneSuch')}
            </EmptyState>
          ) : (
            <div className="overflow-x-auto">
              <DataTable
                rows={shown}
                columns={columns}
                keyOf={(member) => member.id}
                label={t('classes.progress')}
                isStatic
              />
            </div>
          )
        }
      </PagedList>
      <WithdrawDialog one={one} member={leaving} onClose={() => setLeaving(undefined)} />
    </Card>
  )
}

/** All learners of the class: what is counted, kept and saved as a file is about everybody. */
function useWholeClass(id: string) {
  const members = useInfiniteQuery(classMembersQuery(id, { limit: 500 }))
  const { hasNextPage, isFetching, isError, fetchNextPage } = members
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  return members
}

const hasEvidence = ({ progress }: ClassMember, level: string): boolean =>
  progress.some(({ evidence }) => evidence === level)

/** The learners that are shown as a table for a spreadsheet. */
function SheetButton({ one, members }: { one: ClassDetail; members: readonly ClassMember[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = one.code.replace(/[^\p{L}\p{N}]+/gu, '-')
  return (
    <Button
      icon={<Download aria-hidden />}
      disabled={members.length === 0}
      onClick={() =>
        saveText(`hocba-${name}.csv`, classSheet(one, members, { t, language }), 'text/csv')
      }
    >
      {t('classes.sheet')}
    </Button>
  )
}

/** Results of the class by what stands behind them; each level keeps the learners who have one. Nothing before any. */
function Evidence({
  members,
  chosen,
  onChoose,
}: {
  members: readonly ClassMember[]
  chosen: string | undefined
  onChoose: (level: string | undefined) => void
}) {
  const { t } = useTranslation()
  const results = members.flatMap(({ progress }) => progress.map(({ evidence }) => evidence))
  const counts = Object.fromEntries(
    evidenceLevels.map((level) => [level, results.filter((each) => each === level).length]),
  ) as Record<EvidenceLevel, number>
  if (Object.values(counts).every((count) => count === 0)) return null
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
