import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from './connection.ts'

const folder = join(import.meta.dirname, 'migrations')

/** Applies the migrations that this database lacks, in the order of their file names, each in one transaction. */
export function migrate(connection: Connection): void {
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  connection.exec(
    'CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied TEXT NOT NULL) STRICT',
  )
  const applied = new Set(
    connection.all<{ name: string }>('SELECT name FROM migration').map(({ name }) => name),
  )
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.sql') || applied.has(name)) continue
    connection.exec('BEGIN IMMEDIATE')
    connection.exec(readFileSync(join(folder, name), 'utf8'))
    connection.run('INSERT INTO migration VALUES (?, ?)', name, new Date().toISOString())
    connection.exec('COMMIT')
  }
}
