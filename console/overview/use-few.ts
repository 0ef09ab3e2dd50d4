import { useQuery } from '@tanstack/react-query'
import { get } from '../api/client.ts'
import type { List } from '../api/types.ts'

/** A few rows of a list: cheap to ask for, whatever the list's length. */
export function useFew<Item>(path: string, query: Record<string, string | number>) {
  return useQuery({
    queryKey: [path.slice(1), 'few', query],
    queryFn: ({ signal }) => get<List<Item>>(path, query, signal),
  })
}
