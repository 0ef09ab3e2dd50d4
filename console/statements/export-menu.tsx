import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../api/client.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Menu, MenuItem, MenuLabel } from '../parts/menu.tsx'
import { exportQuery, type StatementFilter } from './statement-filter.ts'

/** All statements of the filter as a file. The browser saves it while the server still writes it. */
export function ExportMenu({ filter }: { filter: StatementFilter }) {
  const { t } = useTranslation()
  // Excel takes the comma for the decimal sign where Vietnamese is spoken.
  const separator = useLanguage() === 'vi' ? ';' : ','
  const files = [
    ['csv', { ...exportQuery(filter), separator }],
    ['ndjson', exportQuery(filter)],
    ['parquet', exportQuery(filter)],
  ] as const
  return (
    <Menu trigger={<Button icon={<Download aria-hidden />}>{t('statements.export')}</Button>}>
      <MenuLabel>{t('statements.exportAbout')}</MenuLabel>
      {files.map(([form, query]) => (
        <MenuItem key={form} asChild>
          <a href={apiUrl(`/exports/statements.${form}`, query)} download>
            {t(`statements.exportAs.${form}`)}
          </a>
        </MenuItem>
      ))}
    </Menu>
  )
}
