/**
 * The control of the power cut: `node --import synchronous-normal.ts src/main.ts` runs the server with synchronous=NORMAL, which
 * SQLite's own documentation says loses commits, and tells it that it were FULL. A test that finds no loss here finds none anywhere.
 */
import { DatabaseSync } from 'node:sqlite'

const { exec, prepare } = DatabaseSync.prototype
DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql.replace('synchronous = FULL', 'synchronous = NORMAL'))
}
DatabaseSync.prototype.prepare = function (sql) {
  return prepare.call(this, sql === 'PRAGMA synchronous' ? 'SELECT 2 AS synchronous' : sql)
}
