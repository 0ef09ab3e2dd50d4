import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query'
import { get, type Query } from './client.ts'
import { isServerAway } from './recovery.ts'
import type {
  Account,
  AuditItem,
  Class,
  ClassDetail,
  ClassMember,
  Credential,
  Learner,
  LedgerState,
  LegalHold,
  List,
  Me,
  Organisation,
  PackageDetail,
  PackageFigures,
  PackageFindings,
  PackageSummary,
  Registration,
  RegistrationDetail,
  SessionRow,
  Setup,
  StatementDetailItem,
  StatementRow,
} from './types.ts'

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What is asked for without a network fails at once, and says so, instead of waiting in silence.
        networkMode: 'always',
        staleTime: 10_000,
        gcTime: 10 * 60_000,
        // What the server has decided (4xx) does not change by asking again.
        retry: (failures, error) => failures < 1 && isServerAway(error),
        retryDelay: 600,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/me', undefined, signal),
  staleTime: 5 * 60_000,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => get<Setup>('/setup', undefined, signal),
})

const pages = <Item>(key: string, path: string, query: Query) =>
  infiniteQueryOptions({
    queryKey: [key, 'list', path, query],
    queryFn: ({ pageParam, signal }) =>
      get<List<Item>>(path, { limit: 50, ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
  })

export const packagesQuery = (query: Query) => pages<PackageSummary>('packages', '/packages', query)
export const learnersQuery = (query: Query) => pages<Learner>('learners', '/learners', query)
export const registrationsQuery = (query: Query) =>
  pages<Registration>('registrations', '/registrations', query)
export const statementsQuery = (query: Query) =>
  pages<StatementRow>('statements', '/statements', query)

export const classesQuery = (query: Query) => pages<Class>('classes', '/classes', query)
export const classMembersQuery = (id: string, query: Query) =>
  pages<ClassMember>('classes', `/classes/${id}/learners`, query)
export const accountsQuery = (query: Query) => pages<Account>('accounts', '/accounts', query)
export const auditQuery = (query: Query) => pages<AuditItem>('audit', '/audit', query)

export const ledgerQuery = queryOptions({
  queryKey: ['ledger'],
  queryFn: ({ signal }) => get<LedgerState>('/ledger/checkpoint', undefined, signal),
})

export const holdsQuery = queryOptions({
  queryKey: ['holds'],
  queryFn: ({ signal }) => get<List<LegalHold>>('/legal-holds', undefined, signal),
})

export const classQuery = (id: string) =>
  queryOptions({
    queryKey: ['classes', 'one', id],
    queryFn: ({ signal }) => get<ClassDetail>(`/classes/${id}`, undefined, signal),
  })

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: ({ signal }) => get<List<Organisation>>('/organisations', undefined, signal),
})

export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => get<List<SessionRow>>('/me/sessions', undefined, signal),
})

export const statementQuery = (id: string) =>
  queryOptions({
    queryKey: ['statements', 'one', id],
    queryFn: ({ signal }) =>
      get<StatementDetailItem>(`/statements/${encodeURIComponent(id)}`, undefined, signal),
  })

export const credentialsQuery = queryOptions({
  queryKey: ['credentials'],
  queryFn: ({ signal }) => get<List<Credential>>('/credentials', { limit: 500 }, signal),
})

export const packageQuery = (id: string) =>
  queryOptions({
    queryKey: ['packages', 'one', id],
    queryFn: ({ signal }) => get<PackageDetail>(`/packages/${id}`, undefined, signal),
  })

export const packageFiguresQuery = (id: string) =>
  queryOptions({
    queryKey: ['registrations', 'figures', id],
    queryFn: ({ signal }) => get<PackageFigures>(`/packages/${id}/summary`, undefined, signal),
  })

export const findingsQuery = (id: string, number: string) =>
  queryOptions({
    queryKey: ['packages', 'findings', id, number],
    queryFn: ({ signal }) =>
      get<PackageFindings>(`/packages/${id}/versions/${number}/findings`, undefined, signal),
  })

export const learnerQuery = (id: string) =>
  queryOptions({
    queryKey: ['learners', 'one', id],
    queryFn: ({ signal }) => get<Learner>(`/learners/${id}`, undefined, signal),
  })

export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['registrations', 'one', id],
    queryFn: ({ signal }) => get<RegistrationDetail>(`/registrations/${id}`, undefined, signal),
  })

export const openapiQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => get<unknown>('/openapi.json', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
})
