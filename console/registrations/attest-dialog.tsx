import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { inputClass } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

interface AttestDialogProps {
  registration: string
  /** Number of the attempt. */
  attempt: number
  isOpen: boolean
  onClose: () => void
}

/** Takes a person's word for a result, in their own words. */
export function AttestDialog({ isOpen, onClose, ...of }: AttestDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('evidence.attestTitle')}
      about={t('evidence.attestAbout')}
    >
      {isOpen && <AttestForm {...of} onClose={onClose} />}
    </Dialog>
  )
}

function AttestForm({ registration, attempt, onClose }: Omit<AttestDialogProps, 'isOpen'>) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const id = useId()
  const [note, setNote] = useState('')
  const attest = useMutation({
    mutationFn: () => post(`/registrations/${registration}/attestations`, { note, attempt }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['registrations'] })
      onClose()
    },
  })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        attest.mutate()
      }}
    >
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-[0.867rem] font-medium">
          {t('evidence.note')}
        </label>
        <textarea
          id={id}
          required
          maxLength={2000}
          rows={4}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className={`${inputClass} h-auto py-2`}
        />
      </div>
      {attest.isError && <FormError error={attest.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" type="submit" isBusy={attest.isPending} disabled={!note.trim()}>
          {t('evidence.attest')}
        </Button>
      </div>
    </form>
  )
}
