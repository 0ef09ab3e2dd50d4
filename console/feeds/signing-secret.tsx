import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { CopyField } from '../parts/copy-button.tsx'

/** A webhook's secret, this once. */
export function SigningSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <p className="flex items-center gap-3 rounded-lg bg-warn-soft px-3.5 py-2.5 text-[0.933rem] text-warn">
        <TriangleAlert className="size-4.5 shrink-0" aria-hidden />
        {t('credentials.once')}
      </p>
      <CopyField label={t('feeds.secret')} value={secret} />
      <p className="text-pretty text-muted">{t('feeds.secretAbout')}</p>
      <div className="flex justify-end">
        <Button look="primary" onClick={onDone}>
          {t('credentials.saved')}
        </Button>
      </div>
    </div>
  )
}
