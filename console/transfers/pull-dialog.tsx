import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StatementImport, StatementImportPull } from '../../src/transfer/wire.ts'
import { ApiError, post } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useErrorText } from '../parts/error-words.ts'
import { Field } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { KeepAuthority } from './keep-authority.tsx'

interface PullDialogProps {
  onClose: () => void
  onMade: (id: string) => void
}

/** Copies what another record store has, through its xAPI endpoint. */
export function PullDialog({ onClose, onMade }: PullDialogProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [keepAuthority, setKeepAuthority] = useState(true)
  const begin = useMutation({
    mutationFn: (body: StatementImportPull) => post<StatementImport>('/imports/pull', body),
    onSuccess: async ({ id }) => {
      onMade(id)
      await queryClient.invalidateQueries({ queryKey: ['imports'] })
    },
  })
  const errorText = useErrorText(begin.error)
  const isEndpointWrong = begin.error instanceof ApiError && begin.error.pointer === '/endpoint'
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
    const { endpoint = '', key = '', secret = '', since } = fields
    begin.mutate({
      endpoint,
      key,
      secret,
      keepAuthority,
      ...(since && { since: new Date(`${since}T00:00:00+07:00`).toISOString() }),
    })
  }
  const text = { required: true, autoComplete: 'off', spellCheck: false } as const
  return (
    <Dialog isOpen onClose={onClose} title={t('transfers.pull')} about={t('transfers.pullAbout')}>
      <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Field
          {...text}
          label={t('feeds.url.forwarding')}
          name="endpoint"
          autoFocus
          type="url"
          maxLength={2_000}
          placeholder="https://…/xapi"
          error={isEndpointWrong ? errorText : undefined}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <Field {...text} label={t('credentials.key')} name="key" />
          <Field {...text} label={t('credentials.secret')} name="secret" type="password" />
        </div>
        <Field
          label={t('transfers.since')}
          name="since"
          type="date"
          isOptional={t('action.optional')}
          hint={t('transfers.sinceHint')}
        />
        <KeepAuthority isKept={keepAuthority} onChange={setKeepAuthority} />
        {begin.error && !isEndpointWrong && <FormError error={begin.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" isBusy={begin.isPending}>
            {t('transfers.pullDo')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
