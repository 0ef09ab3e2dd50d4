import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight, CheckCircle2, Radio, XCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { RequestItem } from '../../src/requests/wire.ts'
import { get } from '../api/client.ts'
import { credentialsQuery } from '../api/queries.ts'
import type { Credential, List, StatementRow } from '../api/types.ts'
import { classNames } from '../parts/class-names.ts'
import { Moment } from '../parts/figures.tsx'
import { StatementSentence } from '../statements/statement-line.tsx'

const pollMilliseconds = 3000

interface FirstRequestProps {
  credential: string
  /** ISO 8601: what was refused before is not told any more. */
  since: string
}

/**
 * Waits for the first request with a key, and lights up when it comes: with the first statement if one was sent, or with what
 * was wrong with the last one that was refused.
 */
export function FirstRequest({ credential, since }: FirstRequestProps) {
  const { t } = useTranslation()
  const list = useQuery({ ...credentialsQuery, refetchInterval: pollMilliseconds })
  const latest = useQuery({
    queryKey: ['statements', 'first', credential],
    queryFn: ({ signal }) =>
      get<List<StatementRow>>('/statements', { key: credential, limit: 1 }, signal),
    refetchInterval: pollMilliseconds,
  })
  const refused = useQuery({
    queryKey: ['requests', 'last', credential, since],
    queryFn: ({ signal }) =>
      get<List<RequestItem>>('/requests', { key: credential, since, limit: 1 }, signal),
    refetchInterval: pollMilliseconds,
    retry: false,
  })
  const one = list.data?.items.find(({ key }: Credential) => key === credential)
  const row = latest.data?.items[0]
  const wrong = refused.data?.items[0]
  const isLit = one?.lastUsedAt !== undefined || row !== undefined
  // A refused request counts until one that came after it was taken.
  const isWrong = wrong !== undefined && (row === undefined || row.stored < wrong.at)
  return (
    <section
      aria-live="polite"
      className={classNames(
        'grid gap-3 rounded-lg border px-4 py-3.5',
        isWrong
          ? 'border-bad/40 bg-bad-soft'
          : isLit
            ? 'border-ok/40 bg-ok-soft'
            : 'border-line bg-subtle',
      )}
    >
      {isWrong && <Refused request={wrong} />}
      {isLit && <Arrived credential={credential} at={one?.lastUsedAt} row={row} />}
      {!isLit && !isWrong && (
        <div className="flex items-start gap-3">
          <Radio className="mt-0.5 size-5 shrink-0 animate-shimmer text-accent" aria-hidden />
          <div className="grid min-w-0 flex-1 gap-1">
            <h3 className="font-medium">{t('credentials.waiting')}</h3>
            <p className="text-[0.867rem] text-muted">{t('credentials.waitingAbout')}</p>
          </div>
        </div>
      )}
    </section>
  )
}

interface ArrivedProps {
  credential: string
  at: string | undefined
  row: StatementRow | undefined
}

function Arrived({ credential, at, row }: ArrivedProps) {
  const { t } = useTranslation()
  return (
    <div className="flex items-start gap-3">
      <CheckCircle2 className="mt-0.5 size-5 shrink-0 text-ok" aria-hidden />
      <div className="grid min-w-0 flex-1 gap-1">
        <h3 className="font-medium">{t('credentials.arrived')}</h3>
        {at && (
          <p className="text-[0.867rem] text-muted">
            {t('credentials.lastUsed')} <Moment at={at} />
          </p>
        )}
        {row ? (
          <>
            <p className="min-w-0">
              <StatementSentence row={row} />
            </p>
            <Link
              to="/statements"
              search={{ key: credential }}
              className="flex w-fit items-center gap-1 text-[0.867rem] font-medium text-accent hover:underline"
            >
              {t('credentials.seeStatements')} <ArrowRight className="size-4" aria-hidden />
            </Link>
          </>
        ) : (
          <p className="text-[0.867rem] text-muted">{t('credentials.noStatementYet')}</p>
        )}
      </div>
    </div>
  )
}

/** What was wrong: the reason as the server wrote it to the tool, with its place and clause. */
function Refused({ request }: { request: RequestItem }) {
  const { t } = useTranslation()
  const { id, method, path, status, code, message, pointer, clause, at } = request
  return (
    <div className="flex items-start gap-3">
      <XCircle className="mt-0.5 size-5 shrink-0 text-bad" aria-hidden />
      <div className="grid min-w-0 flex-1 gap-1">
        <h3 className="font-medium text-bad">{t('credentials.refused')}</h3>
        <p className="break-words">{message}</p>
        {pointer && (
          <p className="text-[0.867rem] break-words">
            {t('credentials.refusedPlace', { pointer })}
          </p>
        )}
        <p className="font-mono text-[0.8rem] break-all text-muted">
          {[`${status} ${code}`, `${method} ${path}`, clause].filter(Boolean).join(' · ')}
        </p>
        <p className="flex flex-wrap gap-x-4 text-[0.867rem] text-muted">
          <Moment at={at} />
          <Link
            to="/requests"
            search={{ open: id }}
            className="flex items-center gap-1 font-medium text-accent hover:underline"
          >
            {t('credentials.seeRequest')} <ArrowRight className="size-4" aria-hidden />
          </Link>
        </p>
      </div>
    </div>
  )
}
