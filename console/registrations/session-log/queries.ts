import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { NumberedLine, SessionItem, SessionLog } from '../../../src/launch/session-log/wire.ts'
import { get } from '../../api/client.ts'
import type { List } from '../../api/types.ts'

export type { NumberedLine as LogLine, SessionItem, SessionLog }

export const sessionsQuery = (registration: string) =>
  infiniteQueryOptions({
    queryKey: ['registrations', 'sessions', registration],
    queryFn: ({ pageParam, signal }) =>
      get<List<SessionItem>>(
        `/registrations/${registration}/sessions`,
        { limit: 10, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
  })

export const sessionLogQuery = (registration: string, session: string) =>
  queryOptions({
    queryKey: ['registrations', 'session-log', session],
    queryFn: ({ signal }) =>
      get<SessionLog>(`/registrations/${registration}/sessions/${session}/log`, undefined, signal),
  })
