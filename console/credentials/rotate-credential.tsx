import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RotatedCredential } from '../../src/access/wire.ts'
import { post } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { Credential } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Moment } from '../parts/figures.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import { SecretPanel } from './secret-panel.tsx'

interface RotateCredentialProps {
  one: Credential
  onDone: () => void
}

/** For how many hours the secret before still works. */
const overlaps = ['0', '24', '168', '720'] as const

/** Gives a key a new secret; the one before works on for a while, so that tools are changed one after the other. */
export function RotateCredential({ one, onDone }: RotateCredentialProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [overlap, setOverlap] = useState<string>('24')
  const rotate = useMutation({
    mutationFn: (overlapHours: string) =>
      post<RotatedCredential>(
        `/credentials/${encodeURIComponent(one.key)}/rotate?overlapHours=${overlapHours}`,
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: credentialsQuery.queryKey }),
  })
  if (rotate.data) {
    const { previousSecretUntil } = rotate.data
    return (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <SecretPanel name={one.name} connection={rotate.data} />
        <p className="text-muted">
          {previousSecretUntil ? (
            <>
              {t('credentials.previousUntil')} <Moment at={previousSecretUntil} />.
            </>
          ) : (
            t('credentials.previousEnded')
          )}
        </p>
        <div className="flex justify-end">
          <Button look="primary" onClick={onDone}>
            {t('credentials.saved')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        rotate.mutate(overlap)
      }}
    >
      <p className="text-pretty text-muted">{t('credentials.rotateAbout')}</p>
      <RadioGroup.Root
        value={overlap}
        onValueChange={setOverlap}
        aria-label={t('credentials.overlap')}
        className="grid gap-2 sm:grid-cols-2"
      >
        {overlaps.map((hours) => (
          <RadioGroup.Item
            key={hours}
            value={hours}
            className="group flex items-center gap-3 rounded-lg border border-line-strong/80 px-3.5 py-2.5 text-left hover:bg-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/60"
          >
            <span className="grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </span>
            {t(`credentials.overlapHours.${hours}`)}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {rotate.error && <FormError error={rotate.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={rotate.isPending}>
          {t('credentials.rotateDo')}
        </Button>
      </div>
    </form>
  )
}
