import type { SQLInputValue } from 'node:sqlite'
import type { Seq, StatementFilter, StatementPage } from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'
import { type PostingList, postingLists, severalVerbs } from './posting-lists.ts'
import { type StatementRow, storedStatement } from './statement-row.ts'

/** A list that the statements sought must all be in. */
interface Condition {
  readonly list: PostingList
  readonly key: number
}

/** Positions between two others, both exclusive. */
interface Range {
  readonly low: Seq
  readonly high: Seq
}

const firstBlockEntries = 64
const blockEntriesMax = 4096

/**
 * Finds a page of statements. One list is walked in its order until the page is full. Several are intersected block by
 * block: whichever list is the sparsest from here on is walked, and the others are probed, so that a rare key makes a
 * query fast wherever in time it is rare.
 */
export async function queryStatements(
  connection: Connection,
  filter: StatementFilter,
  page: { limit: number; from?: Seq },
): Promise<StatementPage> {
  const conditions = conditionsOf(connection, filter)
  if (!conditions) return { items: [] }
  const rows = await findRows(connection, {
    conditions,
    range: rangeOf(filter, page.from),
    isAscending: filter.ascending === true,
    limit: page.limit + 1,
  })
  const items = rows.slice(0, page.limit).map(storedStatement)
  return rows.length > page.limit ? { items, cursor: items.at(-1)!.seq } : { items }
}

interface Search {
  readonly conditions: readonly Condition[]
  readonly range: Range
  readonly isAscending: boolean
  readonly limit: number
}

async function findRows(connection: Connection, search: Search): Promise<StatementRow[]> {
  const { conditions, isAscending, limit } = search
  if (conditions.length < 2) return readBlock(connection, search, conditions[0])
  const rows: StatementRow[] = []
  let range = search.range
  for (let entries = firstBlockEntries; ; entries = Math.min(entries * 4, blockEntriesMax)) {
    const { driver, end } = sparsest(connection, { ...search, range }, entries)
    const block = end === undefined ? range : upTo(range, end, isAscending)
    const left = limit - rows.length
    rows.push(...readBlock(connection, { ...search, range: block, limit: left }, driver))
    if (end === undefined || rows.length >= limit) return rows
    range = isAscending ? { ...range, low: end } : { ...range, high: end }
    if (entries === blockEntriesMax) await new Promise(setImmediate)
  }
}

/** The list whose next `entries` entries reach furthest, and the last position among them (none: they reach the end). */
function sparsest(
  connection: Connection,
  { conditions, range, isAscending }: Search,
  entries: number,
): { driver: Condition; end?: Seq } {
  const sql = isAscending ? endOfBlock.ascending : endOfBlock.descending
  let best: { driver: Condition; end: Seq } | undefined
  for (const driver of conditions) {
    const { key, list } = driver
    const row = connection.get<{ seq: Seq }>(sql[list], key, range.low, range.high, entries - 1)
    if (!row) return { driver }
    const end = row.seq
    if (!best || (isAscending ? end > best.end : end < best.end)) best = { driver, end }
  }
  return best!
}

const upTo = (range: Range, end: Seq, isAscending: boolean): Range =>
  isAscending ? { low: range.low, high: end + 1 } : { low: end - 1, high: range.high }

/** Walks the driver's list over the range, in order, and keeps what is in all the other lists. */
function readBlock(connection: Connection, search: Search, driver?: Condition): StatementRow[] {
  const { range, limit, isAscending } = search
  const direction = isAscending ? 'ASC' : 'DESC'
  if (!driver) {
    return connection.all<StatementRow>(
      `SELECT seq, id, payload FROM statement
       WHERE seq > ? AND seq < ? AND voided = 0 ORDER BY seq ${direction} LIMIT ?`,
      range.low,
      range.high,
      limit,
    )
  }
  const values: SQLInputValue[] = [driver.key, range.low, range.high]
  let tests = ''
  for (const other of search.conditions) {
    if (other === driver) continue
    tests += other.list === 'verb' ? verbTest : ` AND ${isIn(other.list)}`
    values.push(...(other.list === 'verb' ? [other.key, severalVerbs, other.key] : [other.key]))
  }
  return connection.all<StatementRow>(
    `SELECT s.seq, s.id, s.payload FROM posting_${driver.list} d CROSS JOIN statement s ON s.seq = d.seq
     WHERE d.key = ? AND d.seq > ? AND d.seq < ?${tests} ORDER BY d.seq ${direction} LIMIT ?`,
    ...values,
    limit,
  )
}

const isIn = (list: PostingList): string =>
  `EXISTS (SELECT 1 FROM posting_${list} o WHERE o.key = ? AND o.seq = d.seq)`

const verbTest = ` AND (d.verb = ? OR (d.verb = ? AND ${isIn('verb')}))`

const endsOfBlocks = (direction: 'ASC' | 'DESC') =>
  Object.fromEntries(
    postingLists.map((list) => [
      list,
      `SELECT seq FROM posting_${list} WHERE key = ? AND seq > ? AND seq < ?
       ORDER BY seq ${direction} LIMIT 1 OFFSET ?`,
    ]),
  ) as Record<PostingList, string>

const endOfBlock = { ascending: endsOfBlocks('ASC'), descending: endsOfBlocks('DESC') }

/** @returns undefined when a key is in no list at all, so that nothing can be found. */
function conditionsOf(connection: Connection, filter: StatementFilter): Condition[] | undefined {
  const wanted: Partial<Record<PostingList, string | undefined>> = {
    registration: filter.registration,
    [filter.relatedAgents ? 'related_agent' : 'agent']: filter.agent,
    [filter.relatedActivities ? 'related_activity' : 'activity']: filter.activity,
    verb: filter.verb,
    authority: filter.authority,
  }
  const conditions: Condition[] = []
  for (const list of postingLists) {
    const text = wanted[list]
    if (text === undefined) continue
    const term = connection.get<{ id: number }>('SELECT id FROM term WHERE text = ?', text)
    if (!term) return undefined
    conditions.push({ list, key: term.id })
  }
  return conditions
}

function rangeOf(filter: StatementFilter, from?: Seq): Range {
  const low = filter.since ?? Number.MIN_SAFE_INTEGER
  const high = filter.until === undefined ? Number.MAX_SAFE_INTEGER : filter.until + 1
  if (from === undefined) return { low, high }
  return filter.ascending ? { low: Math.max(low, from), high } : { low, high: Math.min(high, from) }
}
