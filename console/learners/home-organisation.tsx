import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Building2, Pencil } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { patch } from '../api/client.ts'
import { organisationsQuery } from '../api/queries.ts'
import type { Learner, Organisation } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { inputClass } from '../parts/field.tsx'
import { useMay, useMaySomewhere } from '../shell/may.ts'
import { FormError } from '../sign-in/sign-in-page.tsx'

/** Who sent the learner, and for who may change learners the way to say so. Nothing where organisations are not to be seen. */
export function HomeOrganisation({ learner }: { learner: Learner }) {
  const { t } = useTranslation()
  const maySee = useMaySomewhere()('organisations/read')
  const mayChange = useMay()('learners/write')
  const organisations = useQuery({ ...organisationsQuery, enabled: maySee })
  const [isEditing, setEditing] = useState(false)
  const all = organisations.data?.items ?? []
  const home = all.find(({ id }) => id === learner.organisation)
  if (!maySee || (!home && (!mayChange || all.length === 0))) return null
  return (
    <span className="flex items-center gap-1.5">
      <Building2 className="size-4 text-faint" aria-hidden />
      {home ? home.name : <span className="text-faint">{t('learners.noHome')}</span>}
      {mayChange && (
        <IconButton label={t('learners.editHome')} onClick={() => setEditing(true)}>
          <Pencil aria-hidden />
        </IconButton>
      )}
      <Dialog
        isOpen={isEditing}
        onClose={() => setEditing(false)}
        title={t('learners.home')}
        about={learner.name}
      >
        {isEditing && (
          <HomeForm learner={learner} organisations={all} onDone={() => setEditing(false)} />
        )}
      </Dialog>
    </span>
  )
}

interface HomeFormProps {
  learner: Learner
  organisations: readonly Organisation[]
  onDone: () => void
}

function HomeForm({ learner, organisations, onDone }: HomeFormProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const id = useId()
  const [organisation, setOrganisation] = useState(learner.organisation ?? '')
  const save = useMutation({
    mutationFn: () => patch(`/learners/${learner.id}`, { organisation: organisation || null }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['learners'] })
      await queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey })
      onDone()
    },
  })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <label htmlFor={id} className="grid gap-1.5">
        <span className="text-[0.867rem] font-medium">{t('learners.home')}</span>
        <select
          id={id}
          className={inputClass}
          value={organisation}
          onChange={(event) => setOrganisation(event.target.value)}
        >
          <option value="">{t('learners.noHome')}</option>
          {organisations.map(({ id: its, code, name }) => (
            <option key={its} value={its}>
              {code} · {name}
            </option>
          ))}
        </select>
      </label>
      <p className="text-[0.867rem] text-muted">{t('learners.homeAbout')}</p>
      {save.isError && <FormError error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t('learners.saveHome')}
        </Button>
      </div>
    </form>
  )
}
