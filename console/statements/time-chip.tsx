import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatDateTime } from '../language/format.ts'
import { ChipOptions, FilterChip } from '../parts/filter-chip.tsx'
import type { ChipProps } from './person-chip.tsx'
import type { StatementFilter } from './statement-filter.ts'

const hour = 3_600_000
const day = 24 * hour
/** Hà Nội's clock is seven hours ahead of UTC all year. */
const zone = 7 * hour

type Preset = 'hour' | 'day' | 'today' | 'week' | 'month'

const presets: readonly Preset[] = ['hour', 'day', 'today', 'week', 'month']

/** The start of the day in Hà Nội that is `daysAgo` before today. */
const midnight = (daysAgo: number): number =>
  Math.floor((Date.now() + zone) / day) * day - zone - daysAgo * day

const startOf: Record<Preset, () => number> = {
  hour: () => Date.now() - hour,
  day: () => Date.now() - day,
  today: () => midnight(0),
  week: () => midnight(6),
  month: () => midnight(29),
}

/** When it was stored: a usual span up to now, or from and to. */
export function TimeChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  const set = (since: string | undefined, until: string | undefined) =>
    onFilter({ ...filter, since, until })
  return (
    <FilterChip
      name={t('statements.name.since')}
      value={useSpanWords(filter)}
      onClear={() => set(undefined, undefined)}
    >
      {(close) => (
        <>
          <ChipOptions
            chosen={undefined}
            options={presets.map((preset) => ({
              value: preset,
              title: t(`statements.span.${preset}`),
            }))}
            onChoose={(preset) => {
              set(new Date(startOf[preset as Preset]()).toISOString(), undefined)
              close()
            }}
          />
          <SpanForm
            filter={filter}
            onDone={(since, until) => {
              set(since, until)
              close()
            }}
          />
        </>
      )}
    </FilterChip>
  )
}

/** `21/11/2026`, or with the time where it is not midnight. */
const short = (iso: string): string =>
  (Date.parse(iso) + zone) % day === 0 ? formatDate(iso) : formatDateTime(iso)

export function useSpanWords({ since, until }: StatementFilter): string | undefined {
  const { t } = useTranslation()
  if (since && until) return `${short(since)} – ${short(until)}`
  if (since) return t('statements.from', { time: short(since) })
  return until && t('statements.to', { time: short(until) })
}

interface SpanFormProps {
  filter: StatementFilter
  onDone: (since: string | undefined, until: string | undefined) => void
}

/** As a `datetime-local` field shows it, by Hà Nội's clock. */
const local = (iso: string | undefined): string =>
  iso ? new Date(Date.parse(iso) + zone).toISOString().slice(0, 16) : ''
const instant = (text: string): string | undefined =>
  text === '' ? undefined : new Date(`${text}:00+07:00`).toISOString()

function SpanForm({ filter, onDone }: SpanFormProps) {
  const { t } = useTranslation()
  const [from, setFrom] = useState(local(filter.since))
  const [to, setTo] = useState(local(filter.until))
  const isWrong = from !== '' && to !== '' && from >= to
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone(instant(from), instant(to))
  }
  const fieldClass =
    'h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.867rem] pointer-coarse:h-11'
  return (
    <form className="grid gap-2 border-t border-line p-3" onSubmit={submit}>
      <label className="grid gap-1 text-[0.8rem] text-faint">
        {t('statements.fromTime')}
        <input
          type="datetime-local"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          className={fieldClass}
        />
      </label>
      <label className="grid gap-1 text-[0.8rem] text-faint">
        {t('statements.toTime')}
        <input
          type="datetime-local"
          value={to}
          onChange={(event) => setTo(event.target.value)}
          className={fieldClass}
        />
      </label>
      {isWrong && <p className="text-[0.8rem] text-bad">{t('statements.spanWrong')}</p>}
      <button
        type="submit"
        disabled={isWrong}
        className="h-9 rounded-md bg-accent text-[0.867rem] font-medium text-accent-ink disabled:opacity-50 pointer-coarse:h-11"
      >
        {t('filter.apply')}
      </button>
    </form>
  )
}
