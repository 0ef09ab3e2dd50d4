import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { FilterChip } from '../parts/filter-chip.tsx'
import type { ChipProps } from './person-chip.tsx'
import { type StatementFilter, scoreRange } from './statement-filter.ts'

/** What came of it: passed or right, completed, a score between two on the 10-point scale. */
export function ResultChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  return (
    <FilterChip
      name={t('statements.name.result')}
      value={useResultWords(filter)}
      onClear={() =>
        onFilter({ ...filter, success: undefined, completion: undefined, score: undefined })
      }
    >
      {(close) => (
        <ResultForm
          filter={filter}
          onDone={(result) => {
            onFilter({ ...filter, ...result })
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

export function useResultWords(filter: StatementFilter): string | undefined {
  const { t } = useTranslation()
  const language = useLanguage()
  const { from, to } = scoreRange(filter.score)
  const points = (scaled: number | undefined) =>
    scaled === undefined ? '…' : formatNumber(scaled * 10, language, 2)
  const words = [
    filter.success &&
      t(filter.success === 'true' ? 'statements.isSuccess' : 'statements.isFailure'),
    filter.completion &&
      t(filter.completion === 'true' ? 'statements.isComplete' : 'statements.isIncomplete'),
    filter.score && t('statements.points', { score: `${points(from)}–${points(to)}` }),
  ].filter(Boolean)
  return words.length > 0 ? words.join(' · ') : undefined
}

interface ResultFormProps {
  filter: StatementFilter
  onDone: (result: Pick<StatementFilter, 'success' | 'completion' | 'score'>) => void
}

function ResultForm({ filter, onDone }: ResultFormProps) {
  const { t } = useTranslation()
  const range = scoreRange(filter.score)
  const [success, setSuccess] = useState(filter.success ?? '')
  const [completion, setCompletion] = useState(filter.completion ?? '')
  const [from, setFrom] = useState(range.from === undefined ? '' : String(range.from * 10))
  const [to, setTo] = useState(range.to === undefined ? '' : String(range.to * 10))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const scaled = (text: string) => (text === '' ? '' : String(Number(text) / 10))
    const score = from === '' && to === '' ? undefined : `${scaled(from)}..${scaled(to)}`
    onDone({ success: success || undefined, completion: completion || undefined, score })
  }
  return (
    <form className="grid gap-3 p-3" onSubmit={submit}>
      <Choice
        name={t('statements.success')}
        value={success}
        onChange={setSuccess}
        words={[t('statements.isSuccess'), t('statements.isFailure')]}
      />
      <Choice
        name={t('statements.completion')}
        value={completion}
        onChange={setCompletion}
        words={[t('statements.isComplete'), t('statements.isIncomplete')]}
      />
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="mb-1 text-[0.8rem] text-faint">{t('statements.scoreRange')}</legend>
        <Points label={t('statements.scoreFrom')} value={from} onChange={setFrom} />
        <Points label={t('statements.scoreTo')} value={to} onChange={setTo} />
      </fieldset>
      <button
        type="submit"
        className="h-9 rounded-md bg-accent text-[0.867rem] font-medium text-accent-ink pointer-coarse:h-11"
      >
        {t('filter.apply')}
      </button>
    </form>
  )
}

const fieldClass =
  'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.867rem] pointer-coarse:h-11'

interface ChoiceProps {
  name: string
  value: string
  onChange: (value: string) => void
  /** For true, for false. */
  words: readonly [string, string]
}

function Choice({ name, value, onChange, words }: ChoiceProps) {
  const { t } = useTranslation()
  return (
    <label className="grid gap-1 text-[0.8rem] text-faint">
      {name}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={`${fieldClass} text-ink`}
      >
        <option value="">{t('filter.all')}</option>
        <option value="true">{words[0]}</option>
        <option value="false">{words[1]}</option>
      </select>
    </label>
  )
}

interface PointsProps {
  label: string
  value: string
  onChange: (value: string) => void
}

const Points = ({ label, value, onChange }: PointsProps) => (
  <input
    type="number"
    min={-10}
    max={10}
    step="any"
    aria-label={label}
    placeholder={label}
    value={value}
    onChange={(event) => onChange(event.target.value)}
    className={fieldClass}
  />
)
