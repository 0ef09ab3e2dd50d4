import { useTranslation } from 'react-i18next'
import type { ClassMember } from '../api/types.ts'
import { inputClass } from '../parts/field.tsx'

interface HomeFilterProps {
  members: readonly ClassMember[]
  value: string | undefined
  onChange: (home: string | undefined) => void
}

/** Keeps the learners whom one organisation sent; nothing where nobody's is known. */
export function HomeFilter({ members, value, onChange }: HomeFilterProps) {
  const { t } = useTranslation()
  const homes = new Map(
    members.flatMap(({ organisation }) =>
      organisation ? [[organisation.id, organisation.name]] : [],
    ),
  )
  if (homes.size === 0) return null
  const sorted = [...homes].sort(([, a], [, b]) => a.localeCompare(b, 'vi'))
  return (
    <select
      aria-label={t('learners.home')}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      className={`${inputClass} h-9 w-auto max-w-64 min-w-0 truncate`}
    >
      <option value="">{t('classes.allHomes')}</option>
      {sorted.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
