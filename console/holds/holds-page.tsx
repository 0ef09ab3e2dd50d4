import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Lock, LockOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import { holdsQuery } from '../api/queries.ts'
import type { LegalHold } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { WordsDialog } from '../parts/words-dialog.tsx'
import { PlaceHoldDialog } from './place-hold-dialog.tsx'

/** Who may not be erased for now, and why. */
export function HoldsPage() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const holds = useQuery(holdsQuery)
  const [isPlacing, setPlacing] = useState(false)
  const [lifted, setLifted] = useState<LegalHold>()
  usePageTitle(t('nav.holds'))
  const again = () => queryClient.invalidateQueries({ queryKey: holdsQuery.queryKey })
  const placeButton = (
    <Button look="primary" icon={<Lock aria-hidden />} onClick={() => setPlacing(true)}>
      {t('holds.place')}
    </Button>
  )
  const items = holds.data?.items ?? []
  return (
    <>
      <PageHeader title={t('nav.holds')} below={t('holds.about')} actions={placeButton} />
      <Card>
        {holds.isPending && <SkeletonRows rows={3} />}
        {holds.isError && !holds.data && (
          <ErrorState error={holds.error} what={t('holds.failed')} retry={() => holds.refetch()} />
        )}
        {holds.data && items.length === 0 && (
          <EmptyState icon={<LockOpen aria-hidden />} title={t('holds.empty')} action={placeButton}>
            {t('holds.emptyAbout')}
          </EmptyState>
        )}
        <ul className="divide-y divide-line">
          {items.map((hold) => (
            <HoldRow key={hold.id} hold={hold} onLift={() => setLifted(hold)} />
          ))}
        </ul>
      </Card>
      <PlaceHoldDialog isOpen={isPlacing} onClose={() => setPlacing(false)} onPlaced={again} />
      <WordsDialog
        title={t('holds.liftTitle')}
        about={t('holds.liftAbout', { name: lifted?.name ?? lifted?.of ?? '' })}
        label={t('holds.liftReason')}
        verb={t('holds.lift')}
        isOpen={lifted !== undefined}
        onClose={() => setLifted(undefined)}
        send={async (reason) => {
          await post(`/legal-holds/${lifted?.id}/lifting`, { reason })
          await again()
        }}
      />
    </>
  )
}

function HoldRow({ hold, onLift }: { hold: LegalHold; onLift: () => void }) {
  const { t } = useTranslation()
  const { kind, of, name = of, reason, at } = hold
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <HeldName hold={hold} />
          <Badge>{t(`holds.kinds.${kind}`)}</Badge>
        </p>
        <p className="mt-1 break-words">{reason}</p>
        <p className="mt-1 text-[0.867rem] text-faint">
          {t('holds.since')} <Moment at={at} />
        </p>
      </div>
      <Button
        icon={<LockOpen aria-hidden />}
        onClick={onLift}
        aria-label={`${t('holds.lift')}: ${name}`}
      >
        {t('holds.lift')}
      </Button>
    </li>
  )
}

const nameClass = 'font-medium break-words hover:underline'

function HeldName({ hold: { kind, of, name } }: { hold: LegalHold }) {
  const { t } = useTranslation()
  if (name === undefined) return <span className="text-faint">{t('holds.gone')}</span>
  return kind === 'person' ? (
    <Link to="/learners/$learner" params={{ learner: of }} className={nameClass}>
      {name}
    </Link>
  ) : (
    <Link to="/classes/$class" params={{ class: of }} className={nameClass}>
      {name}
    </Link>
  )
}
