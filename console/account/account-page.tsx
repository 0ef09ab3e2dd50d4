import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useGrantWords } from '../accounts/role-picker.tsx'
import { post } from '../api/client.ts'
import { meQuery, ownSessionsQuery } from '../api/queries.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { Field } from '../parts/field.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { passwordCharactersMin } from '../sign-in/password-strength.ts'
import { StrengthHint } from '../sign-in/setup-page.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { SecondFactorCard } from './second-factor-card.tsx'
import { SessionRows } from './session-rows.tsx'

/** One's own account: roles, password, second factor, and where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const wordsOf = useGrantWords()
  usePageTitle(t('account.title'))
  if (!me) return <SkeletonRows />
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={t('account.title')}
        below={
          <>
            <span className="block font-medium text-ink">{me.name}</span>
            <span className="block">{me.email}</span>
            <span className="mt-2 flex flex-wrap gap-1.5">
              {me.grants.map((grant) => (
                <Badge key={grant.id} tone="accent">
                  {wordsOf(grant)}
                </Badge>
              ))}
            </span>
          </>
        }
      />
      <div className="grid gap-4">
        {me.hasPassword && <PasswordCard email={me.email} />}
        {me.hasPassword && <SecondFactorCard isOn={me.hasSecondFactor} />}
        <SessionsCard />
      </div>
    </div>
  )
}

function PasswordCard({ email }: { email: string }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const change = useMutation({
    mutationFn: () => post('/me/password', { password, newPassword }),
    onSuccess: async () => {
      setPassword('')
      setNewPassword('')
      toast.success(t('account.passwordChanged'))
      await queryClient.invalidateQueries({ queryKey: ownSessionsQuery.queryKey })
    },
  })
  return (
    <Card title={t('account.password')} hint={t('account.passwordAbout')}>
      <form
        className="grid items-start gap-4 p-5 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field
          label={t('account.passwordNow')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Field
          label={t('account.passwordNew')}
          type="password"
          autoComplete="new-password"
          required
          minLength={passwordCharactersMin}
          value={newPassword}
          onChange={(event) => setNewPassword(event.target.value)}
          hint={<StrengthHint password={newPassword} />}
        />
        <div className="grid gap-4 sm:col-span-2">
          {change.isError && <FormError error={change.error} />}
          <div className="flex justify-end">
            <Button type="submit" isBusy={change.isPending}>
              {t('account.changePassword')}
            </Button>
          </div>
        </div>
      </form>
    </Card>
  )
}

function SessionsCard() {
  const { t } = useTranslation()
  const sessions = useQuery(ownSessionsQuery)
  return (
    <Card title={t('account.sessions')} hint={t('account.sessionsAbout')}>
      {sessions.isPending && <SkeletonRows rows={2} />}
      {sessions.isLoadingError && !sessions.data && (
        <ErrorState
          error={sessions.error}
          what={t('account.sessionsFailed')}
          retry={() => sessions.refetch()}
          isCompact
        />
      )}
      {sessions.data && <SessionRows items={sessions.data.items} path="/me/sessions" mayEnd />}
    </Card>
  )
}
