import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../api/client.ts'
import type { Erasure } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { CopiesElsewhere } from './erase-preview.tsx'

/** How far an erasure is, and what it came to. It goes on without this page. */
export function EraseProgress({ id, onEnd }: { id: string; onEnd: () => void }) {
  const { t } = useTranslation()
  const erasure = useQuery(erasureQuery(id))
  if (erasure.isPending) return <Skeleton className="h-32 w-full" />
  if (erasure.isError) {
    return (
      <ErrorState
        error={erasure.error}
        what={t('erase.previewFailed')}
        retry={() => erasure.refetch()}
      />
    )
  }
  const { state, step, progress, counts, copies, pseudonym, failure } = erasure.data
  const isDone = state === 'done'
  return (
    <div className="grid gap-4 text-[0.933rem]" aria-live="polite">
      <progress
        className="h-2 w-full accent-accent"
        max={1}
        value={progress}
        aria-label={t('erase.progress')}
      />
      <p>{isDone ? t('erase.done', { pseudonym }) : t(`erase.steps.${step}`)}</p>
      {failure && !isDone && <p className="text-bad">{t('erase.failure', { failure })}</p>}
      {isDone && (
        <p className="text-muted">
          {t('erase.result', {
            statements: counts.statements,
            registrations: counts.registrations,
            documents: counts.documents,
            files: counts.filesSearched,
            hits: counts.filesWithHits,
          })}
        </p>
      )}
      {isDone && <CopiesElsewhere copies={copies} />}
      {!isDone && <p className="text-muted">{t('erase.goesOn')}</p>}
      <div className="flex justify-end">
        <Button onClick={onEnd}>{t('action.close')}</Button>
      </div>
    </div>
  )
}

/** The act as it is now; asked for again until it is done. */
const erasureQuery = (id: string) => ({
  queryKey: ['erasures', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Erasure>(`/erasures/${id}`, undefined, signal),
  refetchInterval: ({ state }: { state: { data?: Erasure | undefined } }) =>
    state.data?.state === 'done' ? false : 1_000,
})
