import { useTranslation } from 'react-i18next'
import type { Score } from '../api/types.ts'
import {
  formatDateTime,
  formatDuration,
  formatPercent,
  formatRelative,
  formatScore,
} from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { classNames } from './class-names.ts'

/** A moment by Hà Nội's clock; how long ago it was shows on hover, or the other way round where `isRelative`. */
export function Moment({
  at,
  isRelative,
}: {
  at: string | null | undefined
  isRelative?: boolean
}) {
  const language = useLanguage()
  if (!at) return <span className="text-faint">–</span>
  const absolute = formatDateTime(at)
  const relative = formatRelative(at, language)
  return (
    <time
      dateTime={at}
      title={isRelative ? `${absolute} (GMT+7)` : `${relative} (GMT+7)`}
      className="whitespace-nowrap"
    >
      {isRelative ? relative : absolute}
    </time>
  )
}

export function ScoreFigure({ score }: { score: Score | null | undefined }) {
  const text = formatScore(score, useLanguage())
  return text === undefined ? (
    <span className="text-faint">–</span>
  ) : (
    <span className="font-medium tabular-nums">{text}</span>
  )
}

export function Duration({ seconds }: { seconds: number }) {
  const text = formatDuration(seconds, useLanguage())
  return seconds > 0 ? (
    <span className="whitespace-nowrap tabular-nums">{text}</span>
  ) : (
    <span className="text-faint">–</span>
  )
}

/** A bar and its number; `ratio` from 0 to 1. */
export function ProgressFigure({ ratio, label }: { ratio: number; label?: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const percent = formatPercent(ratio, language)
  return (
    <span className="flex min-w-32 items-center gap-2.5">
      <ProgressBar
        ratio={ratio}
        label={label ?? t('figures.progress')}
        className="w-full min-w-14 max-w-28"
      />
      <span className="w-10 shrink-0 text-right text-[0.867rem] tabular-nums text-muted">
        {percent}
      </span>
    </span>
  )
}

interface ProgressBarProps {
  ratio: number
  label: string
  className?: string
}

export function ProgressBar({ ratio, label, className }: ProgressBarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, ratio)) * 100)
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={-1}
      className={classNames('block h-1.5 overflow-hidden rounded-full bg-line', className)}
    >
      <span
        className={classNames(
          'block h-full rounded-full transition-[width] duration-300',
          percent === 100 ? 'bg-ok' : 'bg-accent',
        )}
        style={{ width: `${percent}%` }}
      />
    </span>
  )
}
