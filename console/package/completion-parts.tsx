import { CheckCircle2, CircleDashed, CircleDot } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PackageFigures } from '../api/types.ts'
import type { Part } from '../parts/charts.tsx'

export const completions = ['completed', 'incomplete', 'not-attempted'] as const

const looks = {
  completed: { tone: 'ok', icon: <CheckCircle2 aria-hidden className="text-ok" /> },
  incomplete: { tone: 'accent', icon: <CircleDot aria-hidden className="text-accent" /> },
  'not-attempted': { tone: 'plain', icon: <CircleDashed aria-hidden className="text-faint" /> },
} as const

/** Registrations by completion, best first, as parts of one bar. */
export function useCompletionParts(figures: PackageFigures): readonly Part[] {
  const { t } = useTranslation()
  return completions.map((key) => ({
    key,
    label: t(`completion.${key}`),
    count: figures.byCompletion[key],
    ...looks[key],
  }))
}
