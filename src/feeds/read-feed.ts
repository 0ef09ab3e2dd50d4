import type { Seq, StatementFilter, StatementReader, StoredStatement } from '../xapi/index.ts'

export interface FeedPage {
  /** In the order of the store. */
  readonly items: readonly StoredStatement[]
  /** Everything up to here is in this page or one before it: where the next page goes on, exclusive. */
  readonly position: Seq
  readonly isMore: boolean
}

export interface FeedRange {
  /** Exclusive. */
  readonly after: Seq
  /** Inclusive; as far as the store is consistent unless given. */
  readonly through?: Seq
  readonly limit: number
}

/**
 * The next statements in the order in which they were stored, never beyond what the store vouches for: below a position that
 * was once handed out nothing is added any more, so whoever goes on from it misses nothing.
 */
export async function readFeed(
  store: StatementReader,
  filter: StatementFilter,
  { after, through = Number.MAX_SAFE_INTEGER, limit }: FeedRange,
): Promise<FeedPage> {
  const until = Math.min(await store.consistentThrough(), through)
  if (until <= after) return { items: [], position: after, isMore: false }
  const { items, cursor } = await store.queryStatements(
    { ...filter, since: after, until, ascending: true },
    { limit },
  )
  return cursor === undefined
    ? { items, position: until, isMore: false }
    : { items, position: cursor, isMore: true }
}
