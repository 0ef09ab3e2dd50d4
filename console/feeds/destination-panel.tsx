import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CirclePause, CirclePlay, Pencil, RefreshCw, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { RotatedWebhook, TestResult } from '../../src/feeds/wire.ts'
import { patch, post, remove } from '../api/client.ts'
import { formatDuration, formatNumber } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Button } from '../parts/button.tsx'
import { DeleteDialog, Dialog } from '../parts/dialog.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Fact, Facts } from '../parts/facts.tsx'
import { Moment } from '../parts/figures.tsx'
import { useServerSentence } from '../parts/server-sentence.ts'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { DeliveryList } from './delivery-list.tsx'
import { DestinationForm } from './destination-form.tsx'
import { DestinationState } from './destination-state.tsx'
import { FilterWords } from './filter-words.tsx'
import { type Destination, destinationQuery, type FeedKind, rootOf } from './queries.ts'
import { SigningSecret } from './signing-secret.tsx'

interface DestinationPanelProps {
  kind: FeedKind
  id: string
  mayChange: boolean
  onClose: () => void
}

/** One webhook or forwarding: how it stands, what it has delivered, and the ways to change it. */
export function DestinationPanel({ kind, id, mayChange, onClose }: DestinationPanelProps) {
  const { t } = useTranslation()
  const found = useQuery(destinationQuery(kind, id))
  const [secret, setSecret] = useState<string>()
  const [isEditing, setEditing] = useState(false)
  const one = found.data
  return (
    <Dialog isOpen isWide onClose={onClose} title={one?.name ?? t(`feeds.one.${kind}`)}>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.isLoadingError && !one && (
        <ErrorState
          error={found.error}
          what={t('feeds.oneFailed')}
          retry={() => found.refetch()}
          isCompact
        />
      )}
      {one && secret !== undefined && (
        <SigningSecret secret={secret} onDone={() => setSecret(undefined)} />
      )}
      {one && isEditing && (
        <EditDestination one={one} kind={kind} onDone={() => setEditing(false)} />
      )}
      {one && secret === undefined && !isEditing && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          <DestinationFacts one={one} kind={kind} />
          {mayChange && (
            <DestinationActions
              one={one}
              kind={kind}
              onEdit={() => setEditing(true)}
              onSecret={setSecret}
              onGone={onClose}
            />
          )}
          <DeliveryList kind={kind} id={id} mayChange={mayChange} />
        </div>
      )}
    </Dialog>
  )
}

/** Changes where statements go, and which. */
function EditDestination({
  one,
  kind,
  onDone,
}: {
  one: Destination
  kind: FeedKind
  onDone: () => void
}) {
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (body: object) => patch(`${rootOf(kind)}/${one.id}`, body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['feeds', kind] })
      onDone()
    },
  })
  return (
    <DestinationForm
      kind={kind}
      one={one}
      isBusy={change.isPending}
      error={change.error}
      onSubmit={(body) => change.mutate(body)}
      onCancel={onDone}
    />
  )
}

function DestinationFacts({ one, kind }: { one: Destination; kind: FeedKind }) {
  const { t } = useTranslation()
  const saidOf = useServerSentence()
  const language = useLanguage()
  const { lagSeconds, statements = 0 } = one.waiting
  return (
    <Facts>
      <Fact name={t('feeds.stateName')}>
        <DestinationState one={one} />
        {one.failingSince && (
          <span className="ml-2 text-muted">
            {t('feeds.failingSince')} <Moment at={one.failingSince} isRelative />
          </span>
        )}
      </Fact>
      {(one.disabledReason ?? one.lastError) && (
        <Fact name={t('feeds.lastError')}>
          <span className="text-bad">{saidOf(one.disabledReason ?? one.lastError ?? '')}</span>
        </Fact>
      )}
      <Fact name={t(`feeds.url.${kind}`)}>
        <code className="font-mono text-[0.867rem] break-all">{one.url}</code>
      </Fact>
      {one.key !== undefined && (
        <Fact name={t('credentials.key')}>
          <code className="font-mono text-[0.867rem] break-all">{one.key}</code>
        </Fact>
      )}
      <Fact name={t('feeds.which')}>
        <FilterWords filter={one.filter} />
      </Fact>
      <Fact name={t('feeds.waiting')}>
        {lagSeconds === 0
          ? t('feeds.noLag')
          : t('feeds.waitingAbout', {
              count: statements,
              number: formatNumber(statements, language),
              time: formatDuration(lagSeconds, language),
            })}
      </Fact>
      <Fact name={t('feeds.lastDelivered')}>
        {one.lastDeliveredAt ? <Moment at={one.lastDeliveredAt} /> : t('feeds.neverDelivered')}
      </Fact>
      {one.replayThrough && (
        <Fact name={t('feeds.replaying')}>
          {t('feeds.replayThrough')} <Moment at={one.replayThrough} />
        </Fact>
      )}
      {one.previousSecretUntil && (
        <Fact name={t('feeds.secret')}>
          {t('credentials.previousUntil')} <Moment at={one.previousSecretUntil} />
        </Fact>
      )}
    </Facts>
  )
}

