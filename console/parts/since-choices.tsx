import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChipOptions } from './filter-chip.tsx'

const dayMilliseconds = 86_400_000
/** Hà Nội's clock is seven hours ahead of UTC all year. */
const zoneMilliseconds = 7 * 3_600_000

/** The start of the day in Hà Nội that is `daysAgo` before today, as ISO 8601 in UTC. */
function startOfDay(daysAgo: number): string {
  const local = Date.now() + zoneMilliseconds
  const midnight = Math.floor(local / dayMilliseconds) * dayMilliseconds - zoneMilliseconds
  return new Date(midnight - daysAgo * dayMilliseconds).toISOString()
}

export function SinceChoices({ onChoose }: { onChoose: (since: string) => void }) {
  const { t } = useTranslation()
  const [date, setDate] = useState('')
  return (
    <>
      <ChipOptions
        chosen={undefined}
        options={[
          { value: '0', title: t('filter.today') },
          { value: '6', title: t('filter.days', { count: 7 }) },
          { value: '29', title: t('filter.days', { count: 30 }) },
        ]}
        onChoose={(days) => onChoose(startOfDay(Number(days)))}
      />
      <form
        className="flex gap-2 border-t border-line p-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (date) onChoose(new Date(`${date}T00:00:00+07:00`).toISOString())
        }}
      >
        <input
          type="date"
          required
          aria-label={t('filter.fromDate')}
          value={date}
          onChange={(event) => setDate(event.target.value)}
          className="h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 text-[0.867rem]"
        />
        <button
          type="submit"
          className="h-9 rounded-md bg-accent px-3 text-[0.867rem] font-medium text-accent-ink"
        >
          {t('filter.apply')}
        </button>
      </form>
    </>
  )
}
