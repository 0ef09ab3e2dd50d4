import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../language/format.ts'
import { ChipOptions, FilterChip } from '../parts/filter-chip.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { SinceChoices } from '../parts/since-choices.tsx'
import { type RequestFilter, requestGroupsQuery, sourcesQuery } from './queries.ts'
import { useSourceName } from './request-words.tsx'
import { useCodeWords } from './use-code-words.ts'

const statuses = ['4xx', '5xx', '400', '401', '403', '404', '409', '412', '429'] as const

interface RequestFiltersProps {
  filter: RequestFilter
  onFilter: (filter: RequestFilter) => void
}

export function RequestFilters({ filter, onFilter }: RequestFiltersProps) {
  const { t } = useTranslation()
  const wordsOf = useCodeWords()
  const set = (change: RequestFilter) => onFilter({ ...filter, ...change })
  const keys = useKeyChoices()
  const codes = useCodeChoices(filter)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        value={filter.q ?? ''}
        label={t('requests.search')}
        onChange={(q) => set({ q: q || undefined })}
      />
      <ChoiceChip
        name={t('requests.key')}
        chosen={filter.key}
        options={keys}
        onChoose={(key) => set({ key })}
      />
      <ChoiceChip
        name={t('requests.status')}
        chosen={filter.status}
        options={statuses.map((value) => ({ value, title: statusTitle(value) }))}
        onChoose={(status) => set({ status })}
      />
      <ChoiceChip
        name={t('requests.problem')}
        chosen={filter.code}
        options={codes.map((value) => ({ value, title: wordsOf(value).title }))}
        onChoose={(code) => set({ code })}
      />
      {filter.endpoint && (
        <FilterChip
          name={t('requests.endpoint')}
          value={filter.endpoint}
          onClear={() => set({ endpoint: undefined })}
        >
          {() => <p className="p-3 font-mono text-[0.8rem] break-all">{filter.endpoint}</p>}
        </FilterChip>
      )}
      <FilterChip
        name={t('filter.since')}
        value={filter.since && formatDate(filter.since)}
        onClear={() => set({ since: undefined })}
      >
        {(close) => (
          <SinceChoices
            onChoose={(since) => {
              set({ since })
              close()
            }}
          />
        )}
      </FilterChip>
    </div>
  )

  function statusTitle(value: (typeof statuses)[number]): string {
    if (value === '4xx') return t('requests.refusals')
    return value === '5xx' ? t('requests.failures') : value
  }
}

interface ChoiceChipProps {
  name: string
  chosen: string | undefined
  options: readonly { readonly value: string; readonly title: string }[]
  onChoose: (value: string | undefined) => void
}

function ChoiceChip({ name, chosen, options, onChoose }: ChoiceChipProps) {
  const { t } = useTranslation()
  const title = options.find(({ value }) => value === chosen)?.title ?? chosen
  return (
    <FilterChip name={name} value={title} onClear={() => onChoose(undefined)}>
      {(close) =>
        options.length === 0 ? (
          <p className="p-3 text-muted">{t('requests.nothingToChoose')}</p>
        ) : (
          <ChipOptions
            options={options}
            chosen={chosen}
            onChoose={(value) => {
              onChoose(value)
              close()
            }}
          />
        )
      }
    </FilterChip>
  )
}

/** Every program that was heard of lately, and whose keys the groups name. */
function useKeyChoices() {
  const nameOf = useSourceName()
  const sources = useQuery(sourcesQuery).data?.items ?? []
  const groups = useQuery(requestGroupsQuery({})).data?.items ?? []
  const byId = new Map<string, string>()
  for (const { source } of [...sources, ...groups]) {
    if (source.id && !byId.has(source.id)) byId.set(source.id, nameOf(source))
  }
  return [...byId].map(([value, title]) => ({ value, title }))
}

/** The codes that occur beside the one that is chosen. */
function useCodeChoices(filter: RequestFilter): readonly string[] {
  const groups = useQuery(requestGroupsQuery({ ...filter, code: undefined })).data?.items ?? []
  return [...new Set([...groups.map(({ code }) => code), ...(filter.code ? [filter.code] : [])])]
}
