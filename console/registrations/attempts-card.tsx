import { useTranslation } from 'react-i18next'
import type { RegistrationDetail } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Card } from '../parts/card.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Duration, Moment, ScoreFigure } from '../parts/figures.tsx'
import { CompletionBadge, SuccessBadge } from '../parts/status.tsx'
import { EvidenceBadge } from './evidence-badge.tsx'

type Attempt = RegistrationDetail['attemptsOnCourse'][number]

/** The learner's attempts on the course, newest first; nothing where there is only one. */
export function AttemptsCard({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useTranslation()
  if (attempts.length < 2) return null
  const columns: readonly Column<Attempt>[] = [
    {
      key: 'number',
      title: t('attempts.one'),
      card: 'title',
      cell: (one) => (
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {t('attempts.number', { number: one.number })}
          {one.counts && <Badge tone="accent">{t('attempts.counts')}</Badge>}
        </span>
      ),
    },
    {
      key: 'completion',
      title: t('figures.state'),
      card: 'badge',
      cell: (one) => <CompletionBadge value={one.completion} />,
    },
    {
      key: 'success',
      title: t('figures.result'),
      card: 'badge',
      has: (one) => one.success !== 'unknown',
      cell: (one) => <SuccessBadge value={one.success} />,
    },
    {
      key: 'evidence',
      title: t('evidence.title'),
      from: 'md',
      has: (one) => one.evidence !== null,
      cell: (one) => one.evidence && <EvidenceBadge level={one.evidence} />,
    },
    {
      key: 'score',
      title: t('figures.score'),
      isNumber: true,
      card: 'fact',
      has: (one) => one.score !== null,
      cell: (one) => <ScoreFigure score={one.score} />,
    },
    {
      key: 'time',
      title: t('figures.time'),
      isNumber: true,
      card: 'fact',
      has: (one) => one.seconds > 0,
      cell: (one) => <Duration seconds={one.seconds} />,
    },
    {
      key: 'version',
      title: t('library.version'),
      isNumber: true,
      from: 'md',
      cell: (one) => one.version,
    },
    {
      key: 'started',
      title: t('attempts.started'),
      isNumber: true,
      from: 'lg',
      cell: (one) => <Moment at={one.startedAt} />,
    },
  ]
  return (
    <Card title={t('attempts.title')} hint={t('attempts.about')}>
      <DataTable
        rows={attempts.toReversed()}
        columns={columns}
        keyOf={(one) => String(one.number)}
        label={t('attempts.title')}
        isStatic
      />
    </Card>
  )
}
