import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { KeyRound, LogIn, TriangleAlert } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, post } from '../api/client.ts'
import { meQuery, setupQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import { Button, buttonClass } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { useErrorText } from '../parts/error-words.ts'
import { Field } from '../parts/field.tsx'
import { Entrance } from './entrance.tsx'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { t } = useTranslation()
  const { to, problem } = route.useSearch()
  const router = useRouter()
  const queryClient = useQueryClient()
  const setup = useQuery(setupQuery)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const signIn = useMutation({
    mutationFn: () =>
      post<Me>('/sign-in', {
        email: email.trim(),
        password,
        ...(code.trim() && { code: code.trim() }),
      }),
    // A class signs in at one moment; its last wait some seconds more, and need not press the button again.
    retry: (times, error) =>
      times < 5 && error instanceof ApiError && error.code === 'sign-in-busy',
    retryDelay: () => 2_000 + 4_000 * Math.random(),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      router.history.push(pathWithin(to))
    },
  })
  const wantsCode = useWantsCode(signIn.error)
  useEffect(() => {
    document.title = `${t('signIn.title')} · hocba`
  }, [t])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <Entrance title={t('signIn.title')} about={t('signIn.about')}>
      {setup.data?.isOpen && (
        <div className="mb-6 flex gap-3 rounded-lg bg-accent-soft p-4 text-[0.933rem]">
          <KeyRound className="mt-0.5 size-4.5 shrink-0 text-accent" aria-hidden />
          <p>{t('signIn.setupOpen')}</p>
        </div>
      )}
      {problem && !signIn.isError && (
        <div className="mb-5">
          <FormError
            error={new ApiError({ code: problem, message: t('problem.identity-refused') }, 403)}
          />
        </div>
      )}
      <form onSubmit={submit} className="grid gap-4">
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
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {wantsCode && (
          <Field
            label={t('signIn.code')}
            name="code"
            autoComplete="one-time-code"
            autoFocus
            required
            value={code}
            onChange={(event) => setCode(event.target.value)}
            hint={t('signIn.codeHint')}
          />
        )}
        {signIn.isError && !isCodeNeeded(signIn.error) && <FormError error={signIn.error} />}
        <Button type="submit" look="primary" isBusy={signIn.isPending} className="mt-1 h-11 w-full">
          {t('signIn.in')}
        </Button>
      </form>
      {setup.data?.providerName && (
        <a
          href="/api/v1/oidc/sign-in"
          className={classNames(buttonClass('secondary'), 'mt-3 h-11 w-full')}
        >
          <LogIn aria-hidden />
          {t('signIn.provider', { name: setup.data.providerName })}
        </a>
      )}
      {!setup.data?.isOpen && (
        <p className="mt-6 text-[0.867rem] text-faint">{t('signIn.forgot')}</p>
      )}
    </Entrance>
  )
}

export const isCodeNeeded = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'second-factor-needed'

/** Once the server has asked for the second factor, the field stays. */
function useWantsCode(error: unknown): boolean {
  const [wants, setWants] = useState(false)
  useEffect(() => {
    if (isCodeNeeded(error)) setWants(true)
  }, [error])
  return wants
}

export function FormError({ error }: { error: unknown }) {
  const text = useErrorText(error)
  const detail = error instanceof ApiError ? detailOf(error) : undefined
  return (
    <div
      role="alert"
      className="flex gap-2.5 rounded-lg bg-bad-soft px-3.5 py-3 text-[0.933rem] text-bad"
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <p>
        {text}
        {detail && <span className="mt-1 block font-mono text-[0.8rem] opacity-80">{detail}</span>}
      </p>
    </div>
  )
}

/** Only a path of this console: an address elsewhere must not be reachable through a sign-in link. */
function pathWithin(to: string | undefined): string {
  return to?.startsWith('/') && !/^\/[/\\]/.test(to) ? to : '/'
}

/** What support asks for: the request where the server is at fault, the place in it where that was. */
const detailOf = ({ status, code, requestId, pointer }: ApiError): string | undefined =>
  status >= 500 ? requestId : code === 'invalid-request' ? pointer : undefined
