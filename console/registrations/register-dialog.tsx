import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link2, UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, post } from '../api/client.ts'
import type { LaunchLink, Learner, Registration } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { learnerChoices, packageChoices } from '../parts/choice-sources.ts'
import { classNames } from '../parts/class-names.ts'
import { Dialog } from '../parts/dialog.tsx'
import { menuItemClass } from '../parts/menu.tsx'
import { type Choice, Picker } from '../parts/picker.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { LaunchLinkCard } from './launch-link-card.tsx'

interface RegisterDialogProps {
  isOpen: boolean
  onClose: () => void
  /** What is settled before the dialog opens. */
  of: { readonly package?: Choice; readonly learner?: Choice }
}

/** Registers a learner, an existing one or one added here, for a package, and hands over the launch link. */
export function RegisterDialog({ isOpen, onClose, of }: RegisterDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('register.title')}
      about={of.package?.name ?? of.learner?.name ?? t('register.about')}
    >
      {isOpen && <RegisterForm of={of} onClose={onClose} />}
    </Dialog>
  )
}

interface Made extends LaunchLink {
  readonly registration: string
  readonly isNew: boolean
}

function RegisterForm({ of, onClose }: Omit<RegisterDialogProps, 'isOpen'>) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [course, setCourse] = useState(of.package)
  const [learner, setLearner] = useState(of.learner)
  const [newName, setNewName] = useState<string>()
  const isNamed = learner !== undefined || newName !== undefined
  const register = useMutation({
    mutationFn: () => makeLink(course?.id ?? '', learner?.id, newName ?? ''),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['registrations'] })
      await queryClient.invalidateQueries({ queryKey: ['learners'] })
    },
  })
  // A second try after the learner was made must not make the learner twice.
  const failure = register.error
  useEffect(() => {
    if (failure instanceof MadeLearner) {
      setLearner({ id: failure.learner.id, name: failure.learner.name })
      setNewName(undefined)
    }
  }, [failure])
  if (register.data) {
    return <LaunchLinkCard {...register.data} onClose={onClose} />
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        register.mutate()
      }}
    >
      {!of.package && (
        <Picker
          fieldLabel={t('registrations.package')}
          placeholder={t('register.choosePackage')}
          label={t('library.search')}
          source={packageChoices}
          value={course}
          onChange={setCourse}
        />
      )}
      {!of.learner && (
        <Picker
          fieldLabel={t('registrations.learner')}
          placeholder={t('register.chooseLearner')}
          label={t('learners.search')}
          source={learnerChoices}
          value={
            newName === undefined
              ? learner
              : { id: 'new', name: t('register.newLearner', { name: newName }) }
          }
          onChange={(choice) => {
            setLearner(choice)
            setNewName(undefined)
          }}
          extra={(text, close) =>
            text.length > 1 && (
              <button
                type="button"
                className={classNames(menuItemClass, 'mt-1 border-t border-line hover:bg-subtle')}
                onClick={() => {
                  setNewName(text.normalize('NFC'))
                  setLearner(undefined)
                  close()
                }}
              >
                <UserPlus aria-hidden />
                {t('register.addAs', { name: text })}
              </button>
            )
          }
        />
      )}
      {failure && <FormError error={failure instanceof MadeLearner ? failure.cause : failure} />}
      <div className="mt-1 flex justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          icon={<Link2 aria-hidden />}
          isBusy={register.isPending}
          disabled={!course || !isNamed}
        >
          {t('register.create')}
        </Button>
      </div>
    </form>
  )
}

/** The learner was added, what came after failed. */
class MadeLearner extends Error {
  readonly learner: Learner

  constructor(learner: Learner, cause: unknown) {
    super('The learner was added, the registration was not', { cause })
    this.learner = learner
  }
}

async function makeLink(
  packageId: string,
  learnerId: string | undefined,
  newName: string,
): Promise<Made> {
  if (learnerId !== undefined) return linkOf(await registrationOf(packageId, learnerId))
  const learner = await post<Learner>('/learners', { name: newName })
  try {
    return await linkOf(await registrationOf(packageId, learner.id))
  } catch (cause) {
    throw new MadeLearner(learner, cause)
  }
}

interface Found {
  readonly id: string
  readonly isNew: boolean
}

/** A learner who has the package already gets a new link to the same registration. */
async function registrationOf(packageId: string, learner: string): Promise<Found> {
  try {
    const made = await post<Registration>('/registrations', { package: packageId, learner })
    return { id: made.id, isNew: true }
  } catch (error) {
    const known =
      error instanceof ApiError && error.code === 'registration-exists' && error.facts?.registration
    if (typeof known === 'string') return { id: known, isNew: false }
    throw error
  }
}

async function linkOf({ id, isNew }: Found): Promise<Made> {
  const link = await post<LaunchLink>(`/registrations/${id}/launch-links`)
  return { ...link, registration: id, isNew }
}
