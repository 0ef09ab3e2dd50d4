import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { History, PackageCheck, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { post } from '../api/client.ts'
import { formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Moment } from '../parts/figures.tsx'
import { itemsOf, PagedList } from '../parts/paged-list.tsx'
import { useServerSentence } from '../parts/server-sentence.ts'
import { SpanForm } from '../parts/span-form.tsx'
import { DeliveryState } from './destination-state.tsx'
import { type DeliveryItem, deliveriesQuery, type FeedKind, rootOf } from './queries.ts'

interface DeliveryListProps {
  kind: FeedKind
  id: string
  mayChange: boolean
}

const states = ['', 'pending', 'delivered', 'dead'] as const

/** What was sent, the newest first, and what was given up. */
export function DeliveryList({ kind, id, mayChange }: DeliveryListProps) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queryClient = useQueryClient()
  const [state, setState] = useState<(typeof states)[number]>('')
  const [isChoosing, setChoosing] = useState(false)
  const result = useInfiniteQuery(deliveriesQuery(kind, id, state || undefined))
  const again = useMutation({
    mutationFn: ({ path, body }: { path: string; body?: object }) =>
      post(`${rootOf(kind)}/${id}${path}`, body),
    onSuccess: () => {
      setChoosing(false)
      toast.success(t('feeds.sentAgain'))
      return queryClient.invalidateQueries({ queryKey: ['feeds', kind] })
    },
    onError: failed(t('feeds.changeFailed')),
  })
  const hasDead = state === 'dead' && itemsOf(result).length > 0
  return (
    <section
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-5"
      aria-label={t('feeds.deliveries')}
    >
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-semibold max-sm:w-full">{t('feeds.deliveries')}</h3>
        {states.map((one) => (
          <Button
            key={one}
            size="small"
            look={one === state ? 'secondary' : 'quiet'}
            aria-pressed={one === state}
            onClick={() => setState(one)}
          >
            {t(one === '' ? 'filter.all' : `feeds.deliveryState.${one}`)}
          </Button>
        ))}
      </header>
      {hasDead && mayChange && (
        <Button
          className="justify-self-start"
          icon={<RotateCw aria-hidden />}
          isBusy={again.isPending}
          onClick={() => again.mutate({ path: '/replay', body: { deadLetters: true } })}
        >
          {t('feeds.replayDead')}
        </Button>
      )}
      {!hasDead && mayChange && (
        <Button
          look="quiet"
          size="small"
          className="justify-self-start"
          icon={<History aria-hidden />}
          onClick={() => setChoosing(true)}
        >
          {t('feeds.replaySpan')}
        </Button>
      )}
      <Dialog
        isOpen={isChoosing}
        onClose={() => setChoosing(false)}
        title={t('feeds.replaySpan')}
        about={t('feeds.replaySpanAbout')}
      >
        <SpanForm
          span={{}}
          needsSince
          verb={t('feeds.resend')}
          isBusy={again.isPending}
          onDone={(since, until) =>
            again.mutate({ path: '/replay', body: { since, ...(until && { until }) } })
          }
        />
      </Dialog>
      <PagedList
        result={result}
        failure={t('feeds.deliveriesFailed')}
        rows={3}
        empty={
          <p className="flex items-center gap-2 py-3 text-muted">
            <PackageCheck className="size-4.5 text-faint" aria-hidden />
            {t(state === 'dead' ? 'feeds.noDead' : 'feeds.noDeliveries')}
          </p>
        }
      >
        {(items) => (
          <ol
            className="divide-y divide-line rounded-lg border border-line"
            aria-label={t('feeds.deliveries')}
          >
            {items.map((one) => (
              <DeliveryRow
                key={one.id}
                one={one}
                onResend={
                  mayChange
                    ? () => again.mutate({ path: `/deliveries/${one.id}/resend` })
                    : undefined
                }
              />
            ))}
          </ol>
        )}
      </PagedList>
    </section>
  )
}

interface DeliveryRowProps {
  one: DeliveryItem
  onResend: (() => void) | undefined
}

function DeliveryRow({ one, onResend }: DeliveryRowProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const saidOf = useServerSentence()
  const { status, error, milliseconds } = one.lastAttempt ?? {}
  const answer = [
    status !== undefined && `HTTP ${status}`,
    milliseconds !== undefined && `${formatNumber(milliseconds, language)} ms`,
    one.attempts > 1 && t('feeds.attempts', { count: one.attempts }),
  ].filter(Boolean)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-[0.933rem]">
      <span className="w-28 shrink-0">
        <DeliveryState state={one.state} />
      </span>
      <span className="min-w-0 flex-1 basis-48">
        {t('feeds.statements', {
          count: one.statements,
          number: formatNumber(one.statements, language),
        })}
        <span className="text-faint"> · </span>
        <Moment at={one.createdAt} />
        <span className="block text-[0.867rem] text-faint">{answer.join(' · ')}</span>
        {error && (
          <span className="block text-[0.867rem] break-words text-bad">{saidOf(error)}</span>
        )}
        {one.nextAttemptAt && one.attempts > 0 && (
          <span className="block text-[0.867rem] text-muted">
            {t('feeds.nextAttempt')} <Moment at={one.nextAttemptAt} isRelative />
          </span>
        )}
      </span>
      {onResend && (
        <Button size="small" look="quiet" icon={<RotateCw aria-hidden />} onClick={onResend}>
          {t('feeds.resend')}
        </Button>
      )}
    </li>
  )
}
