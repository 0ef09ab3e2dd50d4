import { useTranslation } from 'react-i18next'
import { formatDate } from '../language/format.ts'
import { ChipOptions, ChipText, FilterChip } from '../parts/filter-chip.tsx'
import { SinceChoices } from '../parts/since-choices.tsx'
import { LearnerChip } from '../registrations/registration-filters.tsx'
import { knownVerbs, useVerbWords, verbNames } from './verbs.ts'

export interface StatementFilter {
  verb?: string | undefined
  learner?: string | undefined
  registration?: string | undefined
  activity?: string | undefined
  since?: string | undefined
}

interface StatementFiltersProps {
  filter: StatementFilter
  onFilter: (filter: StatementFilter) => void
}

export function StatementFilters({ filter, onFilter }: StatementFiltersProps) {
  const { t } = useTranslation()
  const verbWords = useVerbWords()
  const set = (name: keyof StatementFilter) => (value: string | undefined) =>
    onFilter({ ...filter, [name]: value || undefined })
  const options = verbNames.map((name) => {
    const { id, icon: Icon, tone } = knownVerbs[name]
    return {
      value: id,
      title: t(`verb.${name}`),
      icon: (
        <span className={tone}>
          <Icon className="text-current!" aria-hidden />
        </span>
      ),
    }
  })
  return (
    <div className="flex flex-wrap gap-2">
      <FilterChip
        name={t('statements.verb')}
        value={filter.verb && verbWords(filter.verb)}
        onClear={() => set('verb')(undefined)}
      >
        {(close) => (
          <ChipOptions
            options={options}
            chosen={filter.verb}
            onChoose={(value) => {
              set('verb')(value)
              close()
            }}
          />
        )}
      </FilterChip>
      <LearnerChip value={filter.learner} onChange={set('learner')} />
      <TextChip
        name={t('statements.activity')}
        placeholder="https://…"
        value={filter.activity}
        onChange={set('activity')}
      />
      <TextChip
        name={t('statements.registration')}
        placeholder="00000000-0000-…"
        value={filter.registration}
        onChange={set('registration')}
      />
      <FilterChip
        name={t('filter.since')}
        value={filter.since && formatDate(filter.since)}
        onClear={() => set('since')(undefined)}
      >
        {(close) => (
          <SinceChoices
            onChoose={(value) => {
              set('since')(value)
              close()
            }}
          />
        )}
      </FilterChip>
    </div>
  )
}

interface TextChipProps {
  name: string
  placeholder: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function TextChip({ name, placeholder, value, onChange }: TextChipProps) {
  return (
    <FilterChip name={name} value={value} onClear={() => onChange(undefined)}>
      {(close) => (
        <ChipText
          label={name}
          placeholder={placeholder}
          value={value ?? ''}
          onDone={(text) => {
            onChange(text)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}
