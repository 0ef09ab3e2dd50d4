import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { get } from '../api/client.ts'
import type { List, StatementRow } from '../api/types.ts'
import { Card } from '../parts/card.tsx'
import { Moment } from '../parts/figures.tsx'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'
import { useMay } from '../shell/may.ts'
import { ResultWords, StatementSentence, VerbIcon } from './statement-line.tsx'

interface RecentStatementsProps {
  filter: { registration?: string; learner?: string }
}

/** The last few statements of a registration or a learner, and the way to all of them. Nothing for who may not read them. */
export function RecentStatements({ filter }: RecentStatementsProps) {
  const { t } = useTranslation()
  const mayRead = useMay()('statements/read')
  const recent = useQuery({
    queryKey: ['statements', 'recent', filter],
    queryFn: ({ signal }) =>
      get<List<StatementRow>>('/statements', { ...filter, limit: 8 }, signal),
    enabled: mayRead,
  })
  if (!mayRead) return null
  return (
    <Card
      title={t('nav.statements')}
      action={
        <Link
          to="/statements"
          search={filter}
          className="flex items-center gap-1 text-[0.867rem] font-medium text-accent hover:underline"
        >
          {t('statements.all')} <ArrowRight className="size-4" aria-hidden />
        </Link>
      }
    >
      {recent.isPending && <SkeletonRows rows={3} />}
      {recent.isError && (
        <ErrorState
          error={recent.error}
          what={t('statements.failed')}
          retry={() => recent.refetch()}
          isCompact
        />
      )}
      {recent.data?.items.length === 0 && (
        <p className="px-5 py-8 text-center text-faint">{t('statements.noneYet')}</p>
      )}
      {recent.data && recent.data.items.length > 0 && (
        <ul className="divide-y divide-line">
          {recent.data.items.map((row) => (
            <li key={row.id}>
              <Link
                to="/statements"
                search={{ ...filter, open: row.id }}
                className="flex items-start gap-3 px-5 py-2.5 hover:bg-subtle focus-visible:-outline-offset-2 sm:items-center"
              >
                <VerbIcon id={row.verb.id} className="max-sm:mt-0.5" />
                <span className="min-w-0 flex-1">
                  <StatementSentence row={row} />
                </span>
                <span className="max-sm:hidden">
                  <ResultWords row={row} />
                </span>
                <span className="shrink-0 text-right text-[0.867rem] text-faint sm:w-32">
                  <Moment at={row.timestamp} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
