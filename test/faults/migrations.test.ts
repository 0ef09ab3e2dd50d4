import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { Connection } from '../../src/storage/sqlite/connection.ts'
import { migrate } from '../../src/storage/sqlite/migrate.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-storage.ts'
import { reportFigures } from '../support/figures.ts'
import { preparedStatement } from '../support/prepared-statements.ts'

/** Databases as they were after each migration that there ever was are opened by this hocba. */

const migrations = join(import.meta.dirname, '../../src/storage/sqlite/migrations')
const names = readdirSync(migrations)
  .filter((name) => name.endsWith('.sql'))
  .sort()
const applicationId = 0x68636261

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A database that has only the first so many migrations. */
function databaseAfter(count: number): string {
  const some = join(folder, `first-${count}`)
  const data = join(folder, `data-${count}`)
  mkdirSync(some)
  mkdirSync(data)
  for (const name of names.slice(0, count)) copyFileSync(join(migrations, name), join(some, name))
  const connection = new Connection(join(data, 'hocba.db'))
  connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA journal_mode = WAL`)
  migrate(connection, some)
  connection.close()
  return data
}

/** Every table and index with its text, by name. */
function schemaOf(data: string): Record<string, unknown>[] {
  const connection = new Connection(join(data, 'hocba.db'))
  const rows = connection.all('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
  expect(connection.pragma('integrity_check')).toBe('ok')
  expect(connection.all('PRAGMA foreign_key_check')).toEqual([])
  connection.close()
  return rows
}

test('a database of any earlier state is brought up to date, has the same schema as a new one, and works', async () => {
  const expected = schemaOf(databaseAfter(names.length))
  for (let count = 0; count < names.length; count++) {
    const data = databaseAfter(count)
    const storage = openSqliteStorage(data, systemClock)
    const statement = preparedStatement()
    await storage.transact((tx) => tx.insertStatements([statement]))
    expect((await storage.findStatement(statement.id, false))?.id).toBe(statement.id)
    await storage.close()
    expect([count, schemaOf(data)]).toEqual([count, expected])
  }
  reportFigures('migrations', { states: names.length })
})
