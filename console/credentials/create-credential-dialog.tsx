import { useMutation, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { CreatedCredential } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { CopyField } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

/** What a credential is usually for, with the scopes that this takes. */
const purposes = {
  send: ['statements/write', 'statements/read/mine', 'state', 'define', 'profile'],
  read: ['all/read'],
  integrate: ['all'],
} as const

type Purpose = keyof typeof purposes

interface CreateCredentialDialogProps {
  isOpen: boolean
  onClose: () => void
}

export function CreateCredentialDialog({ isOpen, onClose }: CreateCredentialDialogProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (body: { name: string; scopes: readonly string[] }) =>
      post<CreatedCredential>('/credentials', body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: credentialsQuery.queryKey }),
  })
  const close = () => {
    onClose()
    create.reset()
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={
        create.data ? t('credentials.made', { name: create.data.name }) : t('credentials.create')
      }
      about={create.data ? undefined : t('credentials.createAbout')}
    >
      {create.data ? (
        <Secret made={create.data} onClose={close} />
      ) : (
        <CreateForm
          isBusy={create.isPending}
          error={create.error}
          onSubmit={(name, purpose) => create.mutate({ name, scopes: purposes[purpose] })}
          onCancel={close}
        />
      )}
    </Dialog>
  )
}

interface CreateFormProps {
  isBusy: boolean
  error: unknown
  onSubmit: (name: string, purpose: Purpose) => void
  onCancel: () => void
}

function CreateForm({ isBusy, error, onSubmit, onCancel }: CreateFormProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [purpose, setPurpose] = useState<Purpose>('send')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(name.normalize('NFC').trim(), purpose)
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field
        label={t('credentials.name')}
        hint={t('credentials.nameHint')}
        required
        autoFocus
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <RadioGroup.Root
        value={purpose}
        onValueChange={(next) => setPurpose(next as Purpose)}
        aria-label={t('credentials.purpose')}
        className="grid gap-2"
      >
        {(Object.keys(purposes) as Purpose[]).map((one) => (
          <RadioGroup.Item
            key={one}
            value={one}
            className="group flex items-start gap-3 rounded-lg border border-line-strong/80 px-4 py-3 text-left hover:bg-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/60"
          >
            <span className="mt-1 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
            <span>
              <span className="block font-medium">{t(`credentials.purposes.${one}`)}</span>
              <span className="block font-mono text-[0.8rem] text-faint">
                {purposes[one].join(' · ')}
              </span>
            </span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {error !== null && error !== undefined && <FormError error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={isBusy} disabled={name.trim() === ''}>
          {t('credentials.createDo')}
        </Button>
      </div>
    </form>
  )
}

/** Key and secret in the words of authoring tools. The secret is not kept anywhere in the console. */
function Secret({ made, onClose }: { made: CreatedCredential; onClose: () => void }) {
  const { t } = useTranslation()
  const basic = `Basic ${btoa(`${made.key}:${made.secret}`)}`
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="flex gap-2.5 rounded-lg bg-warn-soft px-3.5 py-3 text-[0.933rem] text-warn">
        <TriangleAlert className="mt-0.5 size-4.5 shrink-0" aria-hidden />
        {t('credentials.once')}
      </p>
      <CopyField label={t('credentials.endpoint')} value={made.endpoint} />
      <CopyField label={t('credentials.key')} value={made.key} />
      <CopyField label={t('credentials.secret')} value={made.secret} />
      <CopyField label={t('credentials.header')} value={basic} />
      <div className="flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t('credentials.saved')}
        </Button>
      </div>
    </div>
  )
}
