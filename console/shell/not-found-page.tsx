import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../parts/button.tsx'
import { EmptyState } from '../parts/states.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <EmptyState
        isPage
        icon={<Compass aria-hidden />}
        title={t('state.noPage')}
        action={
          <Link to="/" className={buttonClass('secondary')}>
            {t('nav.home')}
          </Link>
        }
      >
        {t('state.noPageAbout')}
      </EmptyState>
    </main>
  )
}
