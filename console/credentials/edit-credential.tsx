import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeCredential } from '../../src/access/wire.ts'
import { ApiError, patch } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { Credential } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { type CredentialDraft, LimitsPart, newDraft } from './credential-form.tsx'
import { changeOf, dayOf, useFilterWords } from './limits.ts'

interface EditCredentialProps {
  one: Credential
  onDone: () => void
}

/** Name and limits. What it may do stays: for other rights a key of its own is clearer. */
export function EditCredential({ one, onDone }: EditCredentialProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { packages } = useFilterWords(one.filter)
  const [draft, setDraft] = useState<CredentialDraft>(() => ({
    ...newDraft,
    name: one.name,
    lastDay: one.expiresAt ? dayOf(one.expiresAt) : '',
    origins: (one.allowedOrigins ?? []).join('\n'),
    packages,
  }))
  const change = useMutation({
    mutationFn: (body: ChangeCredential) =>
      patch<Credential>(`/credentials/${encodeURIComponent(one.key)}`, body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: credentialsQuery.queryKey })
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(changeOf(draft, one))
  }
  const { error } = change
  const isOriginWrong = error instanceof ApiError && error.pointer?.startsWith('/allowedOrigins')
  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field
        label={t('credentials.name')}
        required
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <LimitsPart
        draft={draft}
        onChange={setDraft}
        originsError={isOriginWrong ? t('credentials.originsWrong') : undefined}
      />
      {error !== null && !isOriginWrong && <FormError error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={change.isPending}>
          {t('credentials.save')}
        </Button>
      </div>
    </form>
  )
}
