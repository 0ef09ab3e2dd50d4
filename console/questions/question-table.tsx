import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { QuestionItem } from '../../src/questions/wire.ts'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { formatSeconds } from './format-seconds.ts'
import {
  DifficultyBadge,
  DiscriminationBadge,
  difficultyOf,
  discriminationOf,
} from './judgements.tsx'
import type { QuestionOrder } from './sort-questions.ts'

interface QuestionTableProps {
  items: readonly QuestionItem[]
  learnersMin: number
  order: QuestionOrder
  onOrder: (order: QuestionOrder) => void
  /** The link that opens a question and covers its row. */
  link: (item: QuestionItem, words: ReactNode) => ReactNode
}

/** One row a question; a heading sorts by its column, and the other way round when it does already. */
export function QuestionTable({ items, learnersMin, order, onOrder, link }: QuestionTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const sortedBy = (down: QuestionOrder, up?: QuestionOrder) =>
    ({
      direction: order === down ? 'descending' : order === up ? 'ascending' : undefined,
      onSort: () => onOrder(order === down ? (up ?? 'course') : order === up ? 'course' : down),
    }) as const
  const columns: readonly Column<QuestionItem>[] = [
    {
      key: 'title',
      title: t('questions.question'),
      card: 'title',
      cell: (item) => (
        <span className="block min-w-0">
          {link(item, <span className="line-clamp-2 break-words">{item.title}</span>)}
          <span className="block truncate text-[0.867rem] text-faint">{placeOf(item)}</span>
        </span>
      ),
    },
    {
      key: 'answered',
      title: t('questions.answered'),
      isNumber: true,
      card: 'fact',
      from: 'md',
      sort: sortedBy('most'),
      cell: (item) => formatNumber(item.answered, language),
    },
    {
      key: 'correct',
      title: t('questions.correct'),
      card: 'fact',
      cell: (item) => <ShareBar share={item.shareCorrect} />,
    },
    {
      key: 'difficulty',
      title: t('questions.difficultyTitle'),
      card: 'badge',
      sort: sortedBy('hardest', 'easiest'),
      has: (item) => difficultyOf(item, learnersMin) !== undefined,
      cell: (item) => <DifficultyBadge isNamed value={difficultyOf(item, learnersMin)} />,
    },
    {
      key: 'discrimination',
      title: t('questions.discriminationTitle'),
      card: 'badge',
      sort: sortedBy('weakest', 'strongest'),
      has: (item) => discriminationOf(item) !== undefined,
      cell: (item) => <DiscriminationBadge isNamed value={discriminationOf(item)} />,
    },
    {
      key: 'time',
      title: t('questions.time'),
      isNumber: true,
      from: 'lg',
      card: 'fact',
      sort: sortedBy('slowest'),
      has: (item) => item.medianLatencySeconds !== null,
      cell: (item) => formatSeconds(item.medianLatencySeconds, language),
    },
  ]
  return (
    <DataTable
      rows={items}
      columns={columns}
      keyOf={(item) => item.id}
      label={t('questions.title')}
    />
  )
}

/** Lesson, and the name that the course uses. */
const placeOf = ({ item, name }: QuestionItem): string =>
  [item?.title, name].filter(Boolean).join(' · ')

/** A share as a bar with its number. */
export function ShareBar({ share }: { share: number | null }) {
  const language = useLanguage()
  if (share === null) return <span className="text-faint">–</span>
  return (
    <span className="flex min-w-28 items-center gap-2.5">
      <span aria-hidden className="block h-2 w-16 overflow-hidden rounded-full bg-line lg:w-24">
        <span
          className="block h-full rounded-full bg-accent/80"
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className="w-11 text-right text-[0.867rem] tabular-nums">
        {formatPercent(share, language)}
      </span>
    </span>
  )
}
