import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { packageFiguresQuery } from '../api/queries.ts'
import type { PackageFigures } from '../api/types.ts'
import { formatDuration, formatNumber, formatPercent, formatScaled } from '../language/format.ts'
import { type Language, useLanguage } from '../language/language.ts'
import { Card, Figure, FigureStrip } from '../parts/card.tsx'
import { type Bar, ChartCard, Histogram, StackedBar } from '../parts/charts.tsx'
import { EmptyState, ErrorState, Skeleton } from '../parts/states.tsx'
import { useEvidenceParts } from '../registrations/evidence-badge.tsx'
import { EvidenceCounts } from '../registrations/evidence-counts.tsx'
import { completions, useCompletionParts } from './completion-parts.tsx'

/** How the learners of a package are getting on: four figures and three pictures, each leading to its list. */
export function FiguresPanel({ packageId, action }: { packageId: string; action: ReactNode }) {
  const { t } = useTranslation()
  const figures = useQuery(packageFiguresQuery(packageId))
  if (figures.isPending) {
    return (
      <div className="grid gap-4">
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-40 w-full" />
      </div>
    )
  }
  if (figures.isLoadingError) {
    return (
      <Card>
        <ErrorState
          error={figures.error}
          what={t('package.figuresFailed')}
          retry={() => figures.refetch()}
        />
      </Card>
    )
  }
  if (figures.data.registrations === 0) {
    return (
      <Card>
        <EmptyState icon={<Users aria-hidden />} title={t('package.noLearners')} action={action}>
          {t('package.noLearnersAbout')}
        </EmptyState>
      </Card>
    )
  }
  return (
    <div className="grid gap-4">
      <Headline figures={figures.data} />
      <CompletionCard figures={figures.data} />
      <EvidenceFigures figures={figures.data} />
      <div className="grid gap-4 lg:grid-cols-2">
        <ScoreCard figures={figures.data} />
        <TimeCard figures={figures.data} />
      </div>
    </div>
  )
}

function Headline({ figures }: { figures: PackageFigures }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { registrations, byCompletion, bySuccess, averageScore, medianSecondsEstimate } = figures
  const judged = bySuccess.passed + bySuccess.failed
  return (
    <FigureStrip>
      <Figure label={t('figures.registrations')}>{formatNumber(registrations, language)}</Figure>
      <Figure
        label={t('figures.completed')}
        note={t('figures.ofAll', { part: byCompletion.completed, all: registrations })}
      >
        {formatPercent(byCompletion.completed / registrations, language)}
      </Figure>
      <Figure
        label={t('figures.passed')}
        note={judged > 0 ? t('figures.ofAll', { part: bySuccess.passed, all: judged }) : undefined}
      >
        {judged > 0 ? formatPercent(bySuccess.passed / judged, language) : '–'}
      </Figure>
      <Figure label={t('figures.averageScore')} note={t('figures.scale')}>
        {averageScore === null || averageScore === undefined
          ? '–'
          : formatScaled(averageScore, language)}
      </Figure>
      <Figure label={t('figures.medianTime')} note={t('figures.estimate')}>
        {medianSecondsEstimate ? formatDuration(medianSecondsEstimate, language) : '–'}
      </Figure>
    </FigureStrip>
  )
}

function CompletionCard({ figures }: { figures: PackageFigures }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const parts = useCompletionParts(figures)
  return (
    <ChartCard title={t('chart.completion')} bars={parts} heading={t('figures.state')}>
      <StackedBar parts={parts} label={t('chart.completion')} />
      <ul className="mt-4 grid gap-1 sm:grid-cols-3">
        {parts.map((part, n) => (
          <li key={part.key}>
            <Link
              to="/registrations"
              search={{ package: figures.package, completion: completions[n] }}
              className="-mx-2 flex items-center gap-2.5 rounded-lg px-2 py-2 hover:bg-subtle [&_svg]:size-4.5"
            >
              {part.icon}
              <span className="text-muted">{part.label}</span>
              <span className="ml-auto font-semibold tabular-nums sm:ml-0">
                {formatNumber(part.count, language)}
              </span>
              <span className="text-[0.867rem] text-faint tabular-nums max-sm:w-11 max-sm:text-right">
                {formatPercent(part.count / Math.max(1, figures.registrations), language)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </ChartCard>
  )
}

function EvidenceFigures({ figures }: { figures: PackageFigures }) {
  const { t } = useTranslation()
  const parts = useEvidenceParts(figures.byEvidence)
  if (parts.every(({ count }) => count === 0)) return null
  return (
    <ChartCard title={t('evidence.title')} bars={parts} heading={t('evidence.short')}>
      <EvidenceCounts
        counts={figures.byEvidence}
        choice={(level, content, className) => (
          <Link
            to="/registrations"
            search={{ package: figures.package, evidence: level }}
            className={className}
          >
            {content}
          </Link>
        )}
      />
    </ChartCard>
  )
}

function ScoreCard({ figures }: { figures: PackageFigures }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const point = (scaled: number) => formatNumber(scaled * 10, language, 1)
  const bars: readonly Bar[] = figures.scores.map(({ from, to, count }) => ({
    key: String(from),
    label: t('chart.fromTo', { from: point(from), to: point(to) }),
    tick: `${point(from)}–${point(to)}`,
    count,
  }))
  const isEmpty = bars.every((bar) => bar.count === 0)
  return (
    <ChartCard title={t('chart.scores')} bars={bars} heading={t('figures.score')}>
      {isEmpty ? (
        <Nothing text={t('chart.noScores')} />
      ) : (
        <Histogram bars={bars} label={t('chart.scores')} isHigh />
      )}
    </ChartCard>
  )
}

function TimeCard({ figures }: { figures: PackageFigures }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const bars: readonly Bar[] = figures.times.map(({ fromSeconds, toSeconds, count }) => ({
    key: String(fromSeconds),
    label:
      toSeconds === null
        ? t('chart.from', { from: formatDuration(fromSeconds, language) })
        : t('chart.fromTo', {
            from: formatDuration(fromSeconds, language),
            to: formatDuration(toSeconds, language),
          }),
    tick: shortTime(toSeconds ?? fromSeconds, toSeconds === null, language),
    count,
  }))
  const isEmpty = bars.every((bar) => bar.count === 0)
  return (
    <ChartCard title={t('chart.times')} bars={bars} heading={t('figures.time')}>
      {isEmpty ? (
        <Nothing text={t('chart.noTimes')} />
      ) : (
        <Histogram bars={bars} label={t('chart.times')} isHigh />
      )}
    </ChartCard>
  )
}

/** `≤5′`, `≤1,5h`, `>8h`: the bucket's end under its bar. */
function shortTime(seconds: number, isOpenEnded: boolean, language: Language): string {
  const sign = isOpenEnded ? '>' : '≤'
  if (seconds < 60) return `${sign}${seconds}″`
  if (seconds < 3600) return `${sign}${Math.round(seconds / 60)}′`
  return `${sign}${formatNumber(seconds / 3600, language, 1)}h`
}

function Nothing({ text }: { text: string }) {
  return <p className="grid h-44 place-items-center text-center text-faint">{text}</p>
}
