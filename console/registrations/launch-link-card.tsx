import { Link } from '@tanstack/react-router'
import { CheckCircle2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '../language/format.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { CopyWordsButton } from '../parts/copy-button.tsx'

interface LaunchLinkCardProps {
  launchUrl: string
  expiresAt: string
  registration: string
  isNew: boolean
  /** Leaves out the way to the registration's page, for the dialog on that very page. */
  isHere?: boolean
  onClose: () => void
}

/** The link as it is handed over: whole, copied with one press, with its rules beside it. */
export function LaunchLinkCard(props: LaunchLinkCardProps) {
  const { launchUrl, expiresAt, registration, isNew, isHere, onClose } = props
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="flex items-start gap-2.5">
        <CheckCircle2 className="mt-0.5 size-5 shrink-0 text-ok" aria-hidden />
        {t(isNew ? 'launch.created' : isHere ? 'launch.ready' : 'launch.existing')}
      </p>
      <div className="rounded-lg border border-line bg-subtle p-3.5">
        <p className="font-mono text-[0.867rem] break-all select-all">{launchUrl}</p>
      </div>
      <p className="text-[0.933rem] text-pretty text-muted">
        {t('launch.rules', { time: formatDateTime(expiresAt) })}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        {isHere ? (
          <Button onClick={onClose}>{t('action.close')}</Button>
        ) : (
          <Link
            to="/registrations/$registration"
            params={{ registration }}
            onClick={onClose}
            className={buttonClass('secondary')}
          >
            {t('launch.openRegistration')}
          </Link>
        )}
        <CopyWordsButton text={launchUrl} look="primary">
          {t('launch.copy')}
        </CopyWordsButton>
      </div>
    </div>
  )
}
