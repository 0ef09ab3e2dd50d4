import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Problem } from '../../../src/base/problem.ts'
import { findingSeverity } from '../../../src/content/finding-codes.ts'
import { receiveUpload } from '../../../src/content/receive-upload.ts'
import { honestZip, zipOf, zipWith } from './evil-zips.ts'
import { type ImportBench, manifest, openImportBench } from './import-bench.ts'

const golf = join(import.meta.dirname, '../../../../shared/fixtures/golf')

describe('importPackage()', () => {
  let bench: ImportBench
  beforeEach(async () => {
    bench = await openImportBench()
  })
  afterEach(() => bench.remove())

  const otherZip = zipWith([{ name: 'more.xsd', content: 'x' }])

  test('gives a package its next version, which becomes the current one', async () => {
    const first = await bench.import(honestZip)
    const second = await bench.import(otherZip, { package: first.package })
    expect(second).toMatchObject({ package: first.package, number: 2 })
    expect(await bench.storage.findPackage(first.package)).toMatchObject({
      versions: 2,
      currentVersion: { id: second.id },
    })
    expect(await bench.storage.packageVersion(first.id)).toEqual(first)
  })

  test('answers the current version again when its zip is uploaded again', async () => {
    const first = await bench.import(honestZip)
    const again = await bench.import(honestZip, { package: first.package, fileName: 'other.zip' })
    expect(again).toEqual(first)
    await bench.import(otherZip, { package: first.package })
    const third = await bench.import(honestZip, { package: first.package })
    expect(third.number).toBe(3)
  })

  test('makes a package of its own of the same zip, unless a package is named', async () => {
    const [a, b] = [await bench.import(honestZip), await bench.import(honestZip)]
    expect(a.package).not.toBe(b.package)
    expect(await bench.leftovers()).toEqual({ files: 2, temp: 0, packages: 2 })
  })

  test('numbers versions without a gap when they come at once', async () => {
    const first = await bench.import(honestZip)
    const zips = Array.from({ length: 4 }, (_, n) => zipWith([{ name: `${n}.xsd`, content: 'x' }]))
    const all = await Promise.all(zips.map((zip) => bench.import(zip, { package: first.package })))
    expect(all.map(({ number }) => number).sort()).toEqual([2, 3, 4, 5])
  })

  test('refuses a package that does not exist before it reads anything', async () => {
    const unknown = bench.import(honestZip, { package: '00000000-0000-4000-8000-000000000000' })
    await expect(unknown).rejects.toMatchObject({ code: 'package-not-found' })
    expect(await bench.leftovers()).toEqual({ files: 0, temp: 0, packages: 0 })
  })

  test('stores each file by its content, and gives it back', async () => {
    const version = await bench.import(honestZip)
    const file = await bench.storage.packageFile(version.id, 'imsmanifest.xml')
    const stored = await (await bench.files.open(file!.sha256)).toArray()
    expect(Buffer.concat(stored).toString()).toBe(manifest())
    expect(version.contentBytes).toBeGreaterThan(file!.bytes)
  })

  test('leaves nothing when the transaction fails, but files that the next sweep removes', async () => {
    const broken = { ...bench.storage, transact: () => Promise.reject(new Error('disk')) }
    const { importPackage } = await import('../../../src/content/import/import-package.ts')
    const { zipInspector } = await import('../../../src/content/import/inspect-zip.ts')
    const { defaultLimits } = await import('../../../src/content/import/limits.ts')
    const failing = importPackage({
      store: broken,
      files: bench.files,
      inspect: zipInspector(defaultLimits),
      clock: () => new Date(),
      upload: { bytesMax: 1e6 },
    })(Readable.from([honestZip]), { fileName: 'x', by: 'tester' })
    await expect(failing).rejects.toThrow('disk')
    expect(await bench.leftovers()).toEqual({ files: 2, temp: 0, packages: 0 })
  })

  test('a refusal carries its report and its place', async () => {
    const problem = await bench.import(zipOf('<manifest>\n<x></manifest>')).catch((error) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem.detail.pointer).toBe('imsmanifest.xml:2:15')
    expect(problem.detail.facts).toMatchObject({
      verdict: 'refused',
      findings: [{ severity: 'error', code: 'manifest-malformed', line: 2 }],
    })
  })

  test('a refusal tells the warnings that came before it, too', async () => {
    const findings = await bench.refusal(zipOf(manifest(), ['other.html']))
    expect(findings.map(({ code }) => code)).toEqual([
      'nothing-launchable',
      'file-missing',
      'launch-file-missing',
    ])
  })

  const packages = existsSync(golf) ? readdirSync(golf).filter((name) => /SCORM12/.test(name)) : []
  const testGolf = packages.length > 0 ? test : test.skip
  testGolf(
    'every golf package of SCORM 1.2 is right (../shared/fixtures/golf, else skipped)',
    async () => {
      for (const name of packages) {
        const { findings } = await bench.import(readFileSync(join(golf, name)))
        // It only shows how files are packaged, and never speaks to the API.
        const expected = /ContentPackagingSingleSCO/.test(name) ? ['api-never-called'] : []
        expect([name, findings.map(({ code }) => code)]).toEqual([name, expected])
      }
    },
  )
})

describe('receiveUpload()', () => {
  let bench: ImportBench
  beforeEach(async () => {
    bench = await openImportBench()
  })
  afterEach(() => bench.remove())

  test('takes as many bytes as allowed and not one more', async () => {
    const receive = receiveUpload(bench.files.tempFolder, { bytesMax: 10 })
    expect(await receive(Readable.from([Buffer.alloc(4), Buffer.alloc(6)]))).toMatchObject({
      bytes: 10,
    })
    const tooMuch = receive(Readable.from([Buffer.alloc(4), Buffer.alloc(7)]))
    await expect(tooMuch).rejects.toMatchObject({
      code: 'package-too-large',
      detail: { limit: 10 },
    })
    expect((await bench.leftovers()).temp).toBe(1)
  })

  test('leaves the reserve of the disk alone, whatever length was announced', async () => {
    const limits = { bytesMax: 10, diskReserveBytes: Number.MAX_SAFE_INTEGER }
    const receiving = receiveUpload(
      bench.files.tempFolder,
      limits,
    )(Readable.from([Buffer.alloc(1)]))
    await expect(receiving).rejects.toMatchObject({ code: 'storage-unavailable' })
    expect((await bench.leftovers()).temp).toBe(0)
  })

  test('keeps nothing of what is cut off', async () => {
    const source = Readable.from(
      (async function* () {
        yield Buffer.alloc(5)
        throw new Error('connection lost')
      })(),
    )
    const receiving = receiveUpload(bench.files.tempFolder, { bytesMax: 10 })(source)
    await expect(receiving).rejects.toMatchObject({ code: 'upload-incomplete' })
    expect((await bench.leftovers()).temp).toBe(0)
  })
})

describe('docs/import-findings.md', () => {
  const root = join(import.meta.dirname, '../../..')

  test('lists every code with its severity, and no other', () => {
    const text = readFileSync(join(root, 'docs/import-findings.md'), 'utf8')
    const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| (error|warning|info) \|/gm)]
    expect(Object.fromEntries(rows.map(([, code, severity]) => [code, severity]))).toEqual(
      findingSeverity,
    )
  })

  test('every code is one that the import can report', () => {
    const folder = join(root, 'src/content')
    const text = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .join('\n')
    const usesOf = (code: string) => text.split(`'${code}'`).length - 1
    expect(Object.keys(findingSeverity).filter((code) => usesOf(code) < 2)).toEqual([])
  })
})