interface DestinationActionsProps {
  one: Destination
  kind: FeedKind
  onEdit: () => void
  onSecret: (secret: string) => void
  onGone: () => void
}

function DestinationActions({ one, kind, onEdit, onSecret, onGone }: DestinationActionsProps) {
  const { t } = useTranslation()
  const failed = useFailed()
  const queryClient = useQueryClient()
  const [isDoomed, setDoomed] = useState(false)
  const path = `${rootOf(kind)}/${one.id}`
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['feeds', kind] }),
    onError: failed(t('feeds.changeFailed')),
  }
  const isOn = one.state === 'active'
  const toggle = useMutation({
    ...settled,
    mutationFn: () => patch(path, { state: isOn ? 'paused' : 'active' }),
  })
  const test = useMutation({
    ...settled,
    mutationFn: () => post<TestResult>(`${path}/test`),
    onSuccess: ({ isDelivered, status, error }) => {
      if (isDelivered) toast.success(t('feeds.testPassed', { status }))
      else toast.error(t('feeds.testFailed'), { description: error })
    },
  })
  const rotate = useMutation({
    ...settled,
    mutationFn: () => post<RotatedWebhook>(`${path}/rotate`),
    onSuccess: (made) => {
      onSecret(made.secret)
      return settled.onSuccess()
    },
  })
  const discard = useMutation({
    ...settled,
    mutationFn: () => remove(path),
    onSuccess: async () => {
      onGone()
      toast.success(t('feeds.deleted', { name: one.name }))
      await settled.onSuccess()
    },
  })
  return (
    <div className="flex flex-wrap gap-2">
      <Button icon={<Pencil aria-hidden />} onClick={onEdit}>
        {t('feeds.edit')}
      </Button>
      <Button
        icon={isOn ? <CirclePause aria-hidden /> : <CirclePlay aria-hidden />}
        isBusy={toggle.isPending}
        onClick={() => toggle.mutate()}
      >
        {t(isOn ? 'feeds.pause' : 'feeds.goOn')}
      </Button>
      <Button icon={<Send aria-hidden />} isBusy={test.isPending} onClick={() => test.mutate()}>
        {t(`feeds.test.${kind}`)}
      </Button>
      {kind === 'webhook' && (
        <Button
          icon={<RefreshCw aria-hidden />}
          isBusy={rotate.isPending}
          title={t('feeds.rotateAbout')}
          onClick={() => rotate.mutate()}
        >
          {t('feeds.rotate')}
        </Button>
      )}
      <Button
        icon={<Trash2 aria-hidden />}
        className="text-bad! hover:bg-bad-soft!"
        onClick={() => setDoomed(true)}
      >
        {t('action.delete')}
      </Button>
      {isDoomed && (
        <DeleteDialog
          isOpen
          onClose={() => setDoomed(false)}
          title={t('feeds.deleteTitle', { name: one.name })}
          about={t('feeds.deleteAbout')}
          name={one.name}
          isBusy={discard.isPending}
          onDelete={() => discard.mutate()}
        />
      )}
    </div>
  )
}
