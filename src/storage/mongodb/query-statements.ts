import type { Filter } from 'mongodb'
import type {
  Seq,
  StatementFilter,
  StatementPage,
  StoredStatement,
} from '../../xapi/statements/store.ts'
import { keyOf } from './statement-keys.ts'
import { type ArrivedRow, type StatementRow, statements, storedStatement } from './statement-row.ts'
import type { View } from './view.ts'

const pageBytesMax = 8 * 1024 * 1024

/**
 * Finds a page of statements. Every condition has an index of (key, seq): the server walks the one that it finds the most
 * selective, in the order asked for, until the page is full. A page also ends when it gets large.
 */
export async function queryStatements(
  view: View,
  filter: StatementFilter,
  page: { limit: number; from?: Seq },
): Promise<StatementPage> {
  const rows = (await view.in(statements).find(conditionsOf(filter, page.from), {
    sort: { seq: filter.ascending ? 1 : -1 },
    limit: page.limit + 1,
    fields: { text: 1, at: 1 },
  })) as ArrivedRow[]
  const items = await itemsOf(view, rows.slice(0, page.limit))
  return rows.length > items.length ? { items, cursor: items.at(-1)!.seq } : { items }
}

/** The rows' statements, one after the other until they are `pageBytesMax`: a page has to fit into memory. */
async function itemsOf(view: View, rows: readonly ArrivedRow[]): Promise<StoredStatement[]> {
  const items: StoredStatement[] = []
  let bytes = 0
  for (const row of rows) {
    const statement = await storedStatement(view, row)
    items.push(statement)
    bytes += statement.json.length
    if (bytes >= pageBytesMax) break
  }
  return items
}

function conditionsOf(filter: StatementFilter, from?: Seq): Filter<StatementRow> {
  const { within = {} } = filter
  const wanted: [readonly (string | undefined)[] | undefined, keyof StatementRow][] = [
    [[filter.registration], 'registration'],
    [[filter.agent], filter.relatedAgents ? 'relatedAgent' : 'agent'],
    [[filter.activity], filter.relatedActivities ? 'relatedActivity' : 'activity'],
    [within.registrations, 'registration'],
    [within.agents, 'agent'],
    [within.activities, 'relatedActivity'],
    [[filter.verb], 'verb'],
    [[filter.authority], 'authority'],
  ]
  const conditions = wanted.flatMap(([given, field]) => {
    const keys = (given ?? []).filter((text) => text !== undefined).map(keyOf)
    if (keys.length === 0) return []
    return [{ [field]: keys.length === 1 ? keys[0] : { $in: keys } }]
  })
  const range = { seq: rangeOf(filter, from) }
  return { $and: [...conditions, range] } as Filter<StatementRow>
}

/** Always a range of numbers: what has no position is voided, or has not arrived. */
function rangeOf(filter: StatementFilter, from?: Seq): { $gt: Seq; $lt: Seq } {
  const low = filter.since ?? 0
  const high = filter.until === undefined ? Number.MAX_SAFE_INTEGER : filter.until + 1
  if (from === undefined) return { $gt: low, $lt: high }
  return filter.ascending
    ? { $gt: Math.max(low, from), $lt: high }
    : { $gt: low, $lt: Math.min(high, from) }
}
