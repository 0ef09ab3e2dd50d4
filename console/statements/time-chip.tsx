import { useTranslation } from 'react-i18next'
import { formatDate, formatDateTime } from '../language/format.ts'
import { ChipOptions, FilterChip } from '../parts/filter-chip.tsx'
import { SpanForm } from '../parts/span-form.tsx'
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
            span={filter}
            verb={t('filter.apply')}
            className="border-t border-line p-3"
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
