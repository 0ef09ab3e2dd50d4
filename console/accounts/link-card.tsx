import { CheckCircle2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '../language/format.ts'
import { Button } from '../parts/button.tsx'
import { CopyWordsButton } from '../parts/copy-button.tsx'

interface LinkCardProps {
  url: string
  expiresAt: string
  onClose: () => void
}

/** The one-time link of an account as it is handed over. */
export function LinkCard({ url, expiresAt, onClose }: LinkCardProps) {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="flex items-start gap-2.5">
        <CheckCircle2 className="mt-0.5 size-5 shrink-0 text-ok" aria-hidden />
        {t('accounts.linkReady')}
      </p>
      <div className="rounded-lg border border-line bg-subtle p-3.5">
        <p className="font-mono text-[0.867rem] break-all select-all">{url}</p>
      </div>
      <p className="text-[0.933rem] text-pretty text-muted">
        {t('accounts.linkRules', { time: formatDateTime(expiresAt) })}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('action.close')}</Button>
        <CopyWordsButton text={url} look="primary">
          {t('launch.copy')}
        </CopyWordsButton>
      </div>
    </div>
  )
}
