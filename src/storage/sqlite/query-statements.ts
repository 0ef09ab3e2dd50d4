import type {
  RowKeys,
  Seq,
  StatementFilter,
  StatementPage,
  StoredStatement,
} from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'
import { type KeyIds, type PostingList, severalVerbs } from './posting-lists.ts'
import type { SharedPartsReader } from './shared-parts.ts'
import { type StatementRow, storedStatement } from './statement-row.ts'

/** Keys of which the statements sought must all have one: they are in one of its lists. */
interface Condition {
  readonly lists: readonly PostingList[]
  readonly keys: readonly number[]
}

/** Positions between two others, both exclusive. */
interface Range {
  readonly low: Seq
  readonly high: Seq
}

/** Where statements are read from. */
export interface StatementSource {
  readonly connection: Connection
  readonly parts: SharedPartsReader
}

const firstBlockEntries = 64
const blockEntriesMax = 4096

/**
 * Finds a page of statements. One list is walked in its order until the page is full. Several are intersected block by
 * block: whichever list is the sparsest from here on is walked, and the others are probed, so that a rare key makes a
 * query fast wherever in time it is rare. A page also ends when it gets large.
 */
export async function queryStatements(
  { connection, parts }: StatementSource,
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
  const items = statementsOf({ connection, parts }, rows.slice(0, page.limit))
  return rows.length > items.length ? { items, cursor: items.at(-1)!.seq } : { items }
}

/** A row whose payload is not read yet where it is large. */
interface FoundRow extends Omit<StatementRow, 'payload'> {
  payload: Uint8Array | null
}

const largeBytes = 65_536
const pageBytesMax = 8 * 1024 * 1024

/** The rows' statements, one after the other until they are `pageBytesMax`: a page has to fit into memory. */
function statementsOf(
  { connection, parts }: StatementSource,
  rows: readonly FoundRow[],
): StoredStatement[] {
  const items: StoredStatement[] = []
  let bytes = 0
  for (const row of rows) {
    row.payload ??= readPayload(connection, row.seq)
    const statement = storedStatement(row as StatementRow, parts)
    items.push(statement)
    bytes += statement.json.length
    if (bytes >= pageBytesMax) break
  }
  return items
}

const readPayload = (connection: Connection, seq: Seq): Uint8Array =>
  connection.get<StatementRow>('SELECT payload FROM statement WHERE seq = ?', seq)!.payload

const payloadUnlessLarge = (table: string): string =>
  `CASE WHEN length(${table}.payload) <= ${largeBytes} THEN ${table}.payload END AS payload`

interface Search {
  readonly conditions: readonly Condition[]
  readonly range: Range
  readonly isAscending: boolean
  readonly limit: number
}

