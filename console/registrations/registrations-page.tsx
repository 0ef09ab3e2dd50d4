import { getRouteApi } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/card.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { RegisterDialog } from './register-dialog.tsx'
import { RegistrationList } from './registration-list.tsx'

const route = getRouteApi('/app/registrations')

export function RegistrationsPage() {
  const { t } = useTranslation()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const [isRegistering, setRegistering] = useState(false)
  usePageTitle(t('nav.registrations'))
  const mayRegister = useMay()('registrations/write')
  const register = mayRegister && (
    <Button look="primary" icon={<UserPlus aria-hidden />} onClick={() => setRegistering(true)}>
      {t('package.register')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('nav.registrations')}
        below={t('registrations.about')}
        actions={register}
      />
      <RegistrationList
        filter={filter}
        onFilter={(next) => navigate({ search: next, replace: true })}
        emptyAction={register}
      />
      <p className="mt-3 text-right text-[0.8rem] text-faint">{t('state.zone')}</p>
      <RegisterDialog isOpen={isRegistering} onClose={() => setRegistering(false)} of={{}} />
    </>
  )
}
