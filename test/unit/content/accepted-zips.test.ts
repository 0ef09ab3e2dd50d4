import type { PackageVersion } from '../../../src/content/index.ts'
import { unicodePathField, writeZip, type ZipEntrySpec } from '../../support/zip-writer.ts'
import { honestZip, zipOf, zipWith } from './evil-zips.ts'
import { type ImportBench, manifest, openImportBench, page } from './import-bench.ts'

describe('import of zips that are odd but safe', () => {
  let bench: ImportBench
  beforeAll(async () => {
    bench = await openImportBench()
  })
  afterAll(() => bench.remove())

  const codesOf = (version: PackageVersion) => version.findings.map(({ code }) => code)
  const has = (version: PackageVersion, path: string) => bench.storage.packageFile(version.id, path)
  const course = (href: string, files: readonly ZipEntrySpec[]) => [
    {
      name: 'imsmanifest.xml',
      content: manifest({
        resources: `<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="${href}"><file href="${href}"/></resource>`,
      }),
    },
    ...files,
  ]

  test('an honest one has nothing to report', async () => {
    const version = await bench.import(honestZip, { fileName: 'an-toan.zip' })
    expect(version).toMatchObject({
      number: 1,
      standard: 'scorm12',
      edition: '1.2',
      title: 'An toàn lao động',
      verdict: 'ok',
      findings: [],
      fileName: 'an-toan.zip',
      zipBytes: honestZip.length,
      files: 2,
      createdBy: 'tester',
    })
    expect(version.course.activities).toMatchObject([
      { id: 'i', title: 'Bài 1', kind: 'sco', href: 'index.html' },
    ])
  })

  test.each([
    ['zip64', zipWith([], { isZip64: true })],
    ['a comment', zipWith([], { comment: 'made by hand' })],
    [
      'sizes behind the data',
      zipWith([{ name: 'imsmanifest.xsd', content: 'x', hasDescriptor: true }]),
    ],
    ['an empty file', zipWith([{ name: 'empty.xsd', method: 0 }])],
    ['folders', zipWith([{ name: 'folder/', method: 0, mode: 0o040755 }])],
  ])('reads %s', async (_name, zip) => {
    expect((await bench.import(zip)).findings).toEqual([])
  })

  test('names that some file systems refuse are kept: no file ever has them', async () => {
    const names = ['CON.txt', 'aux', 'trailing dot.', 'ab:c?.html', 'x'.repeat(255), '...']
    const version = await bench.import(zipWith(names.map((name) => ({ name, content: name }))))
    for (const name of names) expect(await has(version, name)).toMatchObject({ path: name })
  })

  test('backslashes in names are slashes', async () => {
    const version = await bench.import(
      writeZip(course('shared/a.html', [{ name: 'shared\\a.html', content: page }])),
    )
    expect(codesOf(version)).toEqual([])
    expect(await has(version, 'shared/a.html')).toBeDefined()
  })

  test('./ before names counts for nothing', async () => {
    const version = await bench.import(
      writeZip([
        { name: './imsmanifest.xml', content: manifest() },
        { name: './index.html', content: page },
      ]),
    )
    expect(codesOf(version)).toEqual([])
    expect(await has(version, 'index.html')).toBeDefined()
  })

  test('a common parent folder is left out, and what systems add is too', async () => {
    const version = await bench.import(
      writeZip([
        { name: 'Bài giảng/SCORM/', method: 0 },
        { name: 'Bài giảng/SCORM/imsmanifest.xml', content: manifest() },
        { name: 'Bài giảng/SCORM/index.html', content: page },
        { name: '__MACOSX/Bài giảng/._index.html', content: 'x' },
        { name: 'Bài giảng/.DS_Store', content: 'x' },
        { name: 'Bài giảng/SCORM/Thumbs.db', content: 'x' },
      ]),
    )
    expect(codesOf(version)).toEqual(['parent-folder-stripped', 'system-files-skipped'])
    expect(version.verdict).toBe('ok')
    expect(version.files).toBe(2)
    expect(version.course.activities[0]!.href).toBe('index.html')
  })

  test('a manifest below other files is found, and its paths begin where it is', async () => {
    const version = await bench.import(
      writeZip([
        { name: 'readme.txt', content: 'x' },
        { name: 'course/imsmanifest.xml', content: manifest() },
        { name: 'course/index.html', content: page },
      ]),
    )
    expect(codesOf(version)).toEqual(['manifest-not-at-root', 'file-unlisted'])
    expect(version.course.activities[0]!.href).toBe('course/index.html')
  })

  test('of two manifests side by side the one named as the standards write it counts', async () => {
    const version = await bench.import(zipWith([{ name: 'IMSMANIFEST.XML', content: 'no XML' }]))
    expect(codesOf(version)).toContain('two-manifests')
  })

  test('of two manifests the one nearest the root counts', async () => {
    const version = await bench.import(
      zipWith([{ name: 'source/imsmanifest.xml', content: 'not even XML' }]),
    )
    expect(codesOf(version)).toContain('two-manifests')
  })

  test('a package that also holds another standard is read as SCORM', async () => {
    const version = await bench.import(zipWith([{ name: 'tincan.xml', content: '<tincan/>' }]))
    expect(codesOf(version)).toContain('other-standard-present')
  })

  test('two names that differ in letter case are both kept, with a warning', async () => {
    const version = await bench.import(zipWith([{ name: 'INDEX.html', content: 'other' }]))
    expect(codesOf(version)).toContain('paths-alike')
    expect(version.verdict).toBe('warnings')
    const [upper, lower] = [await has(version, 'INDEX.html'), await has(version, 'index.html')]
    expect(upper!.sha256).not.toBe(lower!.sha256)
  })

  test('files of the same content are stored once', async () => {
    const fresh = await openImportBench()
    await fresh.import(zipWith([{ name: 'copy.html', content: page }]))
    expect((await fresh.leftovers()).files).toBe(2)
    await fresh.remove()
  })

  describe('names without a declared encoding', () => {
    const path = 'bài giảng/đề bài.html'
    const bytes1258 = Buffer.from('62e06920676961d26e672ff0eacc2062e0692e68746d6c', 'hex')

    test('that are UTF-8 are read as UTF-8', async () => {
      const version = await bench.import(
        writeZip(course(path, [{ name: path, content: page, flags: 0 }])),
      )
      expect(codesOf(version)).toEqual([])
      expect(await has(version, path)).toBeDefined()
    })

    test('in windows-1258 are recognised by the manifest', async () => {
      const version = await bench.import(
        writeZip(course(path, [{ name: bytes1258, content: page, flags: 0 }])),
      )
      expect(codesOf(version)).toEqual(['href-case-mismatch'])
      const href = version.course.activities[0]!.href!
      expect(decodeURIComponent(href).normalize('NFC')).toBe(path)
      expect(await has(version, decodeURIComponent(href))).toBeDefined()
    })

    test('in code page 437 are recognised by the manifest', async () => {
      const name = Buffer.from([0x82, 0x74, 0x82, 0x2e, 0x68, 0x74, 0x6d])
      const version = await bench.import(
        writeZip(course('%C3%A9t%C3%A9.htm', [{ name, content: page, flags: 0 }])),
      )
      expect(codesOf(version)).toEqual([])
      expect(await has(version, 'été.htm')).toBeDefined()
    })

    test('that the manifest does not name are guessed, with a warning', async () => {
      const version = await bench.import(
        zipWith([{ name: Buffer.from([0xf0, 0xec]), content: 'x', flags: 0 }]),
      )
      expect(codesOf(version)).toContain('name-encoding-guessed')
    })

    test('have the Unicode Path field where there is one', async () => {
      const name = Buffer.from([0xff, 0xfe])
      const version = await bench.import(
        writeZip(
          course(path, [{ name, content: page, flags: 0, extra: unicodePathField(name, path) }]),
        ),
      )
      expect(codesOf(version)).toEqual([])
      expect(await has(version, path)).toBeDefined()
    })

    test('may be in the folder that holds everything', async () => {
      const folder = Buffer.from([0x62, 0xe0, 0x69, 0x2f])
      const version = await bench.import(
        writeZip([
          {
            name: Buffer.concat([folder, Buffer.from('imsmanifest.xml')]),
            content: manifest(),
            flags: 0,
          },
          { name: Buffer.concat([folder, Buffer.from('index.html')]), content: page, flags: 0 },
        ]),
      )
      expect(version.course.activities[0]!.href).toBe('index.html')
    })
  })

  test('a name in another Unicode form than the manifest is found, with a warning', async () => {
    const path = 'đề bài.html'
    const version = await bench.import(
      writeZip(course(path, [{ name: path.normalize('NFD'), content: page }])),
    )
    expect(codesOf(version)).toEqual(['href-case-mismatch'])
    expect(await has(version, path.normalize('NFD'))).toBeDefined()
  })

  test('a manifest without any other file of the package launches nothing', async () => {
    const [first] = await bench.refusal(zipOf(manifest(), []))
    expect(first!.code).toBe('nothing-launchable')
  })
})