async function findRows(connection: Connection, search: Search): Promise<FoundRow[]> {
  const { conditions, isAscending, limit } = search
  if (conditions.length < 2) return readBlock(connection, search, conditions[0])
  const rows: FoundRow[] = []
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

/** The condition whose next `entries` entries reach furthest, and the last position among them (none: they reach the end). */
function sparsest(
  connection: Connection,
  { conditions, range, isAscending }: Search,
  entries: number,
): { driver: Condition; end?: Seq } {
  let best: { driver: Condition; end: Seq } | undefined
  for (const driver of conditions) {
    const sql = `${entriesOf(driver)} ORDER BY seq ${isAscending ? 'ASC' : 'DESC'} LIMIT 1 OFFSET ?3`
    const { low, high } = range
    const row = connection.get<{ seq: Seq }>(sql, low, high, entries - 1, ...driver.keys)
    if (!row) return { driver }
    const end = row.seq
    if (!best || (isAscending ? end > best.end : end < best.end)) best = { driver, end }
  }
  return best!
}

const upTo = (range: Range, end: Seq, isAscending: boolean): Range =>
  isAscending ? { low: range.low, high: end + 1 } : { low: end - 1, high: range.high }

/** Walks the driver's entries over the range, in order, and keeps what meets all the other conditions. */
function readBlock(connection: Connection, search: Search, driver?: Condition): FoundRow[] {
  const { range, limit, isAscending } = search
  const direction = isAscending ? 'ASC' : 'DESC'
  if (!driver) {
    return connection.all<FoundRow>(
      `SELECT s.seq, hex(s.id) AS id, ${payloadUnlessLarge('s')} FROM statement s
       WHERE seq > ? AND seq < ? AND voided = 0 ORDER BY seq ${direction} LIMIT ?`,
      range.low,
      range.high,
      limit,
    )
  }
  const others = search.conditions.filter((condition) => condition !== driver)
  const tests = testsOf(others, firstKey + driver.keys.length)
  const rows = connection.all<FoundRow>(
    `SELECT s.seq, hex(s.id) AS id, ${payloadUnlessLarge('s')}
     FROM (${entriesOf(driver, tests)} ORDER BY seq ${direction} LIMIT ?3) d CROSS JOIN statement s ON s.seq = d.seq`,
    range.low,
    range.high,
    limit,
    ...driver.keys,
    ...others.flatMap(({ keys }) => keys),
  )
  return rows.sort(isAscending ? (a, b) => a.seq - b.seq : (a, b) => b.seq - a.seq)
}

/** ?1 and ?2 are the range, ?3 the limit; then come the driver's keys, and those of the others. */
const firstKey = 4

/**
 * Entries of a condition's lists over a range, as SQL. The lists of one key share nothing; those of several keys may, and are
 * merged in their order, each statement once, as far as the limit goes.
 */
const entriesOf = ({ lists, keys }: Condition, tests = ''): string =>
  keys
    .flatMap((_key, index) =>
      lists.map(
        (list) =>
          `SELECT d.seq AS seq FROM posting_${list} d
           WHERE d.key = ?${firstKey + index} AND d.seq > ?1 AND d.seq < ?2${tests}`,
      ),
    )
    .join(keys.length > 1 ? ' UNION ' : ' UNION ALL ')

/** @param first number of the parameter that is the first key of the first condition. */
function testsOf(conditions: readonly Condition[], first: number): string {
  let next = first
  return conditions
    .map((condition) => testOf(condition, condition.keys.map(() => `?${next++}`).join()))
    .join('')
}

/** Whether the entry `d` meets another condition, as SQL. An entry knows its statement's verb, unless it has several. */
function testOf({ lists }: Condition, keys: string): string {
  const isIn = lists.map(
    (list) => `EXISTS (SELECT 1 FROM posting_${list} o WHERE o.key IN (${keys}) AND o.seq = d.seq)`,
  )
  if (lists[0] === 'verb')
    return ` AND (d.verb = ${keys} OR (d.verb = ${severalVerbs} AND ${isIn[0]}))`
  return ` AND (${isIn.join(' OR ')})`
}

/**
 * @returns undefined when nothing can be found, since no statement ever had one of the keys. The most selective come first,
 *   as a rule.
 */
function conditionsOf(connection: Connection, filter: StatementFilter): Condition[] | undefined {
  const { within = {} } = filter
  const wanted: [readonly (string | undefined)[], readonly PostingList[]][] = [
    [[filter.registration], ['registration']],
    [[filter.agent], filter.relatedAgents ? ['agent', 'related_agent'] : ['agent']],
    [[filter.activity], filter.relatedActivities ? ['activity', 'related_activity'] : ['activity']],
    [within.registrations ?? [], ['registration']],
    [within.agents ?? [], ['agent']],
    [within.activities ?? [], ['activity', 'related_activity']],
    [[filter.verb], ['verb']],
    [[filter.authority], ['authority']],
  ]
  const conditions: Condition[] = []
  for (const [given, lists] of wanted) {
    const texts = given.filter((text) => text !== undefined)
    if (texts.length === 0) continue
    const keys = termsOf(connection, texts)
    if (keys.length === 0) return undefined
    conditions.push({ lists, keys })
  }
  return conditions
}

/** As many as few sizes allow, so that as few texts of SQL are ever prepared: the last is repeated, which finds no more. */
const keyCounts = [1, 4, 20]

function termsOf(connection: Connection, texts: readonly string[]): number[] {
  const keys = texts.flatMap((text) => {
    const term = connection.get<{ id: number }>('SELECT id FROM term WHERE text = ?', text)
    return term ? [term.id] : []
  })
  const count = keyCounts.find((some) => some >= keys.length) ?? keys.length
  return keys.length === 0 ? [] : [...keys, ...Array(count - keys.length).fill(keys.at(-1))]
}

/** Whether a statement with these keys has one of each list of `within`. */
export function isWithin(connection: Connection, keys: KeyIds, within: RowKeys): boolean {
  const lists: [readonly string[] | undefined, readonly number[]][] = [
    [within.registrations, keys.registration],
    [within.agents, keys.agent],
    [within.activities, [...keys.activity, ...keys.related_activity]],
  ]
  return lists.every(
    ([texts, own]) => !texts || termsOf(connection, texts).some((key) => own.includes(key)),
  )
}

function rangeOf(filter: StatementFilter, from?: Seq): Range {
  const low = filter.since ?? Number.MIN_SAFE_INTEGER
  const high = filter.until === undefined ? Number.MAX_SAFE_INTEGER : filter.until + 1
  if (from === undefined) return { low, high }
  return filter.ascending ? { low: Math.max(low, from), high } : { low, high: Math.min(high, from) }
}
