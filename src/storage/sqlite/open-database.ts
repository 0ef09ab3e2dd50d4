import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { OperatorError } from '../../base/operator-error.ts'
import { Connection } from './connection.ts'
import { migrate } from './migrate.ts'
import { storageFailureOf } from './sqlite-error.ts'

/** Marks our files in their header: "hcba". */
const applicationId = 0x68636261
/**
 * Of new files. A commit writes every page that it touched, twice, and statements of many learners touch some ten pages each:
 * with 8 kB pages that was 80 kB a statement, with these it is 44 kB. Files of before keep theirs.
 */
const pageBytes = 4096
const walBytes = 16 * 1024 * 1024
/** Up to this size the whole file is checked at start (about 0.3 s); beyond it only its newest part. */
const fullCheckBytesMax = 64 * 1024 * 1024

export interface Database {
  readonly writing: Connection
  readonly reading: Connection
}

/**
 * Opens the database file at `path`, creates it if it is new, brings its schema up to date and checks what can be checked
 * fast. The one writing connection never waits for another process by itself: the write queue does, without blocking.
 * @throws with a sentence for the operator when the file is not ours, is newer than this hocba, damaged or not durable.
 */
export function openDatabase(path: string): Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  createUnlessThere(path)
  const writing = openConnection(path)
  let reading: Connection | undefined
  try {
    requireSqlite(writing)
    prepareFile(writing, path)
    // Before the migrations, which must not write to what is damaged.
    checkIntegrity(writing, path)
    migrate(writing)
    writing.assertDurable()
    writing.exec('PRAGMA busy_timeout = 0')
    reading = openConnection(path, { readOnly: true })
    reading.assertDurable()
    return { writing, reading }
  } catch (error) {
    reading?.close()
    writing.close()
    throw storageFailureOf(error) ? cannotOpen(path, error) : error
  }
}

/**
 * Makes a file that only its owner reads, also in a folder that others may look into; SQLite gives those beside it the same mode.
 * One that is there is never opened here: closing it would end the locks that this process has on it.
 */
function createUnlessThere(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotOpen(path, error)
  }
}

function openConnection(path: string, options: { readOnly?: boolean } = {}): Connection {
  try {
    const connection = new Connection(path, options)
    connection.get('SELECT count(*) FROM sqlite_schema')
    return connection
  } catch (error) {
    throw cannotOpen(path, error)
  }
}

/** SQLite's own messages do not say which file. */
const cannotOpen = (path: string, cause: unknown): OperatorError =>
  new OperatorError(
    `The database ${path} cannot be opened: ${(cause as Error).message}. ${adviceFor(cause)}`,
    { cause },
  )

function adviceFor(error: unknown): string {
  switch (storageFailureOf(error)) {
    case 'full':
      return 'The disk is full: make room on it.'
    case 'busy':
      return 'Another program holds it: stop that one first.'
    case 'fatal':
      return 'Keep a copy of the folder before anything else, check the disk, and restore the last backup.'
    default:
      return 'The user that runs hocba must be able to read and write the file and its folder.'
  }
}

/** SQLite before 3.51.3 can corrupt a WAL database that two connections write and checkpoint at once. */
function requireSqlite(connection: Connection): void {
  const version = connection.get<{ version: string }>('SELECT sqlite_version() AS version')!.version
  if (isAtLeast(version, [3, 51, 3])) return
  throw new OperatorError(
    `SQLite ${version} is in this Node ${process.versions.node}, and 3.51.3 or later is needed: older ones can damage the ` +
      'database. Start hocba with the Node that npm ci installs (npm start does).',
  )
}

export function isAtLeast(version: string, minimum: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  const difference = minimum.map((part, index) => (parts[index] ?? 0) - part).find((d) => d !== 0)
  return (difference ?? 0) >= 0
}

/** The page size can be chosen only before the first write, and WAL is a property of the file. */
function prepareFile(connection: Connection, path: string): void {
  const tables = connection.get<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema')!.n
  const found = connection.pragma('application_id')
  if (tables === 0 && found === 0) {
    connection.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA application_id = ${applicationId}`)
  } else {
    assertOurs(connection, path)
  }
  connection.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA wal_autocheckpoint = ${walBytes / Number(connection.pragma('page_size'))};
    PRAGMA journal_size_limit = ${64 * 1024 * 1024};
  `)
}

/** @throws OperatorError for a file of another program. */
export function assertOurs(connection: Connection, path: string): void {
  if (connection.pragma('application_id') === applicationId) return
  throw new OperatorError(`${path} is not a database of hocba; it was left as it is.`)
}

function checkIntegrity(connection: Connection, path: string): void {
  const isSmall = statSync(path).size <= fullCheckBytesMax
  const finding = isSmall ? connection.pragma('quick_check(1)') : checkNewest(connection)
  if (finding === 'ok') return
  throw new OperatorError(
    `The database ${path} is damaged (${String(finding).replaceAll(/\s+/g, ' ')}). Nothing was written to it: keep a copy of the folder, and restore ` +
      'the last backup.',
  )
}

/** What a crash could have torn is what was written last: the newest statements must be readable and found by their id. */
function checkNewest(connection: Connection): string {
  const newest = connection.all<{ seq: number; found: number | null; bytes: number }>(
    `SELECT s.seq, length(s.payload) AS bytes, (SELECT i.seq FROM statement i WHERE i.id = s.id) AS found
     FROM statement s ORDER BY s.seq DESC LIMIT 200`,
  )
  const lost = newest.find(({ seq, found }) => seq !== found)
  return lost ? `statement ${lost.seq} is not in the index of ids` : 'ok'
}
