import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { SessionRows } from '../account/session-rows.tsx'
import { get } from '../api/client.ts'
import { ownSessionsQuery } from '../api/queries.ts'
import type { List, SessionRow } from '../api/types.ts'
import { ErrorState, SkeletonRows } from '../parts/states.tsx'

/** Below the word of one's own sessions, so that what ends one of either brings both up to date. */
const sessionsQuery = (account: string) =>
  queryOptions({
    queryKey: [...ownSessionsQuery.queryKey, account],
    queryFn: ({ signal }) =>
      get<List<SessionRow>>(`/accounts/${account}/sessions`, undefined, signal),
  })

/** Where somebody else is signed in, for who looks after accounts. */
export function AccountSessions({ account, mayEnd }: { account: string; mayEnd: boolean }) {
  const { t } = useTranslation()
  const sessions = useQuery(sessionsQuery(account))
  return (
    <section className="grid gap-2.5 border-t border-line pt-5">
      <h3 className="text-[0.867rem] font-medium text-faint">{t('accounts.sessions')}</h3>
      {sessions.isPending && <SkeletonRows rows={1} />}
      {sessions.isLoadingError && (
        <ErrorState
          error={sessions.error}
          what={t('account.sessionsFailed')}
          retry={() => sessions.refetch()}
          isCompact
        />
      )}
      {sessions.data?.items.length === 0 && (
        <p className="text-muted">{t('accounts.noSessions')}</p>
      )}
      {sessions.data && (
        <div className="-mx-5">
          <SessionRows
            items={sessions.data.items}
            path={`/accounts/${account}/sessions`}
            mayEnd={mayEnd}
          />
        </div>
      )}
    </section>
  )
}
