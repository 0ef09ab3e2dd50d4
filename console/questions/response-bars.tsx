import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CountedItem } from '../../src/questions/wire.ts'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge } from '../parts/badge.tsx'
import { classNames } from '../parts/class-names.ts'

export interface ResponseBar extends CountedItem {
  readonly key: string
  readonly label: string
  /** Beside the label, where it is known by something shorter. */
  readonly code?: string
}

/** Chosen by fewer than one in twenty, a wrong option distracts nobody. */
const distractsFrom = 0.05

/** Responses as bars, the right one marked, each with its share among the best, the middle and the last third. */
export function ResponseBars({
  bars,
  label,
  hasOptions,
}: {
  bars: readonly ResponseBar[]
  label: string
  hasOptions: boolean
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <ul aria-label={label} className="grid gap-4">
      {bars.map((bar) => (
        <li key={bar.key} className="grid gap-1.5">
          <span className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
            <span
              className={classNames('min-w-0 break-words', bar.isCorrect === true && 'font-medium')}
            >
              {bar.code !== undefined && (
                <span className="mr-2 font-mono text-[0.867rem] font-normal text-faint">
                  {bar.code}
                </span>
              )}
              {bar.label}
            </span>
            {bar.isCorrect === true && (
              <Badge tone="ok" icon={<Check aria-hidden />}>
                {t('questions.right')}
              </Badge>
            )}
            {hasOptions && bar.isCorrect === false && bar.share < distractsFrom && (
              <Badge title={t('questions.unusedAbout')}>{t('questions.unused')}</Badge>
            )}
          </span>
          <span className="flex items-center gap-3">
            <span aria-hidden className="block h-3 flex-1 overflow-hidden rounded-full bg-line">
              <span
                className={classNames(
                  'block h-full rounded-full',
                  bar.isCorrect === true ? 'bg-ok' : 'bg-accent/60 texture-lines',
                )}
                style={{ width: `${bar.share * 100}%` }}
              />
            </span>
            <span className="w-28 shrink-0 text-right text-[0.867rem] tabular-nums">
              <span className="font-medium">{formatPercent(bar.share, language)}</span>
              <span className="text-faint">
                {' '}
                ·{' '}
                {t('questions.learners', {
                  count: bar.count,
                  shown: formatNumber(bar.count, language),
                })}
              </span>
            </span>
          </span>
          {bar.thirds && <ThirdsLine thirds={bar.thirds} />}
        </li>
      ))}
    </ul>
  )
}

function ThirdsLine({ thirds }: { thirds: NonNullable<CountedItem['thirds']> }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <span className="flex flex-wrap gap-x-4 text-[0.867rem] text-muted tabular-nums">
      {(['top', 'middle', 'bottom'] as const).map((third) => (
        <span key={third}>
          <span className="text-faint">{t(`questions.third.${third}`)}</span>{' '}
          {formatPercent(thirds[third], language)}
        </span>
      ))}
    </span>
  )
}
