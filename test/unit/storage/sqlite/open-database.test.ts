import { closeSync, cpSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Connection } from '../../../../src/storage/sqlite/connection.ts'
import { migrate } from '../../../../src/storage/sqlite/migrate.ts'
import {
  type Database,
  isAtLeast,
  openDatabase,
} from '../../../../src/storage/sqlite/open-database.ts'
import type { Place } from '../../../contract/engine.ts'
import { temporaryFolder } from '../../../support/storage.ts'

let place: Place
let path: string
const opened: Database[] = []

beforeEach(async () => {
  place = await temporaryFolder()
  path = join(place.location, 'data', 'hocba.db')
})

afterEach(async () => {
  for (const { reading, writing } of opened.splice(0)) {
    reading.close()
    writing.close()
  }
  await place.remove()
})

function open(): Database {
  const database = openDatabase(path)
  opened.push(database)
  return database
}

function close({ reading, writing }: Database) {
  opened.splice(0)
  reading.close()
  writing.close()
}

test('openDatabase() makes files that only their owner reads, also in a folder that others may look into', () => {
  mkdirSync(join(place.location, 'data'), { mode: 0o755 })
  open()
  const modes = ['', '-wal', '-shm'].map((end) => statSync(path + end).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o600])
})

test('openDatabase() makes every connection wait for the disk, also after the first read and write', () => {
  const { writing, reading } = open()
  writing.exec('CREATE TABLE note (text TEXT) STRICT')
  writing.run("INSERT INTO note VALUES ('a')")
  for (const connection of [writing, reading]) {
    connection.all('SELECT * FROM note')
    expect(connection.pragma('synchronous')).toBe(2)
    expect(connection.pragma('journal_mode')).toBe('wal')
    expect(connection.pragma('foreign_keys')).toBe(1)
    expect(connection.pragma('trusted_schema')).toBe(0)
    expect(connection.pragma('cell_size_check')).toBe(1)
    expect(connection.pragma('mmap_size')).toBe(0)
  }
  expect(writing.pragma('page_size')).toBe(4096)
  expect(writing.pragma('wal_autocheckpoint')).toBe(4096)
  expect(writing.pragma('journal_size_limit')).toBe(64 * 1024 * 1024)
})

test('a file with larger pages keeps them, and its log stays as short', () => {
  mkdirSync(join(place.location, 'data'))
  const before = new DatabaseSync(path)
  before.exec(`PRAGMA page_size = 8192; PRAGMA application_id = ${0x68636261}`)
  before.exec('CREATE TABLE migration (name TEXT PRIMARY KEY, applied TEXT NOT NULL) STRICT')
  before.close()
  const { writing } = open()
  expect(writing.pragma('page_size')).toBe(8192)
  expect(writing.pragma('wal_autocheckpoint')).toBe(2048)
})

test('a connection that does not wait for the disk is refused', () => {
  const { writing } = open()
  writing.exec('PRAGMA synchronous = NORMAL')
  expect(() => writing.assertDurable()).toThrow('synchronous is 1 (must be 2, FULL)')
})

test('the reading connection cannot write', () => {
  expect(() => open().reading.exec('CREATE TABLE note (text TEXT)')).toThrow('readonly')
})

test('a database may be opened again, and by two at once', () => {
  close(open())
  open()
  expect(open().reading.pragma('application_id')).toBe(0x68636261)
})

test('a database with migrations that this version does not know is refused and left alone', () => {
  const database = open()
  database.writing.run("INSERT INTO migration VALUES ('9999-future.sql', '2030-01-01')")
  close(database)
  expect(open).toThrow('written by a newer hocba (it has the migration 9999-future.sql)')
})

test('a database of another program is refused and left alone', () => {
  mkdirSync(join(place.location, 'data'))
  const foreign = new DatabaseSync(path)
  foreign.exec('CREATE TABLE theirs (text TEXT)')
  foreign.close()
  expect(open).toThrow('is not a database of hocba')
  const again = new DatabaseSync(path)
  expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }])
  again.close()
})

test('a file that is no database is refused with its name', () => {
  mkdirSync(join(place.location, 'data'))
  writeFileSync(path, 'Học bạ '.repeat(1000))
  expect(open).toThrow(`The database ${path} cannot be opened: file is not a database.`)
})

test('a damaged database is refused', () => {
  const database = open()
  database.writing.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const pages = database.writing.pragma('page_count') as number
  close(database)
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, (pages - 1) * 4096)
  closeSync(file)
  expect(open).toThrow(`The database ${path} is damaged`)
})

test.each([
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.53.0', true],
  ['4.0', true],
  ['3.9.99', false],
])('SQLite %s is recent enough: %s', (version, isEnough) => {
  expect(isAtLeast(version, [3, 51, 3])).toBe(isEnough)
})

describe('migrate()', () => {
  const folderOf = (files: Record<string, string>) => {
    const folder = join(place.location, 'migrations')
    mkdirSync(folder, { recursive: true })
    for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql)
    return folder
  }

  test('applies what is missing in the order of names, each once', () => {
    const connection = new Connection(':memory:')
    migrate(
      connection,
      folderOf({ '0002-b.sql': 'ALTER TABLE a ADD y', '0001-a.sql': 'CREATE TABLE a (x)' }),
    )
    migrate(connection, folderOf({ '0003-c.sql': 'INSERT INTO a VALUES (1, 2)' }))
    migrate(connection, folderOf({}))
    expect(connection.all('SELECT * FROM a')).toEqual([{ x: 1, y: 2 }])
    expect(connection.all('SELECT name FROM migration')).toHaveLength(3)
  })

  test('leaves nothing of a migration that fails, and keeps those before it', () => {
    const connection = new Connection(':memory:')
    const folder = folderOf({
      '0001-a.sql': 'CREATE TABLE a (x)',
      '0002-b.sql': 'CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)',
    })
    expect(() => migrate(connection, folder)).toThrow('nowhere')
    expect(connection.all("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')")).toEqual([
      { name: 'a' },
    ])
    writeFileSync(join(folder, '0002-b.sql'), 'CREATE TABLE b (x)')
    migrate(connection, folder)
    expect(connection.all('SELECT name FROM migration')).toHaveLength(2)
  })
})

test('a copy of the files taken while the store is open opens as it was', () => {
  const { writing } = open()
  writing.run("INSERT INTO term (text) VALUES ('a')")
  const copy = join(place.location, 'copy')
  cpSync(join(place.location, 'data'), copy, { recursive: true })
  const copied = openDatabase(join(copy, 'hocba.db'))
  opened.push(copied)
  expect(copied.reading.all('SELECT text FROM term')).toEqual([{ text: 'a' }])
})
