import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  CreatedWebhook,
  DeliveryDetail,
  DeliveryItem,
  ForwardingItem,
  WebhookItem,
} from '../../src/feeds/wire.ts'
import { get } from '../api/client.ts'
import type { List } from '../api/types.ts'

export type { CreatedWebhook, DeliveryDetail, DeliveryItem }

export type FeedKind = 'webhook' | 'forwarding'

export type Destination = WebhookItem & Partial<Pick<ForwardingItem, 'key' | 'version'>>

export const rootOf = (kind: FeedKind): string =>
  kind === 'webhook' ? '/webhooks' : '/forwardings'

/** What is delivered changes by itself, so open pages ask again. */
const againMilliseconds = 5_000

export const destinationsQuery = (kind: FeedKind) =>
  infiniteQueryOptions({
    queryKey: ['feeds', kind],
    queryFn: ({ signal }) => get<List<Destination>>(rootOf(kind), undefined, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
    refetchInterval: againMilliseconds,
  })

export const destinationQuery = (kind: FeedKind, id: string) =>
  queryOptions({
    queryKey: ['feeds', kind, id],
    queryFn: ({ signal }) => get<Destination>(`${rootOf(kind)}/${id}`, undefined, signal),
    refetchInterval: againMilliseconds,
  })

export const deliveriesQuery = (kind: FeedKind, id: string, state: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['feeds', kind, id, 'deliveries', state ?? 'all'],
    queryFn: ({ pageParam, signal }) =>
      get<List<DeliveryItem>>(
        `${rootOf(kind)}/${id}/deliveries`,
        { limit: 20, state, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
    refetchInterval: againMilliseconds,
  })
