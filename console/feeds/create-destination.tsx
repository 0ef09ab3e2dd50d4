import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CreatedWebhook } from '../../src/feeds/wire.ts'
import { ApiError, post } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useErrorText } from '../parts/error-words.ts'
import { Field } from '../parts/field.tsx'
import { RadioCards } from '../parts/radio-cards.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import type { StatementFilter } from '../statements/statement-filter.ts'
import { StatementFilters } from '../statements/statement-filters.tsx'
import { type FeedKind, rootOf } from './queries.ts'
import { SigningSecret } from './signing-secret.tsx'
import { feedFilterOf } from './wire-filter.ts'

interface CreateDestinationProps {
  kind: FeedKind
  onClose: () => void
  onMade: (id: string) => void
}

/** The beginning of time, for who wants everything that is stored. */
const everything = '1970-01-01T00:00:00Z'

/** Makes a webhook, whose secret is then shown this once, or a forwarding. */
export function CreateDestination({ kind, onClose, onMade }: CreateDestinationProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const create = useMutation({
    mutationFn: (body: object) => post<CreatedWebhook>(rootOf(kind), body),
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['feeds', kind] })
      if (kind === 'forwarding') onMade(made.id)
    },
  })
  const made = kind === 'webhook' ? create.data : undefined
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={made ? t('feeds.made', { name: made.name }) : t(`feeds.add.${kind}`)}
      about={made ? undefined : t(`feeds.addAbout.${kind}`)}
    >
      {made ? (
        <SigningSecret secret={made.secret} onDone={() => onMade(made.id)} />
      ) : (
        <DestinationForm
          kind={kind}
          isBusy={create.isPending}
          error={create.error}
          onSubmit={(body) => create.mutate(body)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  )
}

interface DestinationFormProps {
  kind: FeedKind
  isBusy: boolean
  error: unknown
  onSubmit: (body: object) => void
  onCancel: () => void
}

function DestinationForm({ kind, isBusy, error, onSubmit, onCancel }: DestinationFormProps) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<StatementFilter>({})
  const [from, setFrom] = useState('now')
  const errorText = useErrorText(error)
  const isUrlWrong = error instanceof ApiError && error.pointer === '/url'
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // The small forms of the filter send their events up here too.
    if (event.target !== event.currentTarget) return
    const fields = Object.fromEntries(new FormData(event.currentTarget))
    const wanted = feedFilterOf(filter)
    onSubmit({
      ...fields,
      ...(wanted && { filter: wanted }),
      ...(from === 'all' && { since: everything }),
    })
  }
  const text = { required: true, maxLength: 200, autoComplete: 'off', spellCheck: false } as const
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Field
        {...text}
        label={t('feeds.name')}
        name="name"
        autoFocus
        hint={t(`feeds.nameHint.${kind}`)}
      />
      <Field
        {...text}
        label={t(`feeds.url.${kind}`)}
        name="url"
        type="url"
        maxLength={2_000}
        placeholder={kind === 'webhook' ? 'https://…' : 'https://…/xapi'}
        error={isUrlWrong ? errorText : undefined}
      />
      {kind === 'forwarding' && (
        <div className="grid gap-5 sm:grid-cols-2">
          <Field {...text} label={t('credentials.key')} name="key" />
          <Field {...text} label={t('credentials.secret')} name="secret" type="password" />
        </div>
      )}
      <section className="grid gap-2" aria-label={t('feeds.which')}>
        <h3 className="text-[0.867rem] font-medium">{t('feeds.which')}</h3>
        <StatementFilters
          filter={filter}
          onFilter={setFilter}
          onClear={() => setFilter({})}
          hasTime={false}
          isWrapped
        />
      </section>
      <section className="grid gap-2">
        <h3 className="text-[0.867rem] font-medium">{t('feeds.from')}</h3>
        <RadioCards
          label={t('feeds.from')}
          value={from}
          onChange={setFrom}
          choices={[
            { value: 'now', title: t('feeds.fromNow'), about: t('feeds.fromNowAbout') },
            { value: 'all', title: t('feeds.fromAll'), about: t('feeds.fromAllAbout') },
          ]}
        />
      </section>
      {error != null && !isUrlWrong && <FormError error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t(`feeds.add.${kind}`)}
        </Button>
      </div>
    </form>
  )
}
