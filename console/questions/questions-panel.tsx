import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleHelp, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionItem, QuestionList } from '../../src/questions/wire.ts'
import { apiUrl } from '../api/client.ts'
import type { PackageDetail } from '../api/types.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { buttonClass } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { rowLinkClass } from '../parts/data-table.tsx'
import { EmptyState, ErrorState, Skeleton, SkeletonRows } from '../parts/states.tsx'
import { discriminationOf } from './judgements.tsx'
import { QuestionChoices } from './question-choices.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import { queryOf, questionsQuery } from './question-queries.ts'
import { QuestionScatter } from './question-scatter.tsx'
import { QuestionTable } from './question-table.tsx'
import { orderOf, sortQuestions } from './sort-questions.ts'

/** What stands in the address. */
export interface QuestionsSearch {
  readonly question?: string | undefined
  readonly which?: string | undefined
  readonly version?: string | undefined
  readonly order?: string | undefined
}

interface QuestionsPanelProps {
  detail: PackageDetail
  chosen: QuestionsSearch
  onChoose: (next: QuestionsSearch) => void
}

/** The questions of a package: which are hard, which tell who knows, and what was answered. */
export function QuestionsPanel({ detail, chosen, onChoose }: QuestionsPanelProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const list = useQuery(questionsQuery(detail.id, chosen, language))
  if (list.isPending) return <Loading />
  if (list.isLoadingError) {
    return (
      <Card>
        <ErrorState error={list.error} what={t('questions.failed')} retry={() => list.refetch()} />
      </Card>
    )
  }
  const isNarrowed = chosen.which !== undefined || chosen.version !== undefined
  if (list.data.items.length === 0 && !isNarrowed) {
    return (
      <Card>
        <EmptyState icon={<CircleHelp aria-hidden />} title={t('questions.empty')}>
          {t('questions.emptyAbout')}
          {!list.data.isComplete && <p className="mt-2">{t('questions.incomplete')}</p>}
        </EmptyState>
      </Card>
    )
  }
  return <Questions list={list.data} detail={detail} chosen={chosen} onChoose={onChoose} />
}

function Questions({
  list,
  detail,
  chosen,
  onChoose,
}: QuestionsPanelProps & { list: QuestionList }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const order = orderOf(chosen.order)
  const items = sortQuestions(list.items, order)
  const searchFor = (question: string) => ({ tab: 'questions', ...chosen, question })
  const params = { package: detail.id }
  const rowLink = (item: QuestionItem, words: ReactNode) => (
    <Link
      to="/library/$package"
      params={params}
      search={searchFor(item.id)}
      resetScroll={false}
      className={rowLinkClass}
    >
      {words}
    </Link>
  )
  const pointLink = (item: QuestionItem, label: string, point: ReactNode) => (
    <Link
      to="/library/$package"
      params={params}
      search={searchFor(item.id)}
      resetScroll={false}
      aria-label={label}
      title={label}
      className="grid size-6 place-items-center rounded-full hover:bg-accent-soft"
    >
      {point}
    </Link>
  )
  return (
    <div className="grid gap-4">
      <QuestionChoices
        versions={detail.versions.map(({ number }) => number)}
        chosen={chosen}
        order={order}
        onChoose={(next) => onChoose({ ...chosen, question: undefined, ...next })}
      />
      {!list.isComplete && <p className="text-muted">{t('questions.incomplete')}</p>}
      <Card
        title={t('questions.count', {
          count: items.length,
          shown: formatNumber(items.length, language),
        })}
        hint={<Standing list={list} />}
        action={<ExportLink packageId={detail.id} chosen={chosen} />}
      >
        {items.length === 0 ? (
          <p className="px-5 py-10 text-center text-muted">{t('questions.emptyHere')}</p>
        ) : (
          <QuestionTable
            items={items}
            learnersMin={list.learnersMin}
            order={order}
            onOrder={(next) => onChoose({ ...chosen, order: next === 'course' ? undefined : next })}
            link={rowLink}
          />
        )}
      </Card>
      <Card title={t('questions.scatter')}>
        <div className="grid gap-5 p-5">
          {list.items.some(({ discrimination }) => discrimination !== null) ? (
            <QuestionScatter items={list.items} link={pointLink} />
          ) : (
            <p className="text-muted">{t('questions.scatterTooFew')}</p>
          )}
          <HowTo />
        </div>
      </Card>
      <QuestionDialog
        packageId={detail.id}
        question={chosen.question}
        filter={chosen}
        items={items}
        learnersMin={list.learnersMin}
        onOpen={(question) => onChoose({ ...chosen, question })}
      />
    </div>
  )
}

/** How many learners answered, and how many questions tell little or the wrong way. */
function Standing({ list: { items, learners } }: { list: QuestionList }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const judged = items.flatMap((item) => discriminationOf(item) ?? [])
  const doubtful = judged.filter((one) => one === 'weak' || one === 'reversed').length
  const words = [
    t('questions.takers', { count: learners, shown: formatNumber(learners, language) }),
    ...(judged.length === 0
      ? []
      : [doubtful === 0 ? t('questions.reviewNone') : t('questions.review', { count: doubtful })]),
  ]
  return words.join(' · ')
}

function ExportLink({ packageId, chosen }: { packageId: string; chosen: QuestionsSearch }) {
  const { t } = useTranslation()
  return (
    <a
      href={apiUrl(`/packages/${packageId}/questions.csv`, queryOf(chosen))}
      download
      className={buttonClass('quiet', 'small')}
    >
      <Download aria-hidden />
      {t('questions.export')}
    </a>
  )
}

function HowTo() {
  const { t } = useTranslation()
  return (
    <details className="text-[0.933rem] text-muted">
      <summary className="w-fit cursor-pointer rounded-md font-medium text-ink">
        {t('questions.howTo')}
      </summary>
      <div className="mt-2 grid max-w-3xl gap-2 text-pretty">
        <p>{t('questions.howToDifficulty')}</p>
        <p>{t('questions.howToDiscrimination')}</p>
        <p>{t('questions.howToTime')}</p>
        <p>{t('questions.tooFewAbout')}</p>
      </div>
    </details>
  )
}

function Loading() {
  return (
    <div className="grid gap-4" aria-busy>
      <Skeleton className="h-9 w-72" />
      <Card>
        <SkeletonRows rows={6} />
      </Card>
    </div>
  )
}
