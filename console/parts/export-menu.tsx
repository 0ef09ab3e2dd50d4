import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl, type Query } from '../api/client.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from './button.tsx'
import { Menu, MenuItem, MenuLabel } from './menu.tsx'

interface ExportMenuProps {
  /** What the files have in them. */
  about: string
  /** Path of the export without the form's ending, e.g. `/exports/statements`. */
  path: string
  query: Query
  forms: readonly { readonly form: string; readonly title: ReactNode }[]
}

/** Everything that a list shows, as a file. The browser saves it while the server still writes it. */
export function ExportMenu({ about, path, query, forms }: ExportMenuProps) {
  const { t } = useTranslation()
  // Excel takes the comma for the decimal sign where Vietnamese is spoken.
  const separator = useLanguage() === 'vi' ? ';' : ','
  return (
    <Menu trigger={<Button icon={<Download aria-hidden />}>{t('statements.export')}</Button>}>
      <MenuLabel>{about}</MenuLabel>
      {forms.map(({ form, title }) => (
        <MenuItem key={form} asChild>
          <a
            href={apiUrl(`${path}.${form}`, form === 'csv' ? { ...query, separator } : query)}
            download
          >
            {title}
          </a>
        </MenuItem>
      ))}
    </Menu>
  )
}
