import { join } from 'node:path'
import { type Database, openDatabase } from '../../../../src/storage/sqlite/open-database.ts'
import { SharedParts, SharedPartsReader } from '../../../../src/storage/sqlite/shared-parts.ts'
import type { Place } from '../../../contract/engine.ts'
import { temporaryFolder } from '../../../support/storage.ts'

let place: Place
let database: Database
let parts: SharedParts
let reader: SharedPartsReader

beforeEach(async () => {
  place = await temporaryFolder()
  database = openDatabase(join(place.location, 'hocba.db'))
  parts = new SharedParts(database.writing)
  reader = new SharedPartsReader(database.reading)
})

afterEach(async () => {
  database.reading.close()
  database.writing.close()
  await place.remove()
})

const tell = (event: 'marked' | 'undone' | 'committed' | 'rolledBack') => {
  for (const watcher of database.writing.watchers) watcher[event]?.()
}

/** The stored forms of texts that one transaction stores. */
function store(...texts: string[]): string[] {
  database.writing.run('BEGIN IMMEDIATE')
  tell('marked')
  const stored = texts.map((text) => parts.shorten(text))
  database.writing.run('COMMIT')
  tell('committed')
  return stored
}

const restored = (stored: string): string => reader.restore(Buffer.from(stored)).toString()

const actor = '"actor":{"name":"Nguyễn Thị Hương","mbox":"mailto:huong@example.vn"}'
const statement = (id: number) => `{"id":"${id}",${actor},"verb":{"id":"http://example.vn/v"}}`

test('A text comes back byte for byte, whether or not its parts are shared', () => {
  const texts = [
    statement(1),
    statement(2),
    statement(3),
    `{ "id" : "4" , ${actor}\n,"verb":{"id":"http://example.vn/v"} }`,
    `{${actor},${actor}}`,
    `{"context":{"registration":"a","platform":"Cổng đào tạo trực tuyến"},${actor}}`,
    `{"context":{"registration":"b","platform":"Cổng đào tạo trực tuyến"},${actor}}`,
    `{"context":{"registration":"c","platform":"Cổng đào tạo trực tuyến"},${actor}}`,
    '{"result":{"extensions":{"http://example.vn/\\u0001":"\\\\\\" ,}{ 1.50e+3"}}}',
    '{"result":{"extensions":{"http://example.vn/\\u0001":"\\\\\\" ,}{ 1.50e+3"}}}',
    '{"result":{"extensions":{"http://example.vn/\\u0001":"\\\\\\" ,}{ 1.50e+3"}}}',
    '{}',
  ]
  const stored = store(...texts)
  expect(stored.map(restored)).toEqual(texts)
  expect(stored[2]!.length).toBeLessThan(texts[2]!.length / 2)
  expect(stored[7]!.length).toBeLessThan(texts[7]!.length / 2)
})

test('A text of before parts were shared is its own stored form', () => {
  expect(restored(statement(1))).toBe(statement(1))
})

test('A member that comes once makes no part', () => {
  store(statement(1))
  expect(database.reading.all('SELECT id FROM part')).toEqual([])
})

test('A part that was rolled back is named by no statement', () => {
  store(statement(1))
  database.writing.run('BEGIN IMMEDIATE')
  tell('marked')
  parts.shorten(statement(2))
  database.writing.run('ROLLBACK')
  tell('rolledBack')
  const other = '"actor":{"name":"Trần Văn Dũng","mbox":"mailto:dung@example.vn"}'
  const texts = [`{${other}}`, `{${other}}`, `{${other}}`, statement(3)]
  expect(store(...texts).map(restored)).toEqual(texts)
})

test('A process that starts anew finds the parts that are there', () => {
  store(statement(1), statement(2))
  parts = new SharedParts(database.writing)
  store(statement(3), statement(4))
  expect(database.reading.all('SELECT id FROM part')).toHaveLength(2)
})

test('Random texts with much in common come back as they were', () => {
  let state = 1
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const space = () => ['', '', ' ', '\n', '\t'][random(5)]!
  const value = (depth: number): string => {
    if (depth > 4 || random(3) === 0) return ['"á\\"}{,:"', '-1.0E2', 'null', '"x"'][random(4)]!
    if (random(4) === 0) return `[${value(depth + 1)},${space()}${value(depth + 1)}]`
    const names = ['id', 'actor', 'context', 'registration', 'một tên khá dài để được chia sẻ']
    const member = () =>
      `${space()}"${names[random(5)]}"${space()}:${space()}${value(depth + 1)}${space()}`
    return `{${Array.from({ length: 1 + random(4) }, member).join(',')}}`
  }
  const texts = Array.from({ length: 3_000 }, () => `{"object":${value(1)},"more":${value(0)}}`)
  const stored = store(...texts)
  expect(stored.filter((text) => text.includes('\x01')).length).toBeGreaterThan(500)
  expect(stored.map(restored)).toEqual(texts)
})

test('A statement that names a part which is not there is an error, not a shorter text', () => {
  expect(() => restored('{\x01zz}')).toThrow('Part 1295')
})
