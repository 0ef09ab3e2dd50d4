import type { UseMutationResult } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Class, ClassDetail } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { packageChoices } from '../parts/choice-sources.ts'
import { Field } from '../parts/field.tsx'
import { Picker } from '../parts/picker.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

interface ClassFormProps {
  one?: Class
  save: UseMutationResult<ClassDetail, Error, object>
  verb: string
}

/** Name, code, days and packages of a class, new or known. */
export function ClassForm({ one, save, verb }: ClassFormProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(one?.name ?? '')
  const [code, setCode] = useState(one?.code ?? '')
  const [startsOn, setStartsOn] = useState(one?.startsOn ?? '')
  const [endsOn, setEndsOn] = useState(one?.endsOn ?? '')
  const [packages, setPackages] = useState(one?.packages ?? [])
  const dayOf = (day: string) => (day === '' ? (one ? null : undefined) : day)
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const ids = packages.map(({ id }) => id)
        save.mutate({ name, code, startsOn: dayOf(startsOn), endsOn: dayOf(endsOn), packages: ids })
      }}
    >
      <Field
        label={t('classes.name')}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('classes.code')}
        required
        maxLength={100}
        placeholder="K12-2026"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('classes.startsOn')}
          type="date"
          isOptional={t('action.optional')}
          value={startsOn}
          onChange={(event) => setStartsOn(event.target.value)}
        />
        <Field
          label={t('classes.endsOn')}
          type="date"
          isOptional={t('action.optional')}
          min={startsOn || undefined}
          value={endsOn}
          onChange={(event) => setEndsOn(event.target.value)}
        />
      </div>
      <div className="grid gap-2">
        <Picker
          fieldLabel={t('classes.packages')}
          placeholder={t('classes.addPackage')}
          label={t('library.search')}
          source={packageChoices}
          value={undefined}
          onChange={(choice) =>
            choice &&
            setPackages((before) =>
              before.some(({ id }) => id === choice.id)
                ? before
                : [...before, { id: choice.id, title: choice.name }],
            )
          }
        />
        <ul className="grid gap-1.5">
          {packages.map(({ id, title }) => (
            <li key={id} className="flex items-center gap-2 rounded-lg bg-subtle pl-3.5">
              <span className="min-w-0 flex-1 truncate py-1.5">{title}</span>
              <IconButton
                label={t('classes.removePackage', { title })}
                onClick={() => setPackages((before) => before.filter((one) => one.id !== id))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      </div>
      {save.isError && <FormError error={save.error} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
