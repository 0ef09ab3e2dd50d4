import { useTranslation } from 'react-i18next'
import { ExportMenu } from '../parts/export-menu.tsx'
import { exportQuery, type StatementFilter } from './statement-filter.ts'

const forms = ['csv', 'ndjson', 'parquet'] as const

/** All statements of the filter as a file. */
export function StatementExport({ filter }: { filter: StatementFilter }) {
  const { t } = useTranslation()
  return (
    <ExportMenu
      about={t('statements.exportAbout')}
      path="/exports/statements"
      query={exportQuery(filter)}
      forms={forms.map((form) => ({ form, title: t(`statements.exportAs.${form}`) }))}
    />
  )
}
