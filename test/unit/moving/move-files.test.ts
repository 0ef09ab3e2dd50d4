import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { FileStore } from '../../../src/content/index.ts'
import { moveFiles } from '../../../src/moving/move-files.ts'
import type { MovingReader } from '../../../src/moving/store.ts'
import { openLocalFiles } from '../../../src/storage/files/local-files.ts'

let folder: string
let source: FileStore
let target: FileStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-move-files-'))
  source = await openLocalFiles(join(folder, 'source'))
  target = await openLocalFiles(join(folder, 'target'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')
const put = (store: FileStore, text: string) => store.put(Readable.from([text]), 1_000)

/** An engine that names the files with these contents, one on a page. */
const naming = (...texts: readonly string[]) =>
  ({
    async *pages() {
      for (const text of texts) yield { records: [{ sha256: sha256Of(text) }] }
    },
  }) as unknown as MovingReader

const move = (records: MovingReader) =>
  moveFiles([{ source, target, namedBy: 'packageFiles' }], records, () => undefined)

test('copies what the target lacks, and finds nothing wrong where every named file is there', async () => {
  await put(source, 'one')
  await put(source, 'two')
  await put(target, 'two')
  expect(await move(naming('one', 'two', 'one'))).toEqual({
    ...{ files: 2, bytes: 6, copied: 1, differences: [] },
  })
  expect(await target.has(sha256Of('one'))).toBe(true)
})

test('a file that records name and neither store has is a difference: it lies elsewhere', async () => {
  await put(source, 'one')
  const { differences } = await move(naming('one', 'elsewhere', 'elsewhere'))
  expect(differences).toEqual([`The file ${sha256Of('elsewhere')} is in no store`])
})

test('a file that only the target has, as where both ends have one bucket, is not missing', async () => {
  await put(target, 'shared')
  expect((await move(naming('shared'))).differences).toEqual([])
})

test('names twenty missing files and counts the others', async () => {
  const { differences } = await move(naming(...Array.from({ length: 25 }, (_, n) => `file ${n}`)))
  expect(differences).toHaveLength(21)
  expect(differences.at(-1)).toBe('5 more files are in no store')
})
