import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { inputClass } from './field.tsx'

interface WordsDialogProps {
  title: string
  about: string
  /** What the words are. */
  label: string
  verb: string
  isOpen: boolean
  onClose: () => void
  /** Sends the words; the dialog closes when it is done. */
  send: (words: string) => Promise<unknown>
}

/** Asks for a person's own words, and sends them. */
export function WordsDialog({ title, about, isOpen, onClose, ...form }: WordsDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} about={about}>
      {isOpen && <WordsForm {...form} onClose={onClose} />}
    </Dialog>
  )
}

function WordsForm({
  label,
  verb,
  send,
  onClose,
}: Pick<WordsDialogProps, 'label' | 'verb' | 'send' | 'onClose'>) {
  const { t } = useTranslation()
  const id = useId()
  const [words, setWords] = useState('')
  const sending = useMutation({ mutationFn: () => send(words), onSuccess: onClose })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        sending.mutate()
      }}
    >
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-[0.867rem] font-medium">
          {label}
        </label>
        <textarea
          id={id}
          required
          maxLength={2000}
          rows={4}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          className={`${inputClass} h-auto py-2`}
        />
      </div>
      {sending.isError && <FormError error={sending.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" type="submit" isBusy={sending.isPending} disabled={!words.trim()}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
