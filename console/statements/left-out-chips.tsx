import { useQuery } from '@tanstack/react-query'
import { Minus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { learnerQuery } from '../api/queries.ts'
import type { ChipProps } from './person-chip.tsx'
import { agentWords, learnerOf, leftOutNames, withCondition } from './statement-filter.ts'
import { useVerbWords } from './verbs.ts'

/** What is left out: `− Verb: completed ×`. Such a condition comes from a value on the page, not from a list. */
export function LeftOutChips({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  const verbWords = useVerbWords()
  const learner = learnerOf(filter.notAgent)
  const found = useQuery({ ...learnerQuery(learner ?? ''), enabled: learner !== undefined })
  const words = {
    notVerb: verbWords,
    notActivity: (iri: string) => iri,
    notAgent: (agent: string) => found.data?.name ?? agentWords(agent),
  }
  return leftOutNames.map((name) => {
    const value = filter[name]
    if (!value) return null
    return (
      <span
        key={name}
        data-left-out={name}
        className="inline-flex h-9 max-w-full items-center gap-1.5 rounded-full border border-warn/40 bg-warn-soft pl-3 text-[0.867rem] text-warn pointer-coarse:h-11"
      >
        <Minus className="size-3.5 shrink-0" aria-hidden />
        <span className="shrink-0">{t(`statements.name.${name}`)}:</span>
        <span className="max-w-48 truncate font-medium" title={value}>
          {words[name](value)}
        </span>
        <button
          type="button"
          aria-label={t('filter.remove', { name: t(`statements.name.${name}`) })}
          className="mr-1 grid size-6.5 place-items-center rounded-full hover:bg-warn/15 pointer-coarse:size-9"
          onClick={() => onFilter(withCondition(filter, name, undefined))}
        >
          <X className="size-3.5" aria-hidden />
        </button>
      </span>
    )
  })
}
