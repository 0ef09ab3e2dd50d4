import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { StatementImport, StatementImportRejection } from '../../src/transfer/wire.ts'
import { apiUrl, errorOf, get } from '../api/client.ts'
import type { List } from '../api/types.ts'

export type { StatementImport, StatementImportRejection }

export const isUnderWay = ({ state }: StatementImport): boolean =>
  state === 'waiting' || state === 'running'

/** An import that goes on is asked for every second; otherwise somebody else may have begun one. */
const againMilliseconds = (isBusy: boolean): number => (isBusy ? 1_000 : 15_000)

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    get<List<StatementImport>>('/imports', { limit: 50, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.cursor,
  refetchInterval: ({ state: { data } }) =>
    againMilliseconds(data?.pages.some(({ items }) => items.some(isUnderWay)) ?? false),
})

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => get<StatementImport>(`/imports/${id}`, undefined, signal),
    refetchInterval: ({ state: { data } }) => againMilliseconds(data ? isUnderWay(data) : false),
  })

export const rejectionsUrl = (id: string): string => apiUrl(`/imports/${id}/rejections`)

/** The report on what was not stored: one JSON object a line. */
export const rejectionsQuery = (id: string, rejected: number) =>
  queryOptions({
    queryKey: ['imports', 'rejections', id, rejected],
    queryFn: async ({ signal }): Promise<readonly StatementImportRejection[]> => {
      const answer = await fetch(rejectionsUrl(id), { signal })
      const text = await answer.text()
      if (!answer.ok) throw errorOf(answer.status, text, answer.headers.get('x-request-id'))
      const lines = text.split('\n').filter(Boolean)
      return lines.map((line) => JSON.parse(line) as StatementImportRejection)
    },
    enabled: rejected > 0,
  })
