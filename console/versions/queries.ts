import { queryOptions } from '@tanstack/react-query'
import type {
  MovePreview,
  VersionMoveItem,
  VersionMoveList,
} from '../../src/launch/versions/wire.ts'
import type { CoursePolicy } from '../../src/registrations/wire.ts'
import { get } from '../api/client.ts'

export type { CoursePolicy, MovePreview }
export type Move = VersionMoveItem
export type Source = MovePreview['from'][number]
export type Match = Source['activities'][number]

export const policyQuery = (packageId: string) =>
  queryOptions({
    queryKey: ['packages', 'policy', packageId],
    queryFn: ({ signal }) => get<CoursePolicy>(`/packages/${packageId}/policy`, undefined, signal),
  })

export const movePreviewQuery = (packageId: string, number: number) =>
  queryOptions({
    queryKey: ['packages', 'move-preview', packageId, number],
    queryFn: ({ signal }) =>
      get<MovePreview>(`/packages/${packageId}/versions/${number}/move-preview`, undefined, signal),
  })

/** The moves of a package's learners; looked at again every two seconds while one is under way. */
export const movesQuery = (packageId: string) =>
  queryOptions({
    queryKey: ['packages', 'moves', packageId],
    queryFn: ({ signal }) =>
      get<VersionMoveList>(`/packages/${packageId}/moves`, undefined, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ endedAt }) => endedAt === null) ? 2_000 : false,
  })
