import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import type { Connection } from './connection.ts'

const folder = join(import.meta.dirname, 'migrations')

/**
 * Applies the migrations that this database lacks, in the order of their file names, each in one transaction. Two processes
 * may start at once: each looks again when it has the write lock.
 * @throws when the database has migrations that this hocba does not know.
 */
export function migrate(connection: Connection, from = folder): void {
  connection.exec(
    'CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied TEXT NOT NULL) STRICT',
  )
  const known = migrationsIn(from)
  refuseNewer(connection, known)
  for (const name of known) {
    if (!isApplied(connection, name)) apply(connection, from, name)
  }
}

/**
 * Looks whether the database has the form that this hocba writes, and changes nothing.
 * @throws OperatorError for a database of a newer or an older hocba.
 */
export function assertCurrent(connection: Connection): void {
  const known = migrationsIn(folder)
  refuseNewer(connection, known)
  const missing = known.find((name) => !isApplied(connection, name))
  if (missing === undefined) return
  throw new OperatorError(
    `The database was written by an older hocba (it lacks the migration ${missing}). Start this one on it once, which brings it ` +
      'up to date.',
  )
}

const migrationsIn = (from: string): string[] =>
  readdirSync(from)
    .filter((name) => name.endsWith('.sql'))
    .sort()

function refuseNewer(connection: Connection, known: readonly string[]): void {
  const unknown = connection
    .all<{ name: string }>('SELECT name FROM migration')
    .find(({ name }) => !known.includes(name))
  if (!unknown) return
  throw new OperatorError(
    `The database was written by a newer hocba (it has the migration ${unknown.name}). Start that version, or restore a ` +
      'backup made before the upgrade.',
  )
}

function apply(connection: Connection, from: string, name: string): void {
  connection.exec('BEGIN IMMEDIATE')
  try {
    if (!isApplied(connection, name)) {
      connection.exec(readFileSync(join(from, name), 'utf8'))
      connection.run('INSERT INTO migration VALUES (?, ?)', name, new Date().toISOString())
    }
    connection.exec('COMMIT')
  } catch (error) {
    if (connection.database.isTransaction) connection.exec('ROLLBACK')
    throw error
  }
}

const isApplied = (connection: Connection, name: string): boolean =>
  connection.get('SELECT 1 FROM migration WHERE name = ?', name) !== undefined
