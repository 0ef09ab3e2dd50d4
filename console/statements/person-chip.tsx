import { useQuery } from '@tanstack/react-query'
import { AtSign } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { learnerQuery } from '../api/queries.ts'
import { learnerChoices } from '../parts/choice-sources.ts'
import { classNames } from '../parts/class-names.ts'
import { FilterChip } from '../parts/filter-chip.tsx'
import { menuItemClass } from '../parts/menu.tsx'
import { ChoiceList } from '../parts/picker.tsx'
import {
  agentFromText,
  agentWords,
  type StatementFilter,
  withCondition,
} from './statement-filter.ts'

export interface ChipProps {
  filter: StatementFilter
  onFilter: (filter: StatementFilter) => void
}

/** Who: a learner found by name or code, accents or not, or anybody by e-mail address, OpenID or Agent JSON. */
export function PersonChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  const found = useQuery({
    ...learnerQuery(filter.learner ?? ''),
    enabled: filter.learner !== undefined,
  })
  const value = filter.learner
    ? (found.data?.name ?? filter.learner)
    : filter.agent && agentWords(filter.agent)
  return (
    <FilterChip
      name={t('statements.name.learner')}
      value={value}
      onClear={() => onFilter(withCondition(filter, 'learner', undefined))}
    >
      {(close) => (
        <ChoiceList
          source={learnerChoices}
          label={t('statements.personFind')}
          chosen={filter.learner}
          onChoose={({ id }) => {
            onFilter(withCondition(filter, 'learner', id))
            close()
          }}
          extra={(text) => {
            const agent = agentFromText(text)
            return agent === undefined ? null : (
              <Identifier
                words={agentWords(agent)}
                onChoose={() => {
                  onFilter(withCondition(filter, 'agent', agent))
                  close()
                }}
              />
            )
          }}
        />
      )}
    </FilterChip>
  )
}

/** What was typed is an identifier itself. */
export function Identifier({ words, onChoose }: { words: string; onChoose: () => void }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      onClick={onChoose}
      className={classNames(menuItemClass, 'min-w-0 hover:bg-subtle')}
    >
      <AtSign aria-hidden />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {t('statements.useTyped', { text: words })}
      </span>
    </button>
  )
}
