import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { post } from '../api/client.ts'
import type { Learner } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

export function AddLearnerDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('learners.add')}
      about={t('learners.addAbout')}
    >
      {isOpen && <AddLearnerForm onClose={onClose} />}
    </Dialog>
  )
}

function AddLearnerForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [code, setCode] = useState('')
  const [email, setEmail] = useState('')
  const add = useMutation({
    mutationFn: () =>
      post<Learner>('/learners', {
        name: tidy(name),
        ...(tidy(code) && { code: tidy(code) }),
        ...(tidy(email) && { email: tidy(email) }),
      }),
    onSuccess: async (learner) => {
      await queryClient.invalidateQueries({ queryKey: ['learners'] })
      toast.success(t('learners.added', { name: learner.name }), {
        action: {
          label: t('action.open'),
          onClick: () => navigate({ to: '/learners/$learner', params: { learner: learner.id } }),
        },
      })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field
        label={t('learners.name')}
        required
        autoFocus
        autoComplete="off"
        placeholder="Nguyễn Văn An"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('learners.code')}
          isOptional={t('action.optional')}
          autoComplete="off"
          placeholder="HV-0001"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <Field
          label={t('learners.email')}
          isOptional={t('action.optional')}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      {add.isError && <FormError error={add.error} />}
      <div className="mt-1 flex justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={add.isPending} disabled={tidy(name) === ''}>
          {t('learners.addDo')}
        </Button>
      </div>
    </form>
  )
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()
