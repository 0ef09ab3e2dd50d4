import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client.ts'
import { Button } from '../parts/button.tsx'
import { useErrorText } from '../parts/error-words.ts'
import { Field } from '../parts/field.tsx'
import { RadioCards } from '../parts/radio-cards.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'
import type { StatementFilter } from '../statements/statement-filter.ts'
import { StatementFilters } from '../statements/statement-filters.tsx'
import type { Destination, FeedKind } from './queries.ts'
import { feedFilterOf, statementFilterOf } from './wire-filter.ts'

interface DestinationFormProps {
  kind: FeedKind
  /** What is changed; absent: one is made. */
  one?: Destination
  isBusy: boolean
  error: unknown
  onSubmit: (body: object) => void
  onCancel: () => void
}

/** The beginning of time, for who wants everything that is stored. */
const everything = '1970-01-01T00:00:00Z'

/** Asks where statements go and which, when one is made and when one is changed. What stays empty of a secret stays as it is. */
export function DestinationForm({
  kind,
  one,
  isBusy,
  error,
  onSubmit,
  onCancel,
}: DestinationFormProps) {
  const { t } = useTranslation()
  const [filterBefore] = useState<StatementFilter>(() => statementFilterOf(one?.filter))
  const [filter, setFilter] = useState(filterBefore)
  const [from, setFrom] = useState('now')
  const [url, setUrl] = useState(one?.url ?? '')
  const errorText = useErrorText(error)
  // A secret goes only to the record store that it was given for.
  const isSecretNeeded = url !== one?.url
  const isUrlWrong = error instanceof ApiError && error.pointer === '/url'
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // The small forms of the filter send their events up here too.
    if (event.target !== event.currentTarget) return
    const fields = Object.fromEntries(
      [...new FormData(event.currentTarget)].filter(([, value]) => value !== ''),
    )
    // A filter may have conditions that only the API knows: it is left alone as long as nobody touches it.
    const wanted = filter === filterBefore ? undefined : (feedFilterOf(filter) ?? (one && null))
    onSubmit({
      ...fields,
      ...(wanted !== undefined && { filter: wanted }),
      ...(!one && from === 'all' && { since: everything }),
    })
  }
  const text = { required: true, maxLength: 200, autoComplete: 'off', spellCheck: false } as const
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Field
        {...text}
        label={t('feeds.name')}
        name="name"
        defaultValue={one?.name}
        autoFocus
        hint={t(`feeds.nameHint.${kind}`)}
      />
      <Field
        {...text}
        label={t(`feeds.url.${kind}`)}
        name="url"
        type="url"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        maxLength={2_000}
        placeholder={kind === 'webhook' ? 'https://…' : 'https://…/xapi'}
        error={isUrlWrong ? errorText : undefined}
      />
      {kind === 'forwarding' && (
        <div className="grid gap-5 sm:grid-cols-2">
          <Field {...text} label={t('credentials.key')} name="key" defaultValue={one?.key} />
          <Field
            {...text}
            required={isSecretNeeded}
            label={t('credentials.secret')}
            name="secret"
            type="password"
            hint={one && t(isSecretNeeded ? 'feeds.secretAgain' : 'feeds.secretStays')}
          />
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
      {!one && (
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
      )}
      {error != null && !isUrlWrong && <FormError error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={isBusy}>
          {one ? t('feeds.save') : t(`feeds.add.${kind}`)}
        </Button>
      </div>
    </form>
  )
}
