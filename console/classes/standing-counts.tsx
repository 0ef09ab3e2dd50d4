import { CheckCircle2, CircleDashed, CircleDot, XCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ClassMember } from '../api/types.ts'
import { formatNumber, formatPercent } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { StackedBar } from '../parts/charts.tsx'
import { hasStanding, type Standing, standings } from './class-standing.ts'

const looks = {
  completed: { tone: 'ok', icon: <CheckCircle2 aria-hidden className="text-ok" /> },
  incomplete: { tone: 'accent', icon: <CircleDot aria-hidden className="text-accent" /> },
  'not-attempted': { tone: 'plain', icon: <CircleDashed aria-hidden className="text-faint" /> },
  failed: { tone: 'bad', icon: <XCircle aria-hidden className="text-bad" /> },
} as const

interface StandingCountsProps {
  members: readonly ClassMember[]
  /** How many packages the class has. */
  packages: number
  chosen: Standing | undefined
  onChoose: (standing: Standing | undefined) => void
}

/** How many learners of a class are how far; each standing keeps its learners when it is pressed. */
export function StandingCounts({ members, packages, chosen, onChoose }: StandingCountsProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const parts = standings.map((key) => ({
    key,
    label: key === 'failed' ? t('success.failed') : t(`classes.standing.${key}`),
    count: members.filter((member) => hasStanding(member, key, packages)).length,
    ...looks[key],
  }))
  return (
    <section aria-label={t('classes.standings')} className="border-b border-line px-5 py-4">
      <StackedBar
        parts={parts.filter(({ key }) => key !== 'failed')}
        label={t('classes.standings')}
      />
      <ul className="mt-2.5 grid gap-x-6 gap-y-0.5 sm:grid-cols-2 lg:grid-cols-4">
        {parts.map(({ key, label, count, icon }) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={key === chosen}
              onClick={() => onChoose(key === chosen ? undefined : key)}
              className="-mx-2 flex w-[calc(100%+1rem)] items-center gap-2.5 rounded-lg px-2 py-2 text-left hover:bg-subtle aria-pressed:bg-accent-soft pointer-coarse:min-h-11 [&_svg]:size-4.5"
            >
              {icon}
              {label}
              <span className="font-semibold tabular-nums max-sm:ml-auto">
                {formatNumber(count, language)}
              </span>
              <span className="text-[0.867rem] text-faint tabular-nums max-sm:w-11 max-sm:text-right">
                {formatPercent(count / Math.max(1, members.length), language)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
