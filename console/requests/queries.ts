import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  ReplayRequest,
  ReplayVerdict,
  RequestDetail,
  RequestGroups,
  RequestItem,
  SourceReports,
} from '../../src/requests/wire.ts'
import { get, post } from '../api/client.ts'
import type { List } from '../api/types.ts'

export const requestSearch = ['key', 'status', 'code', 'endpoint', 'since', 'q', 'open'] as const

export interface RequestFilter {
  readonly key?: string | undefined
  readonly status?: string | undefined
  readonly code?: string | undefined
  readonly endpoint?: string | undefined
  readonly since?: string | undefined
  readonly q?: string | undefined
}

/** An own error should be seen soon after it was made, so the list asks again by itself. */
const againMilliseconds = 30_000

export const requestsQuery = (filter: RequestFilter) =>
  infiniteQueryOptions({
    queryKey: ['requests', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      get<List<RequestItem>>('/requests', { limit: 50, ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
    refetchInterval: againMilliseconds,
  })

export const requestGroupsQuery = (filter: RequestFilter) =>
  queryOptions({
    queryKey: ['requests', 'groups', filter],
    queryFn: ({ signal }) => get<RequestGroups>('/requests/groups', { ...filter }, signal),
    refetchInterval: againMilliseconds,
  })

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', 'one', id],
    queryFn: ({ signal }) => get<RequestDetail>(`/requests/${id}`, undefined, signal),
    // What happened does not change.
    staleTime: Number.POSITIVE_INFINITY,
  })

export const sourcesQuery = queryOptions({
  queryKey: ['requests', 'sources'],
  queryFn: ({ signal }) => get<SourceReports>('/sources', undefined, signal),
  refetchInterval: againMilliseconds,
})

export const replay = (id: string, asked: ReplayRequest): Promise<ReplayVerdict> =>
  post<ReplayVerdict>(`/requests/${id}/replay`, asked)
