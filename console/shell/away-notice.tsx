import { CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useIsServerAway } from '../api/recovery.ts'

/** Above every page while the server is away: what is still shown may be old. */
export function AwayNotice() {
  const { t } = useTranslation()
  const isAway = useIsServerAway()
  return (
    <div role="status">
      {isAway && (
        <p className="flex items-center gap-2 bg-bad-soft px-4 py-2 text-bad sm:px-8">
          <CloudOff className="size-4 shrink-0" aria-hidden />
          {t('state.away')}
        </p>
      )}
    </div>
  )
}
