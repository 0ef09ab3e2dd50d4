import { useTranslation } from 'react-i18next'

interface KeepAuthorityProps {
  isKept: boolean
  onChange: (isKept: boolean) => void
}

/** Whether statements keep the authority that they came with. */
export function KeepAuthority({ isKept, onChange }: KeepAuthorityProps) {
  const { t } = useTranslation()
  return (
    <label className="flex items-start gap-3">
      <input
        type="checkbox"
        checked={isKept}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span>
        <span className="block text-[0.933rem] font-medium">{t('transfers.keepAuthority')}</span>
        <span className="block text-[0.867rem] text-muted">
          {t('transfers.keepAuthorityAbout')}
        </span>
      </span>
    </label>
  )
}
