import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { StackedBar } from '../parts/charts.tsx'
import { type EvidenceLevel, useEvidenceParts } from './evidence-badge.tsx'

interface EvidenceCountsProps {
  counts: Readonly<Record<EvidenceLevel, number>>
  /** Makes a level, with its count and what it means, something to press. */
  choice: (level: EvidenceLevel, content: ReactNode, className: string) => ReactNode
}

const choiceClass =
  '-mx-2 grid h-full w-[calc(100%+1rem)] grid-cols-[auto_1fr] content-start gap-x-2.5 gap-y-0.5 rounded-lg px-2 py-2 text-left hover:bg-subtle aria-pressed:bg-accent-soft'

/** How many results have how much behind them: one bar, and each level with what it means. */
export function EvidenceCounts({ counts, choice }: EvidenceCountsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const parts = useEvidenceParts(counts)
  return (
    <>
      <StackedBar parts={parts} label={t('evidence.title')} isThin />
      <ul className="mt-2.5 grid gap-x-6 gap-y-0.5 sm:grid-cols-3">
        {parts.map((part) => (
          <li key={part.key}>
            {choice(
              part.key,
              <>
                <span className="grid h-6 place-items-center">{part.icon}</span>
                <span className="flex items-baseline gap-2">
                  {part.label}
                  <span className="font-semibold tabular-nums max-sm:ml-auto">
                    {formatNumber(part.count, language)}
                  </span>
                </span>
                <span className="col-start-2 text-[0.867rem] text-faint">
                  {t(`evidence.about.${part.key}`)}
                </span>
              </>,
              choiceClass,
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
