import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import type { LegalHold } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { classChoices, learnerChoices } from '../parts/choice-sources.ts'
import { Dialog } from '../parts/dialog.tsx'
import { inputClass } from '../parts/field.tsx'
import { type Choice, Picker } from '../parts/picker.tsx'
import { RadioCards } from '../parts/radio-cards.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

interface PlaceHoldProps {
  isOpen: boolean
  onClose: () => void
  onPlaced: () => Promise<unknown>
}

/** Asks whom a hold is on, and why. */
export function PlaceHoldDialog({ isOpen, ...form }: PlaceHoldProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={form.onClose}
      title={t('holds.place')}
      about={t('holds.placeAbout')}
    >
      {isOpen && <PlaceHoldForm {...form} />}
    </Dialog>
  )
}

const kinds = ['person', 'class'] as const satisfies readonly LegalHold['kind'][]
const sources = { person: learnerChoices, class: classChoices } as const

function PlaceHoldForm({ onClose, onPlaced }: Omit<PlaceHoldProps, 'isOpen'>) {
  const { t } = useTranslation()
  const id = useId()
  const [kind, setKind] = useState<LegalHold['kind']>('person')
  const [held, setHeld] = useState<Choice>()
  const [reason, setReason] = useState('')
  const place = useMutation({
    mutationFn: () => post<LegalHold>('/legal-holds', { kind, of: held?.id, reason }),
    onSuccess: async () => {
      await onPlaced()
      onClose()
    },
  })
  const isClass = kind === 'class'
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (held) place.mutate()
      }}
    >
      <RadioCards
        label={t('holds.kind')}
        value={kind}
        choices={kinds.map((value) => ({
          value,
          title: t(`holds.kinds.${value}`),
          about: t(`holds.kindsAbout.${value}`),
        }))}
        onChange={(value) => {
          setKind(value as LegalHold['kind'])
          setHeld(undefined)
        }}
      />
      <Picker
        key={kind}
        fieldLabel={t(`holds.kinds.${kind}`)}
        placeholder={t(isClass ? 'holds.chooseClass' : 'holds.chooseLearner')}
        label={t(isClass ? 'classes.search' : 'learners.search')}
        source={sources[kind]}
        value={held}
        onChange={setHeld}
      />
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-[0.867rem] font-medium">
          {t('holds.reason')}
        </label>
        <textarea
          id={id}
          required
          maxLength={2000}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className={`${inputClass} h-auto py-2`}
        />
      </div>
      {place.isError && <FormError error={place.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          look="primary"
          type="submit"
          isBusy={place.isPending}
          disabled={!held || !reason.trim()}
        >
          {t('holds.place')}
        </Button>
      </div>
    </form>
  )
}
