import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { carryKeys } from '../../../src/cli/migrate/carry-keys.ts'
import type { Place } from '../../contract/engine.ts'
import { temporaryFolder } from '../../support/storage.ts'

let place: Place
let from: string
let to: string

beforeEach(async () => {
  place = await temporaryFolder()
  from = join(place.location, 'from')
  to = join(place.location, 'to')
  mkdirSync(from)
})

afterEach(() => place.remove())

const write = (folder: string, name: string, content: string) =>
  writeFileSync(join(folder, name), content)
const read = (name: string) => readFileSync(join(to, name), 'utf8')

test('keys and the list of erasures come along, readable by nobody else; nothing else does', () => {
  for (const name of ['signing.key', 'ledger.key', 'ledger-2.key', 'erasures.ndjson', 'hocba.db']) {
    write(from, name, name)
  }

  carryKeys(from, to, {})

  expect(['signing.key', 'ledger.key', 'ledger-2.key', 'erasures.ndjson'].map(read)).toEqual([
    'signing.key',
    'ledger.key',
    'ledger-2.key',
    'erasures.ndjson',
  ])
  expect(() => read('hocba.db')).toThrow('ENOENT')
  if (process.platform !== 'win32') expect(statSync(join(to, 'signing.key')).mode & 0o077).toBe(0)
})

test('a list that has grown since is completed', () => {
  write(from, 'signing.key', 'k')
  write(from, 'erasures.ndjson', 'one\n')
  carryKeys(from, to, {})
  write(from, 'erasures.ndjson', 'one\ntwo\n')

  carryKeys(from, to, {})

  expect(read('erasures.ndjson')).toBe('one\ntwo\n')
})

test('another key than the one that is there is refused, and left', () => {
  mkdirSync(to)
  write(from, 'signing.key', 'mine')
  write(to, 'signing.key', 'other')

  expect(() => carryKeys(from, to, {})).toThrow('belongs to other records')
  expect(read('signing.key')).toBe('other')
})

test('a source whose signing key is not known is refused, unless a setting gives it', () => {
  expect(() => carryKeys(from, to, {})).toThrow('The signing key of the source is not in')
  expect(() => carryKeys(from, to, { HOCBA_SIGNING_KEY: 'aa' })).not.toThrow()
})
