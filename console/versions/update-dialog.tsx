import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { post } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useFailed } from '../parts/error-words.ts'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { ChoiceCards } from './choice-cards.tsx'
import { MatchTable } from './match-table.tsx'
import { useSavePolicy } from './policy-card.tsx'
import {
  type CoursePolicy,
  type Move,
  type MovePreview,
  movePreviewQuery,
  movesQuery,
  policyQuery,
  type Source,
} from './queries.ts'

interface UpdateDialogProps {
  packageId: string
  /** Number of the version to which learners would move. */
  version: number
  isOpen: boolean
  onClose: () => void
}

/** Who is affected by the current version, lesson by lesson and learner by learner, and what is to become of them. */
export function UpdateDialog({ packageId, version, isOpen, onClose }: UpdateDialogProps) {
  const { t } = useTranslation()
  const preview = useQuery({
    ...movePreviewQuery(packageId, version),
    enabled: isOpen,
    staleTime: 0,
  })
  const policy = useQuery({ ...policyQuery(packageId), enabled: isOpen })
  const failed = [preview, policy].find((one) => one.isLoadingError)
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('versions.update', { number: version })}
      about={t('versions.updateAbout')}
      isWide
    >
      {failed?.error ? (
        <ErrorState
          error={failed.error}
          what={t('versions.previewFailed')}
          retry={() => failed.refetch()}
          isCompact
        />
      ) : preview.data && policy.data ? (
        <UpdateForm
          packageId={packageId}
          preview={preview.data}
          policy={policy.data}
          onClose={onClose}
        />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Dialog>
  )
}

interface UpdateFormProps {
  packageId: string
  preview: MovePreview
  policy: CoursePolicy
  onClose: () => void
}

function UpdateForm({ packageId, preview, policy, onClose }: UpdateFormProps) {
  const { t } = useTranslation()
  const [choice, setChoice] = useState(policy.newVersion)
  const apply = useApply(packageId, preview.version)
  const sums = sumOf(preview.from)
  const isMove = choice === 'migrate' && preview.from.length > 0
  const finish = () =>
    apply.mutate(
      { policy: { ...policy, newVersion: choice }, isMove },
      { onSuccess: () => onClose() },
    )
  return (
    <div className="grid gap-5">
      {preview.from.length === 0 ? (
        <EmptyState icon={<Users aria-hidden />} title={t('versions.nobody')}>
          {t('versions.nobodyAbout', { count: preview.already, number: preview.version })}
        </EmptyState>
      ) : (
        preview.from.map((source) => <SourceView key={source.version} source={source} />)
      )}
      <ChoiceCards
        label={t('versions.newVersion')}
        value={choice}
        onChange={setChoice}
        choices={(['keep', 'next-attempt', 'migrate'] as const).map((value) => ({
          value,
          title: t(`versions.newVersions.${value}`),
          about: t(`versions.newVersionAbout.${value}`, { number: preview.version }),
        }))}
      />
      {isMove && <Forecast sums={sums} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" isBusy={apply.isPending} onClick={finish}>
          {t(isMove ? 'versions.applyMove' : 'versions.save')}
        </Button>
      </div>
    </div>
  )
}

/** Saves what is to happen with new versions and, if learners are to move now, orders it. */
function useApply(packageId: string, version: number) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queries = useQueryClient()
  const save = useSavePolicy(packageId)
  return useMutation({
    mutationFn: async ({ policy, isMove }: { policy: CoursePolicy; isMove: boolean }) => {
      await save.mutateAsync(policy)
      return isMove ? post<Move>(`/packages/${packageId}/versions/${version}/moves`) : undefined
    },
    onSuccess: (move) => {
      toast.success(t(move ? 'versions.moveStarted' : 'versions.policySaved'))
      return queries.invalidateQueries({ queryKey: movesQuery(packageId).queryKey })
    },
    onError: failed(t('versions.moveFailed')),
  })
}

type Sums = Source['registrations']

const sumOf = (from: readonly Source[]): Sums => {
  const total = (figure: keyof Sums) =>
    from.reduce((sum, { registrations }) => sum + registrations[figure], 0)
  return {
    elsewhere: total('elsewhere'),
    notStarted: total('notStarted'),
    completed: total('completed'),
    allKept: total('allKept'),
    someKept: total('someKept'),
    noneKept: total('noneKept'),
  }
}

function SourceView({ source }: { source: Source }) {
  const { t } = useTranslation()
  const { version, isSameStandard, activities, registrations } = source
  const { notStarted, completed, elsewhere, allKept, someKept, noneKept } = registrations
  const underWay = allKept + someKept + noneKept
  const figures = [
    ['notStarted', notStarted],
    ['underWay', underWay],
    ['completed', completed],
    ['elsewhere', elsewhere],
  ] as const
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{t('versions.from', { number: version })}</h3>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {figures.map(
          ([name, count]) =>
            (name !== 'elsewhere' || count > 0) && (
              <div key={name}>
                <dt className="text-[0.867rem] text-faint">{t(`versions.standing.${name}`)}</dt>
                <dd className="text-[1.2rem] font-semibold tabular-nums">{count}</dd>
              </div>
            ),
        )}
      </dl>
      {!isSameStandard && (
        <p className="text-[0.933rem] text-muted">{t('versions.otherStandard')}</p>
      )}
      <MatchTable matches={activities} />
    </section>
  )
}

/** What moving now would do to whom, in sentences; what concerns nobody is left out. */
function Forecast({ sums }: { sums: Sums }) {
  const { t } = useTranslation()
  const lines = [
    ['moves', sums.notStarted + sums.allKept],
    ['movesInPart', sums.someKept],
    ['staysCompleted', sums.completed],
    ['staysNothing', sums.noneKept],
    ['staysElsewhere', sums.elsewhere],
  ] as const
  return (
    <div className="rounded-lg border border-line bg-subtle p-4">
      <h3 className="mb-2 font-medium">{t('versions.forecast')}</h3>
      <ul className="grid list-disc gap-1 pl-5 text-[0.933rem]">
        {lines.map(
          ([name, count]) =>
            count > 0 && <li key={name}>{t(`versions.will.${name}`, { count })}</li>,
        )}
        <li>{t('versions.will.learning')}</li>
      </ul>
    </div>
  )
}
