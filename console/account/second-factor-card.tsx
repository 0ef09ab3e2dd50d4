import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { post, remove } from '../api/client.ts'
import { meQuery } from '../api/queries.ts'
import type { SecondFactorCodes, SecondFactorStart } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Button, buttonClass } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { CopyWordsButton } from '../parts/copy-button.tsx'
import { Field } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { QrCode } from './qr-code.tsx'

/** Turns the second factor on, in three steps: password, code, recovery codes; or off, with the password. */
export function SecondFactorCard({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const refresh = () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  const begin = useMutation({
    mutationFn: () => post<SecondFactorStart>('/me/second-factor', { password }),
    onSuccess: () => setPassword(''),
  })
  const confirm = useMutation({
    mutationFn: () => post<SecondFactorCodes>('/me/second-factor/confirm', { code }),
    onSuccess: () => setCode(''),
  })
  const end = useMutation({
    mutationFn: () => remove('/me/second-factor', { password }),
    onSuccess: async () => {
      setPassword('')
      toast.success(t('account.factorOff'))
      await refresh()
    },
  })
  const finish = async () => {
    begin.reset()
    confirm.reset()
    await refresh()
  }
  const ask = isOn ? end : begin
  return (
    <Card
      title={t('account.factor')}
      hint={t('account.factorAbout')}
      action={
        isOn && (
          <Badge tone="ok" icon={<ShieldCheck aria-hidden />}>
            {t('account.factorIsOn')}
          </Badge>
        )
      }
    >
      <div className="grid gap-4 p-5">
        {confirm.data ? (
          <Codes {...confirm.data} onDone={finish} />
        ) : begin.data ? (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault()
              confirm.mutate()
            }}
          >
            <Secret {...begin.data} />
            <Field
              label={t('account.factorCode')}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              value={code}
              onChange={(event) => setCode(event.target.value)}
              className="max-w-60"
            />
            {confirm.isError && <FormError error={confirm.error} />}
            <div className="flex justify-end gap-2">
              <Button onClick={() => begin.reset()}>{t('action.cancel')}</Button>
              <Button type="submit" look="primary" isBusy={confirm.isPending}>
                {t('account.factorConfirm')}
              </Button>
            </div>
          </form>
        ) : (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault()
              ask.mutate()
            }}
          >
            <div className="flex flex-wrap items-end gap-4">
              <Field
                label={t('account.passwordNow')}
                type="password"
                autoComplete="current-password"
                required
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                className="min-w-0 flex-1 basis-60"
              />
              <Button type="submit" isBusy={ask.isPending}>
                {t(isOn ? 'account.factorEnd' : 'account.factorBegin')}
              </Button>
            </div>
            {ask.isError && <FormError error={ask.error} />}
          </form>
        )}
      </div>
    </Card>
  )
}

/** The same key as a picture to scan and as text to type. */
function Secret({ secret, uri }: SecondFactorStart) {
  const { t } = useTranslation()
  const groups = secret.match(/.{1,4}/g)?.join(' ')
  return (
    <div className="grid gap-3">
      <p className="text-muted">{t('account.factorSecret')}</p>
      <div className="flex flex-wrap items-start gap-4">
        <QrCode text={uri} label={t('account.factorPicture', { key: groups })} />
        <div className="grid min-w-0 flex-1 basis-60 gap-3">
          <p className="rounded-lg border border-line bg-subtle p-3.5 font-mono text-[1.067rem] break-words select-all">
            {groups}
          </p>
          <div className="flex flex-wrap gap-2">
            <CopyWordsButton text={secret}>{t('account.factorCopy')}</CopyWordsButton>
            <a href={uri} className={buttonClass('secondary')}>
              {t('account.factorOpen')}
            </a>
          </div>
        </div>
      </div>
    </div>
  )
}

function Codes({ recoveryCodes, onDone }: SecondFactorCodes & { onDone: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-4">
      <p>{t('account.recovery')}</p>
      <ul className="grid grid-cols-2 gap-2 rounded-lg border border-line bg-subtle p-4 font-mono sm:grid-cols-5">
        {recoveryCodes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <CopyWordsButton text={recoveryCodes.join('\n')}>
          {t('account.recoveryCopy')}
        </CopyWordsButton>
        <Button look="primary" onClick={onDone}>
          {t('account.recoveryDone')}
        </Button>
      </div>
    </div>
  )
}
