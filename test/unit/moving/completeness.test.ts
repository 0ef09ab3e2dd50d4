import { join } from 'node:path'
import { kinds } from '../../../src/moving/kinds.ts'
import { collections } from '../../../src/storage/mongodb/collections.ts'
import {
  leftBehind as leftInMongodb,
  otherCollections,
  rowKinds,
} from '../../../src/storage/mongodb/moving/row-kinds.ts'
import { joinedColumns, mainTables } from '../../../src/storage/sqlite/moving/joined-tables.ts'
import { columnsOf } from '../../../src/storage/sqlite/moving/plain-table.ts'
import {
  leftBehind as leftInSqlite,
  plainTables,
} from '../../../src/storage/sqlite/moving/plain-tables.ts'
import { statementColumns } from '../../../src/storage/sqlite/moving/statement-tables.ts'
import { openDatabase } from '../../../src/storage/sqlite/open-database.ts'
import { temporaryFolder } from '../../support/storage.ts'

/** Every column of the database as this version makes it: `table.column`. */
async function columnsOfDatabase(): Promise<string[]> {
  const place = await temporaryFolder()
  const { writing, reading } = openDatabase(join(place.location, 'hocba.db'))
  const columns = writing.all<{ name: string }>(
    `SELECT t.name || '.' || c.name AS name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
  )
  reading.close()
  writing.close()
  await place.remove()
  return columns.map(({ name }) => name)
}

const tables = [...plainTables, ...Object.values(mainTables)]

const movedColumns = new Set([
  ...tables.flatMap((one) => columnsOf(one).map(([, column]) => `${one.table}.${column}`)),
  ...Object.entries({ ...joinedColumns, ...statementColumns }).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`),
  ),
])

const tableOf = (column: string): string => column.split('.')[0]!

const isLeft = (column: string): boolean =>
  leftInSqlite[column] !== undefined || leftInSqlite[tableOf(column)] !== undefined

test('every column of SQLite is moved, or declared as left behind with a reason', async () => {
  const columns = await columnsOfDatabase()

  expect(columns.filter((one) => !movedColumns.has(one) && !isLeft(one))).toEqual([])
})

test('what is declared for SQLite is there, and only once', async () => {
  const columns = await columnsOfDatabase()
  const there = new Set([...columns, ...columns.map(tableOf)])
  const declared = [...movedColumns, ...Object.keys(leftInSqlite)]

  expect(declared.filter((one) => !there.has(one))).toEqual([])
  expect([...movedColumns].filter(isLeft)).toEqual([])
})

test('every collection of MongoDB is moved, or declared as left behind with a reason', () => {
  const moved = new Set([
    ...[...rowKinds.values()].map((one) => one.in),
    ...Object.keys(otherCollections),
  ])
  const names = collections.map(({ name }) => name)

  expect(names.filter((name) => !moved.has(name) && leftInMongodb[name] === undefined)).toEqual([])
  expect([...moved].filter((name) => !names.includes(name))).toEqual([])
  expect(Object.keys(leftInMongodb).filter((name) => moved.has(name))).toEqual([])
})

test('both engines have every kind of record', () => {
  const names = kinds.map(({ name }) => name).sort()
  const inSqlite = [
    ...tables.map((one) => one.kind),
    ...['summaries', 'statements', 'statementFiles', 'activities', 'agents'],
  ]
  const inMongodb = [...rowKinds.keys(), ...Object.values(otherCollections)]

  expect(inSqlite.sort()).toEqual(names)
  expect(inMongodb.sort()).toEqual(names)
})
