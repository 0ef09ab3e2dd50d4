import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { put } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Field, inputClass } from '../parts/field.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { type CoursePolicy, policyQuery } from './queries.ts'

/** What the package allows of attempts, and what a new version does to learners. */
export function PolicyCard({ packageId, mayChange }: { packageId: string; mayChange: boolean }) {
  const { t } = useTranslation()
  const policy = useQuery(policyQuery(packageId))
  return (
    <Card title={t('versions.policy')} hint={t('versions.policyAbout')}>
      {policy.isPending && <SkeletonRows rows={3} />}
      {policy.isLoadingError && (
        <ErrorState
          error={policy.error}
          what={t('versions.policyFailed')}
          retry={() => policy.refetch()}
          isCompact
        />
      )}
      {policy.data && (
        <fieldset disabled={!mayChange} className="contents">
          <PolicyForm
            key={JSON.stringify(policy.data)}
            packageId={packageId}
            policy={policy.data}
            mayChange={mayChange}
          />
        </fieldset>
      )}
    </Card>
  )
}

const newAttempts = ['any-time', 'after-completion', 'never'] as const
const afterCompletions = ['resume', 'new', 'review'] as const
const counting = ['best', 'highest', 'last'] as const
const newVersions = ['keep', 'next-attempt', 'migrate'] as const

interface PolicyFormProps {
  packageId: string
  policy: CoursePolicy
  mayChange: boolean
}

function PolicyForm({ packageId, policy, mayChange }: PolicyFormProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(policy)
  const save = useSavePolicy(packageId)
  const change = (changed: Partial<CoursePolicy>) => setDraft({ ...draft, ...changed })
  const isChanged = JSON.stringify(draft) !== JSON.stringify(policy)
  return (
    <form
      className="grid gap-x-6 gap-y-4 p-5 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(draft, { onSuccess: () => toast.success(t('versions.policySaved')) })
      }}
    >
      <Field
        label={t('versions.attemptsMax')}
        hint={t('versions.attemptsMaxAbout')}
        type="number"
        inputMode="numeric"
        min={1}
        max={1_000}
        placeholder={t('versions.unlimited')}
        value={draft.attemptsMax ?? ''}
        onChange={({ target }) =>
          change({ attemptsMax: target.value === '' ? null : Math.trunc(Number(target.value)) })
        }
      />
      <Choice
        label={t('versions.newAttempt')}
        value={draft.newAttempt}
        options={newAttempts.map((one) => [one, t(`versions.newAttempts.${one}`)])}
        onChange={(newAttempt) => change({ newAttempt })}
      />
      <Choice
        label={t('versions.afterCompletion')}
        value={draft.afterCompletion}
        options={afterCompletions.map((one) => [one, t(`versions.afterCompletions.${one}`)])}
        onChange={(afterCompletion) => change({ afterCompletion })}
      />
      <Choice
        label={t('versions.counts')}
        value={draft.counts}
        options={counting.map((one) => [one, t(`versions.counting.${one}`)])}
        onChange={(counts) => change({ counts })}
      />
      <Choice
        label={t('versions.newVersion')}
        value={draft.newVersion}
        options={newVersions.map((one) => [one, t(`versions.newVersions.${one}`)])}
        onChange={(newVersion) => change({ newVersion })}
      />
      {mayChange && (
        <div className="flex items-end justify-end">
          <Button type="submit" look="primary" disabled={!isChanged} isBusy={save.isPending}>
            {t('versions.save')}
          </Button>
        </div>
      )}
    </form>
  )
}

/** Sends a policy, and has everything read anew that follows from it. */
export function useSavePolicy(packageId: string) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (policy: CoursePolicy) =>
      put<CoursePolicy>(`/packages/${packageId}/policy`, policy),
    onSuccess: (policy) => {
      queries.setQueryData(policyQuery(packageId).queryKey, policy)
      return queries.invalidateQueries({ queryKey: ['registrations'] })
    },
    onError: failed(t('versions.policyNotSaved')),
  })
}

interface ChoiceProps<Value extends string> {
  label: string
  value: Value
  options: readonly (readonly [Value, string])[]
  onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const id = useId()
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-[0.867rem] font-medium">
        {label}
      </label>
      <select
        id={id}
        className={inputClass}
        value={value}
        onChange={({ target }) => onChange(target.value as Value)}
      >
        {options.map(([one, title]) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </div>
  )
}
