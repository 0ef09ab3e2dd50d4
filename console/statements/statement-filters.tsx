import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { credentialsQuery } from '../api/queries.ts'
import { classNames } from '../parts/class-names.ts'
import { FilterChip } from '../parts/filter-chip.tsx'
import { menuItemClass } from '../parts/menu.tsx'
import { LeftOutChips } from './left-out-chips.tsx'
import { ObjectChip } from './object-chip.tsx'
import { type ChipProps, PersonChip } from './person-chip.tsx'
import { ResultChip } from './result-chip.tsx'
import { withCondition } from './statement-filter.ts'
import { TimeChip } from './time-chip.tsx'
import { VerbChip } from './verb-chip.tsx'

interface StatementFiltersProps extends ChipProps {
  onClear: () => void
  /** False where the filter is of what is yet to come. */
  hasTime?: boolean
  /** On a phone too chips go on in the next line, instead of beyond the edge. */
  isWrapped?: boolean
}

export function StatementFilters(props: StatementFiltersProps) {
  const { filter, onFilter, onClear, hasTime = true, isWrapped } = props
  const { t } = useTranslation()
  const chips = { filter, onFilter }
  const isAny = Object.values(filter).some(Boolean)
  return (
    <div
      className={classNames(
        'flex items-center gap-2 sm:flex-wrap',
        // What is filtered by must be in view; what one could filter by may wait beside a phone's edge.
        isAny || isWrapped
          ? 'flex-wrap'
          : 'max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:[scrollbar-width:none] [&>*]:shrink-0',
      )}
      data-statement-filters
    >
      <PersonChip {...chips} />
      <VerbChip {...chips} />
      <ObjectChip {...chips} />
      {hasTime && <TimeChip {...chips} />}
      <ResultChip {...chips} />
      <KeyChip {...chips} />
      <RegistrationChip {...chips} />
      <LeftOutChips {...chips} />
      {isAny && (
        <button
          type="button"
          onClick={onClear}
          className="h-9 rounded-full px-3 text-[0.867rem] text-muted hover:text-ink hover:underline pointer-coarse:h-11"
        >
          {t('filter.clear')}
        </button>
      )}
    </div>
  )
}

/** Which credential sent them. */
function KeyChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  const found = useQuery(credentialsQuery)
  const items = found.data?.items ?? []
  const name = items.find(({ key }) => key === filter.key)?.name ?? filter.key
  return (
    <FilterChip
      name={t('statements.name.key')}
      value={name}
      onClear={() => onFilter(withCondition(filter, 'key', undefined))}
    >
      {(close) => (
        <ul className="max-h-80 overflow-y-auto p-1">
          {items.length === 0 && (
            <li className="px-2.5 py-3 text-faint">{t('credentials.empty')}</li>
          )}
          {items.map((one) => (
            <li key={one.key}>
              <button
                type="button"
                aria-pressed={one.key === filter.key}
                className={classNames(menuItemClass, 'hover:bg-subtle')}
                onClick={() => {
                  onFilter(withCondition(filter, 'key', one.key))
                  close()
                }}
              >
                <span className="min-w-0 flex-1 truncate">{one.name}</span>
                {one.key === filter.key && <Check className="text-accent!" aria-hidden />}
              </button>
            </li>
          ))}
        </ul>
      )}
    </FilterChip>
  )
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function RegistrationChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  return (
    <FilterChip
      name={t('statements.name.registration')}
      value={filter.registration && `${filter.registration.slice(0, 8)}…`}
      onClear={() => onFilter(withCondition(filter, 'registration', undefined))}
    >
      {(close) => (
        <RegistrationForm
          value={filter.registration ?? ''}
          onDone={(id) => {
            onFilter(withCondition(filter, 'registration', id))
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

function RegistrationForm({ value, onDone }: { value: string; onDone: (id: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const [isWrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text === '' || uuid.test(text)) onDone(text.toLowerCase())
    else setWrong(true)
  }
  return (
    <form className="grid gap-2 p-3" onSubmit={submit}>
      <input
        aria-label={t('statements.name.registration')}
        aria-invalid={isWrong || undefined}
        className="h-9 w-full rounded-md border border-line-strong bg-surface px-2.5 font-mono text-[0.8rem] aria-invalid:border-bad pointer-coarse:h-11"
        placeholder="00000000-0000-4000-8000-000000000000"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value.trim())
          setWrong(false)
        }}
      />
      {isWrong && <p className="text-[0.8rem] text-bad">{t('statements.idWrong')}</p>}
      <button
        type="submit"
        className="h-9 rounded-md bg-accent text-[0.867rem] font-medium text-accent-ink pointer-coarse:h-11"
      >
        {t('filter.apply')}
      </button>
    </form>
  )
}
