import {
  passes,
  type Seq,
  type StatementReader,
  type StatementSelection,
  type StoredStatement,
} from '../xapi/index.ts'

export interface FeedPage {
  /** In the order of the store. */
  readonly items: readonly StoredStatement[]
  /** Everything up to here is in this page or one before it: where the next page goes on, exclusive. */
  readonly position: Seq
  readonly isMore: boolean
}

interface FeedRange {
  /** Exclusive. */
  readonly after: Seq
  /** Inclusive; as far as the store is consistent unless given. */
  readonly through?: Seq
  readonly limit: number
}

/** Statements that are looked at, at once and in one read, where the store cannot find them by itself. */
const pageStatements = 250
const examinedMax = 10_000

/**
 * The next statements in the order in which they were stored, never beyond what the store vouches for: below a position that
 * was once handed out nothing is added any more, so whoever goes on from it misses nothing. With a sieve a page may be empty
 * though there is more.
 */
export async function readFeed(
  store: StatementReader,
  { sieve, ...filter }: StatementSelection,
  { after, through = Number.MAX_SAFE_INTEGER, limit }: FeedRange,
): Promise<FeedPage> {
  const until = Math.min(await store.consistentThrough(), through)
  const read = async (since: Seq, most: number): Promise<FeedPage> => {
    if (until <= since) return { items: [], position: since, isMore: false }
    const { items, cursor } = await store.queryStatements(
      { ...filter, since, until, ascending: true },
      { limit: most },
    )
    return { items, position: cursor ?? until, isMore: cursor !== undefined }
  }
  if (!sieve) return read(after, limit)
  const found: StoredStatement[] = []
  let position = after
  for (let examined = 0; examined < examinedMax; ) {
    const page = await read(position, pageStatements)
    for (const item of page.items) {
      if (!passes(item, sieve)) continue
      found.push(item)
      if (found.length === limit) return { items: found, position: item.seq, isMore: true }
    }
    if (!page.isMore) return { ...page, items: found }
    examined += page.items.length
    position = page.position
    await new Promise(setImmediate)
  }
  return { items: found, position, isMore: true }
}
