import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Link2Off } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, post } from '../api/client.ts'
import { meQuery, setupQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { Field } from '../parts/field.tsx'
import { Entrance } from './entrance.tsx'
import { passwordCharactersMin, passwordStrength } from './password-strength.ts'
import { FormError } from './sign-in-page.tsx'

const deadLinkCodes = ['setup-link-invalid', 'setup-already-done']

/** The first administrator is made here, with the one-time token that the terminal printed; it stands in the fragment. */
export function SetupPage() {
  const { t } = useTranslation()
  const [token] = useState(() => decodeURIComponent(location.hash.slice(1)))
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const setup = useQuery(setupQuery)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const create = useMutation({
    mutationFn: () =>
      post<Me>('/setup', {
        token,
        name: name.normalize('NFC').trim(),
        email: email.trim(),
        password,
      }),
    onSuccess: async (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      await navigate({ to: '/', replace: true })
    },
  })
  useEffect(() => {
    document.title = `${t('setup.title')} · hocba`
  }, [t])
  const isDead = create.error instanceof ApiError && deadLinkCodes.includes(create.error.code)
  if (setup.data?.isOpen === false) return <DeadLink reason="done" />
  if (token === '' || isDead) return <DeadLink reason="link" />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Entrance title={t('setup.title')} about={t('setup.about')}>
      <form onSubmit={submit} className="grid gap-4">
        <Field
          label={t('setup.name')}
          name="name"
          autoComplete="name"
          placeholder="Nguyễn Văn An"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t('signIn.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Field
          label={t('signIn.password')}
          type="password"
          name="password"
          autoComplete="new-password"
          required
          minLength={passwordCharactersMin}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint={<StrengthHint password={password} />}
        />
        {create.isError && <FormError error={create.error} />}
        <Button type="submit" look="primary" isBusy={create.isPending} className="mt-1 h-11 w-full">
          {t('setup.create')}
        </Button>
      </form>
    </Entrance>
  )
}

export function StrengthHint({ password }: { password: string }) {
  const { t } = useTranslation()
  const strength = passwordStrength(password)
  const tone = strength >= 3 ? 'bg-ok' : strength === 2 ? 'bg-accent' : 'bg-warn'
  return (
    <div className="grid gap-1.5">
      <div className="flex gap-1" aria-hidden>
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={classNames(
              'h-1 flex-1 rounded-full transition-colors',
              step <= strength ? tone : 'bg-line',
            )}
          />
        ))}
      </div>
      <span aria-live="polite">
        {password === '' || strength === 0
          ? t('setup.passwordRule', { count: passwordCharactersMin })
          : t(`setup.strength${strength}`)}
      </span>
    </div>
  )
}

function DeadLink({ reason }: { reason: 'done' | 'link' }) {
  const { t } = useTranslation()
  return (
    <Entrance title={t(`setup.${reason}Title`)} about={t(`setup.${reason}About`)}>
      <div className="flex gap-3 rounded-lg bg-subtle p-4 text-[0.933rem] text-muted">
        <Link2Off className="mt-0.5 size-4.5 shrink-0" aria-hidden />
        <p>{t(`setup.${reason}Next`)}</p>
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
