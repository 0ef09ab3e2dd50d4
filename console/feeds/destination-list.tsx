import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Send, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { type Column, rowLinkClass } from '../parts/data-table.tsx'
import { Moment } from '../parts/figures.tsx'
import { ListCard } from '../parts/list-card.tsx'
import { useServerSentence } from '../parts/server-sentence.ts'
import { EmptyState } from '../parts/states.tsx'
import { DestinationState } from './destination-state.tsx'
import { type Destination, destinationsQuery, type FeedKind } from './queries.ts'

interface DestinationListProps {
  kind: FeedKind
  /** The button that makes one, where the account may. */
  action: ReactNode
}

export function DestinationList({ kind, action }: DestinationListProps) {
  const { t } = useTranslation()
  const result = useInfiniteQuery(destinationsQuery(kind))
  const Icon = kind === 'webhook' ? Webhook : Send
  return (
    <ListCard
      label={t(`feeds.tab.${kind}`)}
      result={result}
      failure={t('feeds.failed')}
      columns={useColumns(kind)}
      keyOf={(one) => one.id}
      empty={
        <EmptyState icon={<Icon aria-hidden />} title={t(`feeds.empty.${kind}`)} action={action}>
          {t(`feeds.about.${kind}`)}
        </EmptyState>
      }
    />
  )
}

function useColumns(kind: FeedKind): readonly Column<Destination>[] {
  const { t } = useTranslation()
  const saidOf = useServerSentence()
  const language = useLanguage()
  return [
    {
      key: 'name',
      title: t('feeds.name'),
      card: 'title',
      cell: (one) => (
        <span className="block min-w-0">
          <Link to="/feeds" search={{ tab: kind, open: one.id }} className={rowLinkClass}>
            {one.name}
          </Link>
          <span className="block truncate text-[0.867rem] text-faint">{one.url}</span>
          {one.lastError && (
            <span className="block truncate text-[0.867rem] text-warn">
              {saidOf(one.lastError)}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'state',
      title: t('feeds.stateName'),
      card: 'badge',
      cell: (one) => <DestinationState one={one} />,
    },
    {
      key: 'lag',
      title: t('feeds.lag'),
      isNumber: true,
      card: 'fact',
      cell: ({ waiting: { lagSeconds } }) =>
        lagSeconds > 0 ? formatDuration(lagSeconds, language) : t('feeds.noLag'),
    },
    {
      key: 'delivered',
      title: t('feeds.lastDelivered'),
      isNumber: true,
      from: 'md',
      cell: (one) => (
        <span className="text-muted">
          {one.lastDeliveredAt ? <Moment at={one.lastDeliveredAt} isRelative /> : '–'}
        </span>
      ),
    },
  ]
}
