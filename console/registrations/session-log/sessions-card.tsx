import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ChevronRight, Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../../api/client.ts'
import { useLanguage } from '../../language/language.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button, buttonClass } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { classNames } from '../../parts/class-names.ts'
import { Duration, Moment } from '../../parts/figures.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { ErrorState, SkeletonRows } from '../../parts/states.tsx'
import { LogTable } from './log-table.tsx'
import { type SessionItem, type SessionLog, sessionLogQuery, sessionsQuery } from './queries.ts'
import { Verdict } from './verdict.tsx'

/** When the learner had the course open, what each time came to, and what was said in it. */
export function SessionsCard({ registration }: { registration: string }) {
  const { t } = useTranslation()
  const sessions = useInfiniteQuery(sessionsQuery(registration))
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card title={t('sessions.title')} hint={t('sessions.hint')}>
      {sessions.isPending && <SkeletonRows rows={2} />}
      {sessions.isLoadingError && (
        <ErrorState
          error={sessions.error}
          what={t('sessions.failed')}
          retry={() => sessions.refetch()}
          isCompact
        />
      )}
      {sessions.data && items.length === 0 && (
        <p className="px-5 py-8 text-center text-faint">{t('sessions.none')}</p>
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line">
          {items.map((session) => (
            <Session key={session.id} registration={registration} session={session} />
          ))}
        </ul>
      )}
      {sessions.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button
            look="quiet"
            isBusy={sessions.isFetchingNextPage}
            onClick={() => sessions.fetchNextPage()}
          >
            {t('sessions.more')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Session({ registration, session }: { registration: string; session: SessionItem }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const seconds = (Date.parse(session.seenAt) - Date.parse(session.startedAt)) / 1_000
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-start gap-3 px-5 py-3 text-left hover:bg-subtle focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden
          className={classNames(
            'mt-1 size-4 shrink-0 text-faint transition-transform',
            isOpen && 'rotate-90',
          )}
        />
        <span className="grid min-w-0 flex-1 gap-1">
          <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <span className="font-medium">
              <Moment at={session.startedAt} />
            </span>
            {seconds >= 1 && (
              <span className="text-muted">
                <Duration seconds={Math.round(seconds)} />
              </span>
            )}
            <Badge>{t('attempts.number', { number: session.attempt })}</Badge>
            {session.isReview && <Badge>{t('sessions.review')}</Badge>}
            {session.state !== 'closed' && <Badge tone="accent">{t('sessions.open')}</Badge>}
          </span>
          {session.verdict ? (
            <Verdict points={session.verdict} />
          ) : (
            <span className="text-faint">{t('sessions.forgotten')}</span>
          )}
        </span>
      </button>
      {isOpen && <SessionLogView registration={registration} session={session} />}
    </li>
  )
}

function SessionLogView({ registration, session }: { registration: string; session: SessionItem }) {
  const { t } = useTranslation()
  const log = useQuery(sessionLogQuery(registration, session.id))
  return (
    <div className="border-t border-line">
      {log.isPending && <SkeletonRows rows={3} />}
      {log.isLoadingError && (
        <ErrorState
          error={log.error}
          what={t('sessions.logFailed')}
          retry={() => log.refetch()}
          isCompact
        />
      )}
      {log.data && <LogView registration={registration} log={log.data} />}
    </div>
  )
}

function LogView({ registration, log }: { registration: string; log: SessionLog }) {
  const { t } = useTranslation()
  const [onlyTroubles, setOnlyTroubles] = useState(false)
  const [wanted, setWanted] = useState('')
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3">
        <SearchField value={wanted} onChange={setWanted} label={t('sessions.search')} />
        <label className="flex min-h-9 cursor-pointer items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-(--color-accent)"
            checked={onlyTroubles}
            onChange={(event) => setOnlyTroubles(event.target.checked)}
          />
          {t('sessions.onlyTroubles')}
        </label>
        <Downloads registration={registration} session={log.id} />
      </div>
      <p className="px-5 pb-3 text-[0.867rem] text-faint">
        {t('sessions.figures', {
          lines: log.lines,
          sets: log.facts.sets,
          reads: log.counts.getValues,
          failed: log.counts.failedCalls,
        })}
      </p>
      <LogTable log={log} onlyTroubles={onlyTroubles} wanted={wanted} />
    </>
  )
}

function Downloads({ registration, session }: { registration: string; session: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const path = `/registrations/${registration}/sessions/${session}/log`
  // Spreadsheets split at the sign that their language does not use in numbers.
  const separator = language === 'vi' ? ';' : ','
  return (
    <span className="ml-auto flex gap-1">
      <a
        href={apiUrl(`${path}.csv`, { separator })}
        download
        className={buttonClass('quiet', 'small')}
      >
        <Download aria-hidden /> CSV
        <span className="sr-only">{t('sessions.download')}</span>
      </a>
      <a href={apiUrl(path)} download="session-log.json" className={buttonClass('quiet', 'small')}>
        <Download aria-hidden /> JSON
        <span className="sr-only">{t('sessions.download')}</span>
      </a>
    </span>
  )
}
