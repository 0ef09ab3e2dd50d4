import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { remove } from '../api/client.ts'
import type { ClassDetail, ClassMember } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

interface WithdrawDialogProps {
  one: ClassDetail
  /** Who is to leave the class; the dialog is open while there is somebody. */
  member: ClassMember | undefined
  onClose: () => void
}

/** Takes a learner out of the class; what they learned stays theirs, and is said to. */
export function WithdrawDialog({ one, member, onClose }: WithdrawDialogProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const withdraw = useMutation({
    mutationFn: (learner: ClassMember) => remove(`/classes/${one.id}/learners/${learner.id}`),
    onSuccess: async (_, { name }) => {
      await queryClient.invalidateQueries({ queryKey: ['classes'] })
      toast.success(t('classes.withdrawn', { name }))
      onClose()
    },
  })
  const close = () => {
    withdraw.reset()
    onClose()
  }
  return (
    <Dialog
      isOpen={member !== undefined}
      onClose={close}
      title={t('classes.withdraw', { name: member?.name ?? '' })}
      about={one.name}
    >
      {member && (
        <div className="grid gap-4">
          <p>{t('classes.withdrawAbout')}</p>
          {withdraw.isError && <FormError error={withdraw.error} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button
              look="primary"
              isBusy={withdraw.isPending}
              onClick={() => withdraw.mutate(member)}
            >
              {t('classes.withdrawDo')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
