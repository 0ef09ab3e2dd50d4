import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Link2Off } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, post } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { Field } from '../parts/field.tsx'
import { Entrance } from './entrance.tsx'
import { passwordCharactersMin } from './password-strength.ts'
import { StrengthHint } from './setup-page.tsx'
import { FormError, isCodeNeeded } from './sign-in-page.tsx'

/** Whoever was invited, or has lost their password, chooses one here; the one-time token stands in the fragment. */
export function WelcomePage() {
  const { t } = useTranslation()
  const [token] = useState(() => location.hash.slice(1))
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [password, setPassword] = useState('')
  const claim = useMutation({
    mutationFn: () => post<Me>('/account-links/claim', { token, password }),
    onSuccess: async (me) => {
      queryClient.clear()
      queryClient.setQueryData(meQuery.queryKey, me)
      await navigate({ to: '/', replace: true })
    },
    // The password is chosen; who has a second factor signs in with both.
    onError: async (error) => {
      if (isCodeNeeded(error)) await navigate({ to: '/sign-in', search: {}, replace: true })
    },
  })
  useEffect(() => {
    document.title = `${t('welcome.title')} · hocba`
  }, [t])
  const isDead = claim.error instanceof ApiError && claim.error.code === 'account-link-invalid'
  if (token === '' || isDead) return <DeadLink />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    claim.mutate()
  }
  return (
    <Entrance title={t('welcome.title')} about={t('welcome.about')}>
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label={t('signIn.password')}
          type="password"
          name="password"
          autoComplete="new-password"
          autoFocus
          required
          minLength={passwordCharactersMin}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint={<StrengthHint password={password} />}
        />
        {claim.isError && <FormError error={claim.error} />}
        <Button type="submit" look="primary" isBusy={claim.isPending} className="mt-1 h-11 w-full">
          {t('welcome.enter')}
        </Button>
      </form>
    </Entrance>
  )
}

function DeadLink() {
  const { t } = useTranslation()
  return (
    <Entrance title={t('setup.linkTitle')} about={t('welcome.deadAbout')}>
      <div className="flex gap-3 rounded-lg bg-subtle p-4 text-[0.933rem] text-muted">
        <Link2Off className="mt-0.5 size-4.5 shrink-0" aria-hidden />
        <p>{t('welcome.deadNext')}</p>
      </div>
      <Link
        to="/sign-in"
        search={{}}
        className={classNames(buttonClass('primary'), 'mt-5 h-11 w-full')}
      >
        {t('signIn.title')}
      </Link>
    </Entrance>
  )
}
