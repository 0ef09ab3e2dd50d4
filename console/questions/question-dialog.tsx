import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionDetail, QuestionItem } from '../../src/questions/wire.ts'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { formatSeconds } from './format-seconds.ts'
import {
  DifficultyBadge,
  DiscriminationBadge,
  difficultyOf,
  discriminationOf,
} from './judgements.tsx'
import { type QuestionFilter, questionQuery } from './question-queries.ts'
import { ResponseBars } from './response-bars.tsx'

interface QuestionDialogProps {
  packageId: string
  /** Id of the open question. */
  question: string | undefined
  filter: QuestionFilter
  /** In the order of the table, so that previous and next follow it. */
  items: readonly QuestionItem[]
  learnersMin: number
  onOpen: (question: string | undefined) => void
}

/** One question: what it is, how it does, and what was answered. */
export function QuestionDialog(props: QuestionDialogProps) {
  const { packageId, question, filter, items, onOpen } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const index = items.findIndex(({ id }) => id === question)
  const known = items[index]
  const detail = useQuery({
    ...questionQuery({ packageId, question: question ?? '' }, filter, language),
    enabled: question !== undefined,
  })
  const step = (by: number) => {
    const next = index < 0 ? undefined : items[index + by]
    if (next) onOpen(next.id)
  }
  useStepKeys(question !== undefined, step)
  const shown = detail.data ?? known
  return (
    <Dialog
      isOpen={question !== undefined}
      onClose={() => onOpen(undefined)}
      isWide
      title={<span className="break-words">{shown?.title ?? t('questions.question')}</span>}
      about={shown && <About item={shown} />}
    >
      {detail.isLoadingError ? (
        <ErrorState
          error={detail.error}
          what={t('questions.oneFailed')}
          retry={() => detail.refetch()}
          isCompact
        />
      ) : detail.data ? (
        <Detail detail={detail.data} learnersMin={props.learnersMin} />
      ) : (
        <div className="grid gap-3" aria-busy>
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-4/5" />
          <Skeleton className="h-8 w-3/5" />
        </div>
      )}
      {items.length > 1 && index >= 0 && (
        <nav
          aria-label={t('questions.step')}
          className="mt-6 flex items-center justify-between gap-3 border-t border-line pt-4"
        >
          <Button
            size="small"
            icon={<ChevronLeft aria-hidden />}
            disabled={index === 0}
            aria-keyshortcuts="["
            onClick={() => step(-1)}
          >
            {t('questions.previous')}
          </Button>
          <span className="text-[0.867rem] text-faint tabular-nums">
            {index + 1} / {items.length}
          </span>
          <Button
            size="small"
            disabled={index === items.length - 1}
            aria-keyshortcuts="]"
            onClick={() => step(1)}
          >
            {t('questions.next')}
            <ChevronRight aria-hidden />
          </Button>
        </nav>
      )}
    </Dialog>
  )
}

/** [ and ] go to the question before and after. */
function useStepKeys(isOpen: boolean, step: (by: number) => void): void {
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '[') step(-1)
      else if (event.key === ']') step(1)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}

function About({ item }: { item: QuestionItem }) {
  const { t, i18n } = useTranslation()
  const type = item.type ?? 'other'
  const key = `questions.type.${type}`
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.933rem]">
      <Badge>{i18n.exists(key) ? t(key as 'questions.type.other') : type}</Badge>
      {[item.item?.title, item.name].filter(Boolean).map((word) => (
        <span key={word} className="break-all">
          {word}
        </span>
      ))}
    </span>
  )
}

function Detail({ detail, learnersMin }: { detail: QuestionDetail; learnersMin: number }) {
  const { t } = useTranslation()
  const difficulty = difficultyOf(detail, learnersMin)
  const discrimination = discriminationOf(detail)
  return (
    <div className="grid gap-6">
      <Facts detail={detail} learnersMin={learnersMin} />
      <div className="grid gap-1.5 text-pretty text-muted">
        {difficulty && <p>{t(`questions.difficultyAbout.${difficulty}`)}</p>}
        {discrimination && <p>{t(`questions.discriminationAbout.${discrimination}`)}</p>}
        {!discrimination && <p>{t('questions.tooFewAbout')}</p>}
        {detail.shareCorrect === null && <p>{t('questions.notJudged')}</p>}
      </div>
      <Responses detail={detail} />
    </div>
  )
}

function Facts({ detail, learnersMin }: { detail: QuestionDetail; learnersMin: number }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const facts = [
    [t('questions.answered'), formatNumber(detail.answered, language)],
    [
      t('questions.correct'),
      detail.shareCorrect === null ? '–' : formatPercent(detail.shareCorrect, language),
    ],
    [
      t('questions.difficultyTitle'),
      <DifficultyBadge key="difficulty" value={difficultyOf(detail, learnersMin)} />,
    ],
    [
      t('questions.discriminationTitle'),
      <span key="discrimination" className="flex items-center gap-2">
        <DiscriminationBadge value={discriminationOf(detail)} />
        {detail.discrimination !== null && (
          <span className="text-[0.867rem] text-faint tabular-nums">
            {formatNumber(detail.discrimination, language, 2)}
          </span>
        )}
      </span>,
    ],
    [t('questions.time'), formatSeconds(detail.medianLatencySeconds, language)],
  ] as const
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg bg-subtle px-4 py-3 sm:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="text-[0.867rem] text-faint">{name}</dt>
          <dd className="mt-0.5 font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Options of the course where it names them, and whole responses where those tell more. */
function Responses({ detail }: { detail: QuestionDetail }) {
  const { t } = useTranslation()
  const { options, responses, otherResponses, withoutResponse } = detail
  const areCombined = responses.some(({ response }) => response.includes('[,]'))
  const showsResponses = options.length === 0 || areCombined
  const hasThirds = responses.some(({ thirds }) => thirds !== null)
  return (
    <div className="grid gap-6">
      {options.length > 0 && (
        <section className="grid gap-3">
          <h3 className="font-semibold">{t('questions.options')}</h3>
          <ResponseBars
            bars={options.map((one) => ({
              ...one,
              key: one.id,
              ...(one.label !== one.id && { code: one.id }),
            }))}
            label={t('questions.options')}
            hasOptions
          />
        </section>
      )}
      {showsResponses && (
        <section className="grid gap-3">
          <h3 className="font-semibold">{t('questions.responses')}</h3>
          {responses.length === 0 ? (
            <p className="text-muted">{t('questions.noResponses')}</p>
          ) : (
            <ResponseBars
              bars={responses.map((one) => ({
                ...one,
                key: one.response,
                label: one.label ?? plainResponse(one.response),
              }))}
              label={t('questions.responses')}
              hasOptions={false}
            />
          )}
          {otherResponses > 0 && (
            <p className="text-muted">{t('questions.others', { count: otherResponses })}</p>
          )}
        </section>
      )}
      {withoutResponse > 0 && (
        <p className="text-muted">{t('questions.without', { count: withoutResponse })}</p>
      )}
      {hasThirds && (
        <p className="text-[0.867rem] text-pretty text-faint">{t('questions.thirdsAbout')}</p>
      )}
    </div>
  )
}

/** xAPI's delimiters as people write: `1[.]a[,]2[.]b` -> `1 → a; 2 → b`. */
const plainResponse = (response: string): string =>
  response.replaceAll('[.]', ' → ').replaceAll('[,]', '; ').replaceAll('[:]', ' – ')
