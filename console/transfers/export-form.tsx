import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../api/client.ts'
import { useLanguage } from '../language/language.ts'
import { buttonClass } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { RadioCards } from '../parts/radio-cards.tsx'
import { exportQuery, type StatementFilter } from '../statements/statement-filter.ts'
import { StatementFilters } from '../statements/statement-filters.tsx'

const forms = ['csv', 'ndjson', 'parquet'] as const

/** Which statements, as what; the browser saves the file while the server still writes it. */
export function ExportForm() {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<StatementFilter>({})
  const [form, setForm] = useState<string>('csv')
  // Excel takes the comma for the decimal sign where Vietnamese is spoken.
  const separator = useLanguage() === 'vi' ? ';' : ','
  const query = { ...exportQuery(filter), ...(form === 'csv' && { separator }) }
  return (
    <Card>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 p-5">
        <section className="grid gap-2" aria-label={t('feeds.which')}>
          <h2 className="font-semibold">{t('feeds.which')}</h2>
          <StatementFilters
            filter={filter}
            onFilter={setFilter}
            onClear={() => setFilter({})}
            isWrapped
          />
        </section>
        <section className="grid gap-2">
          <h2 className="font-semibold">{t('transfers.form')}</h2>
          <RadioCards
            label={t('transfers.form')}
            value={form}
            onChange={setForm}
            choices={forms.map((value) => ({
              value,
              title: t(`statements.exportAs.${value}`),
              about: t(`transfers.formAbout.${value}`),
            }))}
          />
        </section>
        <a
          href={apiUrl(`/exports/statements.${form}`, query)}
          download
          className={`${buttonClass('primary')} justify-self-start`}
        >
          <Download aria-hidden />
          {t('transfers.download')}
        </a>
      </div>
    </Card>
  )
}
