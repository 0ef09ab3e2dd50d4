import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { registrationQuery } from '../api/queries.ts'
import type { ActivityFigures, RegistrationDetail } from '../api/types.ts'
import { formatDuration, formatPercent, formatScore } from '../language/format.ts'
import { useLanguage } from '../language/language.ts'
import { Badge } from '../parts/badge.tsx'
import { Card, Figure, FigureStrip, PageHeader } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Duration, Moment, ProgressBar, ProgressFigure, ScoreFigure } from '../parts/figures.tsx'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { CompletionBadge, SuccessBadge } from '../parts/status.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { RecentStatements } from '../statements/recent-statements.tsx'
import { AnswersCard } from './answers-card.tsx'
import { AttemptsCard } from './attempts-card.tsx'
import { EvidenceBadge } from './evidence-badge.tsx'
import { EvidenceCard } from './evidence-card.tsx'
import { LaunchButton } from './launch-button.tsx'
import { SessionsCard } from './session-log/sessions-card.tsx'

const route = getRouteApi('/app/registrations/$registration')

export function RegistrationPage() {
  const { t } = useTranslation()
  const { registration: id } = route.useParams()
  const detail = useQuery(registrationQuery(id))
  usePageTitle(detail.data && `${detail.data.learner.name} – ${detail.data.package.title}`)
  if (detail.isPending) {
    return (
      <div className="grid gap-4">
        <Skeleton className="h-4 w-28" />
        <Skeleton className="h-8 w-1/2" />
        <Skeleton className="mt-4 h-24 w-full" />
        <Skeleton className="h-64 w-full" />
      </div>
    )
  }
  if (detail.isLoadingError) {
    return (
      <ErrorState
        isPage
        error={detail.error}
        what={t('registration.failed')}
        retry={() => detail.refetch()}
      />
    )
  }
  return <RegistrationView detail={detail.data} />
}

function RegistrationView({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader
        above={
          <Link to="/registrations" className="hover:text-ink hover:underline">
            {t('nav.registrations')}
          </Link>
        }
        title={<LearnerName detail={detail} />}
        below={
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <Link
              to="/library/$package"
              params={{ package: detail.package.id }}
              className="underline decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-current"
            >
              {detail.package.title}
            </Link>
            <Badge>{t('package.versionNumber', { number: detail.version })}</Badge>
            {detail.isTrial && <Badge tone="accent">{t('registrations.trial')}</Badge>}
          </span>
        }
        actions={<LaunchButton detail={detail} />}
      />
      <Headline detail={detail} />
      <div className="mt-4 grid gap-4">
        <EvidenceCard registration={detail.id} report={detail.evidenceReport} />
        <AttemptsCard attempts={detail.attemptsOnCourse} />
        <Activities activities={detail.activities} />
        <AnswersCard registration={detail.id} />
        <SessionsCard registration={detail.id} />
        <RecentStatements filter={{ registration: detail.id }} />
      </div>
      <p className="mt-4 flex flex-wrap items-center gap-x-1 text-[0.8rem] text-faint">
        {t('registration.id')} <code className="font-mono break-all">{detail.id}</code>
        <CopyButton text={detail.id} />
        <span className="ml-auto">
          {t('registration.created')} <Moment at={detail.createdAt} />
        </span>
      </p>
    </>
  )
}

/** A link to the learner; a trial's learner is whoever tried the package, who has no page. */
function LearnerName({ detail: { isTrial, learner } }: { detail: RegistrationDetail }) {
  if (isTrial) return learner.name
  return (
    <Link
      to="/learners/$learner"
      params={{ learner: learner.id }}
      className="hover:underline hover:decoration-2 hover:underline-offset-4"
    >
      {learner.name}
    </Link>
  )
}

function Headline({ detail }: { detail: RegistrationDetail }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <FigureStrip>
      <Figure label={t('figures.state')}>
        <span className="flex min-h-7 flex-wrap items-center gap-1.5">
          <CompletionBadge value={detail.completion} />
          {detail.success !== 'unknown' && <SuccessBadge value={detail.success} />}
          {detail.evidence && <EvidenceBadge level={detail.evidence} />}
        </span>
      </Figure>
      <Figure
        label={t('figures.progress')}
        note={
          <ProgressBar
            ratio={detail.progress}
            label={t('figures.progress')}
            className="mt-2 w-full"
          />
        }
      >
        {formatPercent(detail.progress, language)}
      </Figure>
      <Figure label={t('figures.score')} note={t('figures.scale')}>
        {formatScore(detail.score, language) ?? '–'}
      </Figure>
      <Figure label={t('figures.time')} note={t('figures.attempts', { count: detail.attempts })}>
        {detail.seconds > 0 ? formatDuration(detail.seconds, language) : '–'}
      </Figure>
      <Figure
        label={t('figures.lastActivity')}
        note={
          detail.firstActivityAt && (
            <>
              {t('figures.first')} <Moment at={detail.firstActivityAt} />
            </>
          )
        }
      >
        <Moment at={detail.lastActivityAt} isRelative />
      </Figure>
    </FigureStrip>
  )
}

function Activities({ activities }: { activities: readonly ActivityFigures[] }) {
  const { t } = useTranslation()
  const columns: readonly Column<ActivityFigures>[] = [
    {
      key: 'title',
      title: t('registration.activity'),
      card: 'title',
      cell: (one) => <span className="font-medium">{one.title}</span>,
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
      key: 'progress',
      title: t('figures.progress'),
      from: 'md',
      width: 'w-44',
      cell: (one) => <ProgressFigure ratio={one.progress} />,
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
      from: 'md',
      has: (one) => one.seconds > 0,
      cell: (one) => <Duration seconds={one.seconds} />,
    },
    {
      key: 'attempts',
      title: t('figures.attemptsShort'),
      isNumber: true,
      from: 'lg',
      cell: (one) => one.attempts,
    },
    {
      key: 'last',
      title: t('figures.lastActivity'),
      isNumber: true,
      from: 'lg',
      cell: (one) => <Moment at={one.lastActivityAt} />,
    },
  ]
  return (
    <Card title={t('registration.activities')}>
      {activities.length === 0 ? (
        <p className="px-5 py-8 text-center text-faint">{t('registration.noActivities')}</p>
      ) : (
        <DataTable
          rows={activities}
          columns={columns}
          keyOf={(one) => one.activity}
          label={t('registration.activities')}
          isStatic
        />
      )}
    </Card>
  )
}
