import { join } from 'node:path'
import type { SQLInputValue } from 'node:sqlite'
import type { Connection, Row } from '../../../../src/storage/sqlite/connection.ts'
import { type Database, openDatabase } from '../../../../src/storage/sqlite/open-database.ts'
import { queryStatements } from '../../../../src/storage/sqlite/query-statements.ts'
import { SharedPartsReader } from '../../../../src/storage/sqlite/shared-parts.ts'
import type { StatementFilter } from '../../../../src/xapi/statements/store.ts'
import type { Place } from '../../../contract/engine.ts'
import { temporaryFolder } from '../../../support/storage.ts'

let place: Place
let database: Database

beforeAll(async () => {
  place = await temporaryFolder()
  database = openDatabase(join(place.location, 'hocba.db'))
  for (const text of ['a', 'b', 'c', 'd', 'e']) {
    database.writing.run('INSERT INTO term (text) VALUES (?)', text)
  }
})

afterAll(async () => {
  database.reading.close()
  database.writing.close()
  await place.remove()
})

/** Every plan of the statements that a query runs. */
async function plansOf(filter: StatementFilter): Promise<string[]> {
  const plans: string[] = []
  const explain = (sql: string) => {
    for (const { detail } of database.reading.all<{ detail: string }>(
      `EXPLAIN QUERY PLAN ${sql}`,
    )) {
      plans.push(detail)
    }
  }
  const observed = {
    watchers: [],
    all: (sql: string, ...values: SQLInputValue[]) => {
      explain(sql)
      return database.reading.all(sql, ...values)
    },
    // A block always has more entries than are asked for, so that every statement of an intersection is run.
    get: (sql: string, ...values: SQLInputValue[]): Row | undefined => {
      explain(sql)
      const row = database.reading.get(sql, ...values)
      return row ?? (sql.includes('OFFSET') && plans.length < 40 ? { seq: 1 } : undefined)
    },
  }
  const connection = observed as unknown as Connection
  await queryStatements({ connection, parts: new SharedPartsReader(connection) }, filter, {
    limit: 50,
  })
  return plans
}

const agents: StatementFilter[] = [{}, { agent: 'a' }, { agent: 'a', relatedAgents: true }]
const activities: StatementFilter[] = [
  {},
  { activity: 'b' },
  { activity: 'b', relatedActivities: true },
]
const rest: StatementFilter[] = [
  {},
  { verb: 'c' },
  { registration: 'd' },
  { verb: 'c', registration: 'd', authority: 'e' },
]
const ranges: StatementFilter[] = [
  {},
  { ascending: true },
  { since: 1, until: 5, ascending: true },
  { since: 1, until: 5 },
]
const filters = agents.flatMap((agent) =>
  activities.flatMap((activity) =>
    rest.flatMap((other) => ranges.map((range) => ({ ...agent, ...activity, ...other, ...range }))),
  ),
)

test('no query scans a table or sorts, whatever the filter and the order', async () => {
  for (const filter of filters) {
    const plans = await plansOf(filter)
    expect(plans.length).toBeGreaterThan(0)
    for (const detail of plans) {
      expect(detail).not.toMatch(/TEMP B-TREE|SCAN (statement|posting|term|s\b)/)
    }
  }
})

test('every list is entered at its key and walked in the order of seq', async () => {
  const plans = await plansOf({ agent: 'a', relatedAgents: true })
  expect(plans).toEqual(
    expect.arrayContaining([
      'SEARCH d USING PRIMARY KEY (key=? AND seq>? AND seq<?)',
      expect.stringContaining('MERGE'),
      'SEARCH s USING INTEGER PRIMARY KEY (rowid=?)',
    ]),
  )
})
