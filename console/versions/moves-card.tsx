import { useQuery } from '@tanstack/react-query'
import { Loader2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { type Move, movesQuery } from './queries.ts'

const outcomes = [
  'moved',
  'moved-in-part',
  'completed',
  'nothing-kept',
  'elsewhere',
  'learning',
  'failed',
] as const

/** The moves of learners to other versions, with what became of them; nothing where there was none. */
export function MovesCard({ packageId }: { packageId: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(movesQuery(packageId))
  if (!data || data.items.length === 0) return null
  return (
    <Card title={t('versions.moves')} hint={t('versions.movesAbout')}>
      <ul className="divide-y divide-line">
        {data.items.map((move) => (
          <MoveView key={move.id} move={move} />
        ))}
      </ul>
    </Card>
  )
}

function MoveView({ move }: { move: Move }) {
  const { t } = useTranslation()
  const told = outcomes.filter((outcome) => (move.outcomes[outcome] ?? 0) > 0)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <span className="min-w-48 flex-1 basis-52">
        <span className="block font-medium">{t('versions.moveTo', { number: move.version })}</span>
        <span className="text-[0.867rem] text-faint">
          <Moment at={move.startedAt} />
        </span>
      </span>
      <span className="flex flex-wrap gap-1.5" aria-live="polite">
        {move.endedAt === null && (
          <Badge tone="accent" icon={<Loader2 className="animate-spin" aria-hidden />}>
            {t('versions.remaining', { count: move.remaining })}
          </Badge>
        )}
        {told.map((outcome) => (
          <Badge
            key={outcome}
            tone={outcome === 'moved' ? 'ok' : outcome === 'failed' ? 'bad' : 'plain'}
            title={t(`versions.outcomeAbout.${outcome}`)}
          >
            {t(`versions.outcome.${outcome}`, { count: move.outcomes[outcome] ?? 0 })}
          </Badge>
        ))}
        {move.endedAt !== null && told.length === 0 && <Badge>{t('versions.outcomeNone')}</Badge>}
      </span>
    </li>
  )
}
