import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { BarChart3, Table2, ZoomOut } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatNumber, formatTime } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { ErrorFacts, Skeleton } from '../parts/states.tsx'
import { HistogramChart } from './histogram-chart.tsx'
import { histogramQuery, spanOf } from './histogram-query.ts'
import type { Bucket, Step } from './histogram-steps.ts'
import type { StatementFilter } from './statement-filter.ts'
import { useSpanWords } from './time-chip.tsx'

const liveMilliseconds = 5000

interface HistogramProps {
  filter: StatementFilter
  /** Counts again while new ones come in. */
  isLive: boolean
  onSpan: (since: string | undefined, until: string | undefined) => void
}

/** How many statements of the filter were stored when. Says which span it shows; dragging over it chooses another. */
export function StatementHistogram({ filter, isLive, onSpan }: HistogramProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [isTable, setTable] = useState(false)
  const found = useQuery({
    ...histogramQuery(filter),
    placeholderData: keepPreviousData,
    refetchInterval: isLive && liveMilliseconds,
  })
  const spanWords = useSpanWords(filter) ?? t('statements.span.month')
  const data = found.data
  const total = data?.buckets.reduce((sum, { count }) => sum + count, 0) ?? 0
  const zoom = (first: Bucket, last: Bucket) =>
    onSpan(new Date(first.start).toISOString(), new Date(last.end).toISOString())
  return (
    <section
      aria-label={t('statements.histogram')}
      className="mb-4 rounded-xl border border-line bg-surface px-5 pt-3 pb-2.5"
    >
      <header className="mb-2 flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 flex-1 text-[0.933rem]">
          {data && (
            <span className="font-semibold tabular-nums">
              {t('statements.count', { count: total, shown: formatNumber(total, language) })}
            </span>
          )}
          {data && <span className="text-faint"> · </span>}
          <span className="text-muted">{spanWords}</span>
        </h2>
        <IconButton
          label={t('statements.zoomOut')}
          onClick={() => {
            const { since, until } = widened(filter)
            onSpan(since, until)
          }}
        >
          <ZoomOut aria-hidden />
        </IconButton>
        <Button
          look="quiet"
          size="small"
          aria-pressed={isTable}
          icon={isTable ? <BarChart3 aria-hidden /> : <Table2 aria-hidden />}
          onClick={() => setTable(!isTable)}
        >
          {t(isTable ? 'chart.picture' : 'chart.table')}
        </Button>
      </header>
      {found.isPending && <Skeleton className="mb-5 h-18 w-full" />}
      {found.isLoadingError && !data && (
        <div
          role="alert"
          className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-2 text-bad [&>div]:mt-0"
        >
          {t('statements.histogramFailed')}
          <ErrorFacts error={found.error} />
          <Button size="small" onClick={() => found.refetch()}>
            {t('state.retry')}
          </Button>
        </div>
      )}
      {data && !isTable && (
        <HistogramChart
          buckets={data.buckets}
          wordsOf={(bucket) => wordsOf(data.step, bucket)}
          tickOf={(bucket) => tickOf(data.step, bucket)}
          label={t('statements.histogram')}
          onZoom={zoom}
        />
      )}
      {data && isTable && <BucketTable step={data.step} buckets={data.buckets} onZoom={zoom} />}
    </section>
  )
}

interface BucketTableProps {
  step: Step
  buckets: readonly Bucket[]
  onZoom: (first: Bucket, last: Bucket) => void
}

/** The same in numbers; each leads to its statements. */
function BucketTable({ step, buckets, onZoom }: BucketTableProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const some = buckets.filter(({ count }) => count > 0)
  if (some.length === 0) return <p className="pb-3 text-faint">{t('statements.noneInSpan')}</p>
  return (
    <div className="max-h-72 overflow-y-auto pb-2">
      <table className="w-full text-[0.933rem]" aria-label={t('statements.histogram')}>
        <thead className="sticky top-0 bg-surface">
          <tr className="text-left text-[0.867rem] text-faint">
            <th scope="col" className="pb-1 font-medium">
              {t('statements.name.since')}
            </th>
            <th scope="col" className="pb-1 text-right font-medium">
              {t('chart.count')}
            </th>
          </tr>
        </thead>
        <tbody>
          {some.toReversed().map((bucket) => (
            <tr key={bucket.start} className="border-t border-line">
              <th scope="row" className="py-1 text-left font-normal">
                {wordsOf(step, bucket)}
              </th>
              <td className="text-right">
                <button
                  type="button"
                  onClick={() => onZoom(bucket, bucket)}
                  className="text-accent hover:underline pointer-coarse:min-h-11"
                >
                  {formatNumber(bucket.count, language)}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const iso = (at: number): string => new Date(at).toISOString()

function wordsOf(step: Step, { start, end }: Bucket): string {
  const date = formatDate(iso(start))
  if (step === 'hour') return `${date} ${formatTime(iso(start))}`
  if (step === 'day') return date
  if (step === 'month') return date.slice(3)
  return `${date} – ${formatDate(iso(end - 1))}`
}

function tickOf(step: Step, { start }: Bucket): string {
  const date = formatDate(iso(start))
  if (step === 'hour') return formatTime(iso(start))
  return step === 'month' ? date.slice(3) : date.slice(0, 5)
}

/** Twice the span, up to now at most. */
function widened(filter: StatementFilter): { since: string; until: string | undefined } {
  const { from, to } = spanOf(filter)
  const half = (to - from) / 2
  const until = to + half
  const isUpToNow = !filter.until || until >= Date.now()
  return {
    since: iso(from - (isUpToNow ? 2 * half : half)),
    until: isUpToNow ? undefined : iso(until),
  }
}
