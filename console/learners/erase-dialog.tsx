import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import type { Erasure, ErasurePreview } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field, inputClass } from '../parts/field.tsx'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { ErasePreview } from './erase-preview.tsx'
import { EraseProgress } from './erase-progress.tsx'

interface EraseDialogProps {
  learner: string
  isOpen: boolean
  onClose: () => void
  /** The learner is not there any more. */
  onErased: () => void
}

/** Shows what an erasure would erase, asks for its grounds, and then how far it is. */
export function EraseDialog({ learner, isOpen, onClose, onErased }: EraseDialogProps) {
  const { t } = useTranslation()
  const [act, setAct] = useState<string>()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={act === undefined ? onClose : onErased}
      title={t('erase.title')}
      about={t('erase.about')}
      isWide
    >
      {isOpen && act === undefined && (
        <EraseForm learner={learner} onClose={onClose} onOrdered={setAct} />
      )}
      {isOpen && act !== undefined && <EraseProgress id={act} onEnd={onErased} />}
    </Dialog>
  )
}

interface EraseFormProps extends Pick<EraseDialogProps, 'learner' | 'onClose'> {
  onOrdered: (id: string) => void
}

function EraseForm({ learner, onClose, onOrdered }: EraseFormProps) {
  const { t } = useTranslation()
  const subject = { person: learner }
  const preview = useQuery({
    queryKey: ['erasures', 'preview', learner],
    queryFn: ({ signal }) => post<ErasurePreview>('/erasures/preview', { subject }, signal),
    // Who comes back reads today's figures.
    gcTime: 0,
  })
  if (preview.isPending) return <Skeleton className="h-64 w-full" />
  if (preview.isError) {
    return (
      <ErrorState
        error={preview.error}
        what={t('erase.previewFailed')}
        retry={() => preview.refetch()}
      />
    )
  }
  const { holds, isImporting } = preview.data
  return (
    <div className="grid gap-5">
      <ErasePreview preview={preview.data} />
      {holds.length === 0 && !isImporting ? (
        <EraseOrder
          subject={subject}
          confirmation={preview.data.confirmation}
          onClose={onClose}
          onOrdered={onOrdered}
        />
      ) : (
        <div className="flex justify-end">
          <Button onClick={onClose}>{t('action.close')}</Button>
        </div>
      )}
    </div>
  )
}

const bases = [
  'request',
  'consent-withdrawn',
  'purpose-fulfilled',
  'retention-ended',
  'authority-order',
  'agreement',
] as const satisfies readonly Erasure['basis'][]

interface EraseOrderProps extends Pick<EraseFormProps, 'onClose' | 'onOrdered'> {
  subject: { person: string }
  confirmation: string
}

function EraseOrder({ subject, confirmation, onClose, onOrdered }: EraseOrderProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [basis, setBasis] = useState<Erasure['basis']>('request')
  const [reason, setReason] = useState('')
  const [approver, setApprover] = useState('')
  const [typed, setTyped] = useState('')
  const ids = { basis: useId(), reason: useId() }
  const isSure = typed.normalize('NFC').trim() === confirmation.normalize('NFC').trim()
  const order = useMutation({
    mutationFn: () =>
      post<Erasure>('/erasures', { subject, basis, reason, approver, confirmation: typed }),
    onSuccess: async ({ id }) => {
      onOrdered(id)
      await queryClient.invalidateQueries({ queryKey: ['learners'] })
    },
  })
  return (
    <form
      className="grid gap-4 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isSure) order.mutate()
      }}
    >
      <div className="grid gap-1.5">
        <label htmlFor={ids.basis} className="text-[0.867rem] font-medium">
          {t('erase.basis')}
        </label>
        <select
          id={ids.basis}
          value={basis}
          onChange={(event) => setBasis(event.target.value as Erasure['basis'])}
          className={inputClass}
        >
          {bases.map((one) => (
            <option key={one} value={one}>
              {t(`erase.bases.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="grid gap-1.5">
        <label htmlFor={ids.reason} className="text-[0.867rem] font-medium">
          {t('erase.reason')}
        </label>
        <textarea
          id={ids.reason}
          required
          maxLength={2000}
          rows={2}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className={`${inputClass} h-auto py-2`}
        />
      </div>
      <Field
        label={t('erase.approver')}
        required
        maxLength={200}
        value={approver}
        onChange={(event) => setApprover(event.target.value)}
        autoComplete="off"
      />
      <Field
        label={t('action.typeName', { name: confirmation })}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {order.isError && <FormError error={order.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          look="danger"
          type="submit"
          isBusy={order.isPending}
          disabled={!isSure || !reason.trim() || !approver.trim()}
        >
          {t('erase.do')}
        </Button>
      </div>
    </form>
  )
}
