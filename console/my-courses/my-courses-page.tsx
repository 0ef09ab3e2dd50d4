import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { BookOpenCheck, Play, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { post } from '../api/client.ts'
import { registrationsQuery } from '../api/queries.ts'
import type { LaunchLink, Registration } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { useFailed } from '../parts/error-words.ts'
import { Moment, ProgressBar, ScoreFigure } from '../parts/figures.tsx'
import { PagedList } from '../parts/paged-list.tsx'
import { EmptyState } from '../parts/states.tsx'
import { CompletionBadge, SuccessBadge } from '../parts/status.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'

/** Where a learner begins: their courses, the one they were in first, each one press away. */
export function MyCoursesPage() {
  const { t } = useTranslation()
  const registrations = useInfiniteQuery(registrationsQuery({}))
  usePageTitle(t('nav.myCourses'))
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t('nav.myCourses')} below={t('myCourses.about')} />
      <PagedList
        result={registrations}
        failure={t('myCourses.failed')}
        rows={3}
        empty={
          <Card>
            <EmptyState icon={<BookOpenCheck aria-hidden />} title={t('myCourses.empty')}>
              {t('myCourses.emptyAbout')}
            </EmptyState>
          </Card>
        }
      >
        {(items) => (
          <ul className="grid gap-4">
            {items.map((one) => (
              <li key={one.id}>
                <CourseCard one={one} />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </div>
  )
}

function CourseCard({ one }: { one: Registration }) {
  const { t } = useTranslation()
  const failed = useFailed()
  const open = useMutation({
    mutationFn: () => post<LaunchLink>(`/registrations/${one.id}/launch-links`),
    onSuccess: ({ launchUrl }) => location.assign(launchUrl),
    onError: failed(t('myCourses.openFailed')),
  })
  const isDone = one.completion === 'completed'
  const verb = isDone ? 'again' : one.completion === 'incomplete' ? 'resume' : 'begin'
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-4 p-5">
        <div className="grid min-w-0 flex-1 basis-64 gap-2.5">
          <h2 className="text-[1.067rem] leading-snug font-semibold break-words">
            {one.package.title}
          </h2>
          <p className="flex flex-wrap items-center gap-2">
            <CompletionBadge value={one.completion} />
            {one.success !== 'unknown' && <SuccessBadge value={one.success} />}
            {one.score && (
              <span className="text-[0.933rem] text-muted">
                {t('figures.score')}: <ScoreFigure score={one.score} />
              </span>
            )}
          </p>
          <ProgressBar ratio={one.progress} label={one.package.title} />
          {one.lastActivityAt && (
            <p className="text-[0.867rem] text-faint">
              {t('figures.lastActivity')}: <Moment at={one.lastActivityAt} isRelative />
            </p>
          )}
        </div>
        <Button
          look={isDone ? 'secondary' : 'primary'}
          icon={isDone ? <RotateCcw aria-hidden /> : <Play aria-hidden />}
          isBusy={open.isPending || open.isSuccess}
          className="h-11 min-w-34 max-sm:w-full"
          onClick={() => open.mutate()}
        >
          {t(`myCourses.${verb}`)}
        </Button>
      </div>
    </Card>
  )
}
