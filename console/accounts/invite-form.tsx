import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import type { CreatedAccount } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { learnerChoices } from '../parts/choice-sources.ts'
import { Field } from '../parts/field.tsx'
import { type Choice, Picker } from '../parts/picker.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { LinkCard } from './link-card.tsx'
import { type Chosen, grantOf, isWhole, RolePicker } from './role-picker.tsx'

/** Adds an account with one role, and hands over its one-time link. */
export function InviteForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [chosen, setChosen] = useState<Chosen>({ role: 'class-manager', kind: 'class' })
  const [learner, setLearner] = useState<Choice>()
  const invite = useMutation({
    mutationFn: () =>
      post<CreatedAccount>('/accounts', {
        name,
        email: email.trim(),
        ...(chosen.role === 'learner' && { learner: learner?.id }),
        grants: [grantOf(chosen)],
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['accounts'] }),
  })
  if (invite.data) return <LinkCard {...invite.data.link} onClose={onClose} />
  const isReady = isWhole(chosen) && (chosen.role !== 'learner' || learner !== undefined)
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        invite.mutate()
      }}
    >
      <Field
        label={t('setup.name')}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('signIn.email')}
        type="email"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <RolePicker chosen={chosen} onChange={setChosen} isLearner />
      {chosen.role === 'learner' && (
        <Picker
          fieldLabel={t('registrations.learner')}
          placeholder={t('register.chooseLearner')}
          label={t('learners.search')}
          source={learnerChoices}
          value={learner}
          onChange={setLearner}
        />
      )}
      {invite.isError && <FormError error={invite.error} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={!isReady} isBusy={invite.isPending}>
          {t('accounts.makeLink')}
        </Button>
      </div>
    </form>
  )
}
