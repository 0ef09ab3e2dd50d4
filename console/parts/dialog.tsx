import { X } from 'lucide-react'
import { Dialog as Radix, AlertDialog as RadixAlert } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass, IconButton } from './button.tsx'
import { classNames } from './class-names.ts'
import { Field } from './field.tsx'

const veil = 'fixed inset-0 z-40 animate-fade bg-veil backdrop-blur-[2px]'
const sheet =
  'fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto overscroll-contain rounded-t-xl bg-surface pb-[env(safe-area-inset-bottom)] shadow-lift outline-none animate-rise sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[12dvh] sm:w-[calc(100vw-2rem)] sm:max-h-[80dvh] sm:-translate-x-1/2 sm:rounded-xl sm:border sm:border-line'

interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: ReactNode
  about?: ReactNode
  isWide?: boolean | undefined
  children: ReactNode
}

/** A dialog on a desk, a sheet from below on a phone. */
export function Dialog({ isOpen, onClose, title, about, isWide, children }: DialogProps) {
  const { t } = useTranslation()
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={veil} />
        <Radix.Content
          className={classNames(sheet, isWide ? 'sm:max-w-3xl' : 'sm:max-w-lg')}
          {...(about ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start gap-4 px-6 pt-5">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-[1.133rem] font-semibold">{title}</Radix.Title>
              {about && <Radix.Description className="mt-1 text-muted">{about}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('action.close')} className="-mr-2">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="px-6 pt-4 pb-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

interface DeleteDialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  about: string
  /** What the person types to show that this is the thing they mean. */
  name: string
  /** What the button says; "delete" unless given. */
  verb?: string
  isBusy: boolean
  onDelete: () => void
}

export function DeleteDialog({
  isOpen,
  onClose,
  title,
  about,
  name,
  verb,
  isBusy,
  onDelete,
}: DeleteDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const isSure = typed.normalize('NFC').trim() === name.normalize('NFC').trim()
  return (
    <RadixAlert.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <RadixAlert.Portal>
        <RadixAlert.Overlay className={veil} />
        <RadixAlert.Content className={classNames(sheet, 'p-6 sm:max-w-md')}>
          <RadixAlert.Title className="text-[1.133rem] font-semibold">{title}</RadixAlert.Title>
          <RadixAlert.Description className="mt-2 mb-4 text-muted">{about}</RadixAlert.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (isSure) onDelete()
            }}
          >
            <Field
              label={t('action.typeName', { name })}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
            <div className="mt-5 flex justify-end gap-2">
              <RadixAlert.Cancel className={buttonClass('secondary')}>
                {t('action.cancel')}
              </RadixAlert.Cancel>
              <Button type="submit" look="danger" disabled={!isSure} isBusy={isBusy}>
                {verb ?? t('action.delete')}
              </Button>
            </div>
          </form>
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  )
}
