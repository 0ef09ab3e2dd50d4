import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { learnerQuery, packageQuery } from '../api/queries.ts'
import { formatDate } from '../language/format.ts'
import { learnerChoices, packageChoices } from '../parts/choice-sources.ts'
import { ExportMenu } from '../parts/export-menu.tsx'
import { ChipOptions, FilterChip } from '../parts/filter-chip.tsx'
import { ChoiceList } from '../parts/picker.tsx'
import { SinceChoices } from '../parts/since-choices.tsx'
import { EvidenceIcon, evidenceLevels } from './evidence-badge.tsx'

export interface RegistrationFilter {
  package?: string | undefined
  learner?: string | undefined
  completion?: string | undefined
  success?: string | undefined
  evidence?: string | undefined
  since?: string | undefined
  trial?: string | undefined
}

interface RegistrationFiltersProps {
  filter: RegistrationFilter
  onFilter: (filter: RegistrationFilter) => void
  hides?: 'package' | 'learner' | undefined
}

const completions = ['not-attempted', 'incomplete', 'completed'] as const
const successes = ['unknown', 'passed', 'failed'] as const

export function RegistrationFilters({ filter, onFilter, hides }: RegistrationFiltersProps) {
  const { t } = useTranslation()
  const set = (name: keyof RegistrationFilter, value: string | undefined) =>
    onFilter({ ...filter, [name]: value })
  const completion = completions.find((one) => one === filter.completion)
  const success = successes.find((one) => one === filter.success)
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      {hides !== 'package' && (
        <PackageChip value={filter.package} onChange={(id) => set('package', id)} />
      )}
      {hides !== 'learner' && (
        <LearnerChip value={filter.learner} onChange={(id) => set('learner', id)} />
      )}
      <FilterChip
        name={t('figures.state')}
        value={completion && t(`completion.${completion}`)}
        onClear={() => set('completion', undefined)}
      >
        {(close) => (
          <ChipOptions
            chosen={completion}
            options={completions.map((value) => ({ value, title: t(`completion.${value}`) }))}
            onChoose={(value) => {
              set('completion', value)
              close()
            }}
          />
        )}
      </FilterChip>
      <FilterChip
        name={t('figures.result')}
        value={success && t(`success.${success}`)}
        onClear={() => set('success', undefined)}
      >
        {(close) => (
          <ChipOptions
            chosen={success}
            options={successes.map((value) => ({ value, title: t(`success.${value}`) }))}
            onChoose={(value) => {
              set('success', value)
              close()
            }}
          />
        )}
      </FilterChip>
      <EvidenceChip value={filter.evidence} onChange={(level) => set('evidence', level)} />
      {!hides && (
        <>
          <FilterChip
            name={t('filter.since')}
            value={filter.since && formatDate(filter.since)}
            onClear={() => set('since', undefined)}
          >
            {(close) => (
              <SinceChoices
                onChoose={(value) => {
                  set('since', value)
                  close()
                }}
              />
            )}
          </FilterChip>
          <FilterChip
            name={t('filter.trials')}
            value={filter.trial === 'true' ? t('filter.shown') : undefined}
            onClear={() => set('trial', undefined)}
          >
            {(close) => (
              <ChipOptions
                chosen={filter.trial}
                options={[{ value: 'true', title: t('filter.showTrials') }]}
                onChoose={(value) => {
                  set('trial', value)
                  close()
                }}
              />
            )}
          </FilterChip>
        </>
      )}
      <span className="ml-auto">
        <ExportMenu
          about={t('registrations.exportAbout')}
          path="/exports/registrations"
          query={{ ...filter }}
          forms={[
            { form: 'csv', title: t('statements.exportAs.csv') },
            { form: 'ndjson', title: t('registrations.exportNdjson') },
          ]}
        />
      </span>
    </div>
  )
}

function EvidenceChip({ value, onChange }: ChipProps) {
  const { t } = useTranslation()
  const level = evidenceLevels.find((one) => one === value)
  return (
    <FilterChip
      name={t('evidence.short')}
      value={level && t(`evidence.level.${level}`)}
      onClear={() => onChange(undefined)}
    >
      {(close) => (
        <ChipOptions
          chosen={level}
          options={evidenceLevels.map((one) => ({
            value: one,
            title: t(`evidence.level.${one}`),
            about: t(`evidence.about.${one}`),
            icon: <EvidenceIcon level={one} />,
          }))}
          onChoose={(one) => {
            onChange(one)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

interface ChipProps {
  value: string | undefined
  onChange: (value: string | undefined) => void
}

export function PackageChip({ value, onChange }: ChipProps) {
  const { t } = useTranslation()
  const one = useQuery({ ...packageQuery(value ?? ''), enabled: value !== undefined })
  return (
    <FilterChip
      name={t('registrations.package')}
      value={value && (one.data?.title ?? value.slice(0, 8))}
      onClear={() => onChange(undefined)}
    >
      {(close) => (
        <ChoiceList
          source={packageChoices}
          label={t('library.search')}
          chosen={value}
          onChoose={(choice) => {
            onChange(choice.id)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

export function LearnerChip({ value, onChange }: ChipProps) {
  const { t } = useTranslation()
  const one = useQuery({ ...learnerQuery(value ?? ''), enabled: value !== undefined })
  return (
    <FilterChip
      name={t('registrations.learner')}
      value={value && (one.data?.name ?? value.slice(0, 8))}
      onClear={() => onChange(undefined)}
    >
      {(close) => (
        <ChoiceList
          source={learnerChoices}
          label={t('learners.search')}
          chosen={value}
          onChoose={(choice) => {
            onChange(choice.id)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}
