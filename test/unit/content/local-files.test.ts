import { createHash, randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sweepFiles, sweepTemp } from '../../../src/content/sweep-files.ts'
import { honestZip } from './evil-zips.ts'
import { type ImportBench, openImportBench } from './import-bench.ts'

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex')
const later = (hours: number) => () => new Date(Date.now() + hours * 3_600_000)

describe('the store of package files', () => {
  let bench: ImportBench
  beforeEach(async () => {
    bench = await openImportBench()
  })
  afterEach(() => bench.remove())

  const put = (content: string, bytesMax = 100) =>
    bench.files.put(Readable.from([Buffer.from(content)]), bytesMax)
  const textOf = async (stream: Promise<Readable>) =>
    Buffer.concat(await (await stream).toArray()).toString()

  test('keeps a file under the hash of its content', async () => {
    expect(await put('Chào')).toEqual({ sha256: sha256('Chào'), bytes: 5 })
    expect(await textOf(bench.files.open(sha256('Chào')))).toBe('Chào')
    expect(await readdir(join(bench.folder, 'files', sha256('Chào').slice(0, 2)))).toEqual([
      sha256('Chào').slice(2),
    ])
  })

  test('gives parts of a file, both ends included', async () => {
    await put('0123456789')
    const part = bench.files.open(sha256('0123456789'), { start: 3, end: 5 })
    expect(await textOf(part)).toBe('345')
  })

  test('keeps one file of what is stored twice, and none beyond the limit', async () => {
    await put('a')
    await put('a')
    await expect(put('abc', 2)).rejects.toMatchObject({ code: 'body-too-large' })
    expect(await bench.leftovers()).toEqual({ files: 1, temp: 0, packages: 0 })
  })

  test('knows what it has, and lets go of it', async () => {
    await put('a')
    expect(await bench.files.has(sha256('a'))).toBe(true)
    await bench.files.remove(sha256('a'))
    await bench.files.remove(sha256('a'))
    expect(await bench.files.has(sha256('a'))).toBe(false)
    await expect(bench.files.open(sha256('a'))).rejects.toMatchObject({ code: 'not-found' })
  })

  test.each(['', '../../etc/passwd', 'a'.repeat(63), 'A'.repeat(64)])(
    '%j is no hash',
    async (text) => {
      await expect((async () => bench.files.has(text))()).rejects.toThrow('SHA-256')
    },
  )

  test('moves finished files in and leaves none behind', async () => {
    const paths = ['x', 'y', 'x'].map((content) => ({
      content,
      path: join(bench.files.tempFolder, randomUUID()),
    }))
    for (const { content, path } of paths) await writeFile(path, content)
    await bench.files.adopt(paths.map(({ content, path }) => ({ path, sha256: sha256(content) })))
    expect(await bench.leftovers()).toEqual({ files: 2, temp: 0, packages: 0 })
  })
})

describe('sweepFiles()', () => {
  let bench: ImportBench
  beforeEach(async () => {
    bench = await openImportBench()
  })
  afterEach(() => bench.remove())

  const orphan = () => bench.files.put(Readable.from([Buffer.from('orphan')]), 100)

  test('removes files and work that nothing refers to, and nothing else', async () => {
    await bench.import(honestZip)
    await orphan()
    await writeFile(join(bench.files.tempFolder, 'upload-x'), 'x')
    expect(await sweepFiles(bench.storage, bench.files, later(1.1))()).toBe(1)
    expect(await bench.leftovers()).toEqual({ files: 2, temp: 1, packages: 1 })
    await sweepTemp(bench.files, later(1.1))()
    expect(await bench.leftovers()).toEqual({ files: 2, temp: 0, packages: 1 })
  })

  test('spares what an import adopts while it is being asked about', async () => {
    const { sha256: hash } = await orphan()
    await bench.files.remove(hash, later(-1)())
    expect(await bench.files.has(hash)).toBe(true)
    await bench.files.remove(hash, later(1)())
    expect(await bench.files.has(hash)).toBe(false)
    await bench.files.remove(hash, later(1)())
  })

  test('spares what came within the last hour: an import may be about to refer to it', async () => {
    await orphan()
    await writeFile(join(bench.files.tempFolder, 'upload-x'), 'x')
    expect(await sweepFiles(bench.storage, bench.files, later(0.9))()).toBe(0)
    await sweepTemp(bench.files, later(0.9))()
    expect(await bench.leftovers()).toEqual({ files: 1, temp: 1, packages: 0 })
  })
})
