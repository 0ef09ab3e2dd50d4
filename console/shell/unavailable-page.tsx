import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../parts/states.tsx'

/** In place of the whole console, when not even the account could be asked for or a page broke. */
export function UnavailablePage({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation()
  const router = useRouter()
  return (
    <main className="grid min-h-dvh place-items-center">
      <ErrorState
        error={error}
        what={t('state.consoleFailed')}
        retry={() => {
          reset()
          router.invalidate()
        }}
      />
    </main>
  )
}
