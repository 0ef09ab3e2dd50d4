import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Download, Minus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AnswerItem, AnswerList } from '../../src/questions/wire.ts'
import { get } from '../api/client.ts'
import { formatNumber } from '../language/format.ts'
import { type Language, useLanguage } from '../language/language.ts'
import { Badge, type Tone } from '../parts/badge.tsx'
import { buttonClass } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Moment } from '../parts/figures.tsx'
import { itemsOf, PagedList } from '../parts/paged-list.tsx'
import { formatSeconds } from '../questions/format-seconds.ts'

/** The server words questions in the page's language, so that it is part of the key. */
const answersQuery = (registration: string, language: Language) =>
  infiniteQueryOptions({
    queryKey: ['registrations', 'answers', registration, language],
    queryFn: ({ pageParam, signal }) =>
      get<AnswerList>(
        `/registrations/${registration}/answers`,
        { limit: 50, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
  })

/** What the learner answered, oldest first; nothing where the course asks nothing that it reports. */
export function AnswersCard({ registration }: { registration: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const answers = useInfiniteQuery(answersQuery(registration, language))
  const columns = useColumns()
  if (answers.isSuccess && itemsOf(answers).length === 0) return null
  return (
    <Card
      title={t('answers.title')}
      hint={t('answers.about')}
      action={
        <a
          href={`/api/v1/registrations/${registration}/answers.csv`}
          download
          className={buttonClass('secondary', 'small')}
        >
          <Download aria-hidden />
          {t('answers.export')}
        </a>
      }
    >
      <PagedList result={answers} failure={t('answers.failed')} rows={3} empty={null}>
        {(items) => (
          <DataTable
            rows={items}
            columns={columns}
            keyOf={(one) => one.statement}
            label={t('answers.title')}
            isStatic
          />
        )}
      </PagedList>
    </Card>
  )
}

function useColumns(): readonly Column<AnswerItem>[] {
  const { t } = useTranslation()
  const language = useLanguage()
  return [
    {
      key: 'question',
      title: t('answers.question'),
      card: 'title',
      cell: ({ question, statement }) => (
        <span className="block min-w-0">
          <Link
            to="/statements"
            search={{ open: statement }}
            className="font-medium hover:underline"
          >
            {question.title}
          </Link>
          {question.item && (
            <span className="block text-[0.867rem] text-faint">{question.item.title}</span>
          )}
        </span>
      ),
    },
    {
      key: 'answer',
      title: t('answers.answer'),
      card: 'fact',
      cell: ({ label, response, isLast }) => (
        <span className="block max-w-80 break-words">
          {label ?? response ?? <span className="text-faint">{t('answers.none')}</span>}
          {!isLast && (
            <span className="block text-[0.867rem] text-faint">{t('answers.changed')}</span>
          )}
        </span>
      ),
    },
    {
      key: 'result',
      title: t('figures.result'),
      card: 'badge',
      cell: (one) => <Result of={one} />,
    },
    {
      key: 'time',
      title: t('questions.time'),
      isNumber: true,
      from: 'md',
      card: 'fact',
      has: (one) => one.latencySeconds !== null,
      cell: (one) => formatSeconds(one.latencySeconds, language),
    },
    {
      key: 'attempt',
      title: t('attempts.one'),
      isNumber: true,
      from: 'lg',
      cell: (one) => one.attempt,
    },
    {
      key: 'at',
      title: t('answers.at'),
      isNumber: true,
      from: 'md',
      cell: (one) => <Moment at={one.at} />,
    },
  ]
}

const looks: Record<AnswerItem['result'], { tone: Tone; icon: typeof Check }> = {
  correct: { tone: 'ok', icon: Check },
  wrong: { tone: 'bad', icon: X },
  points: { tone: 'plain', icon: Minus },
  neutral: { tone: 'plain', icon: Minus },
}

function Result({ of: { result, points } }: { of: AnswerItem }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { tone, icon: Icon } = looks[result]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {result === 'points' && points !== null
        ? t('answers.points', { points: formatNumber(points, language) })
        : t(`answers.results.${result}`)}
    </Badge>
  )
}
