import { newUuid } from '../../src/base/ids.ts'
import { fold } from '../../src/base/text.ts'
import type { FoldedFile, PackageVersion } from '../../src/content/index.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'

const version = (sketch: Partial<PackageVersion> = {}): PackageVersion => ({
  id: newUuid(),
  package: newUuid(),
  number: 1,
  standard: 'scorm12',
  edition: '1.2',
  title: 'An toàn lao động',
  course: {
    standard: 'scorm12',
    id: 'o',
    title: 'An toàn lao động',
    activities: [
      {
        id: 'i',
        title: 'Bài 1',
        kind: 'sco',
        href: 'index.html?x=1',
        isVisible: true,
        children: [],
        masteryScore: '80',
      },
    ],
  },
  verdict: 'warnings',
  findings: [
    { severity: 'warning', code: 'title-missing', message: 'x', file: 'imsmanifest.xml', line: 3 },
    { severity: 'info', code: 'file-unlisted', message: 'y' },
  ],
  fileName: 'bài 1.zip',
  sha256: 'a'.repeat(64),
  zipBytes: 5_000_000_000,
  contentBytes: 6_000_000_000,
  files: 2,
  createdAt: new Date('2026-03-02T08:00:00.000Z'),
  createdBy: 'key',
  ...sketch,
})

const file = (path: string, digit = 'a'): FoldedFile => ({
  path,
  folded: path.normalize('NFC').toLowerCase(),
  sha256: digit.repeat(64),
  bytes: 7,
})

export const packages: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (inserted: PackageVersion, files: readonly FoldedFile[] = []) =>
    store.storage.transact(async (tx) => {
      if (inserted.number === 1) {
        await tx.insertPackage({ id: inserted.package, createdAt: inserted.createdAt })
      }
      await tx.insertPackageVersion(inserted, files)
    })

  test('a version comes back as it was stored, and with its package', async () => {
    const first = version()
    await insert(first)
    await store.reopen()
    expect(await store.storage.packageVersion(first.id)).toEqual(first)
    expect(await store.storage.packageVersionByNumber(first.package, 1)).toEqual(first)
    expect(await store.storage.findPackage(first.package)).toEqual({
      id: first.package,
      title: first.title,
      createdAt: first.createdAt,
      currentVersion: first,
      versions: 1,
    })
  })

  test('what is not there is undefined', async () => {
    expect(await store.storage.packageVersion(newUuid())).toBeUndefined()
    expect(await store.storage.packageVersionByNumber(newUuid(), 1)).toBeUndefined()
    expect(await store.storage.findPackage(newUuid())).toBeUndefined()
    expect(await store.storage.packageVersions(newUuid())).toEqual([])
  })

  test('the newest version is the current one and gives the package its title', async () => {
    const first = version()
    const second = version({
      package: first.package,
      number: 2,
      title: 'An toàn điện',
      createdAt: new Date('2026-04-02T08:00:00.000Z'),
    })
    await insert(first)
    await insert(second)
    expect(await store.storage.findPackage(first.package)).toMatchObject({
      title: 'An toàn điện',
      createdAt: first.createdAt,
      currentVersion: { id: second.id },
      versions: 2,
    })
    const { course, findings, ...overview } = second
    expect((await store.storage.packageVersions(first.package))[0]).toEqual(overview)
    expect(
      (await store.storage.packageVersions(first.package)).map(({ number }) => number),
    ).toEqual([2, 1])
    expect(await store.storage.packageVersion(first.id)).toEqual(first)
  })

  test('a number is given once in a package', async () => {
    const first = version()
    await insert(first)
    await insert(version({ package: first.package, number: 2 }))
    await expect(insert(version({ package: first.package, number: 2 }))).rejects.toThrow()
    expect(await store.storage.findPackage(first.package)).toMatchObject({ versions: 2 })
  })

  test('a transaction sees what it has inserted', async () => {
    const first = version()
    const seen = await store.storage.transact(async (tx) => {
      await tx.insertPackage({ id: first.package, createdAt: first.createdAt })
      await tx.insertPackageVersion(first, [])
      return [await tx.findPackage(first.package), await tx.packageVersion(first.id)]
    })
    expect(seen).toMatchObject([{ versions: 1 }, { id: first.id }])
  })

  test('listPackages() gives the last changed first, page by page', async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 2, day))
    const [a, b, c] = [1, 2, 3].map((day) => version({ createdAt: at(day) })) as [
      PackageVersion,
      PackageVersion,
      PackageVersion,
    ]
    for (const each of [b, a, c]) await insert(each)
    await insert(version({ package: a.package, number: 2, createdAt: at(4) }))
    const first = await store.storage.listPackages({}, { limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual([a.package, c.package])
    expect(first.items[0]).toEqual({
      id: a.package,
      title: a.title,
      standard: 'scorm12',
      edition: '1.2',
      version: 2,
      verdict: 'warnings',
      warnings: 1,
      contentBytes: a.contentBytes,
      createdAt: at(1),
      updatedAt: at(4),
    })
    const rest = await store.storage.listPackages({}, { limit: 2, cursor: first.cursor! })
    expect(rest.items.map(({ id }) => id)).toEqual([b.package])
    expect(rest.cursor).toBeUndefined()
  })

  test('listPackages() pages through packages of the same moment without loss', async () => {
    const all = Array.from({ length: 5 }, () => version())
    for (const each of all) await insert(each)
    const found: string[] = []
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
      const page = await store.storage.listPackages({}, { limit: 2, ...(cursor && { cursor }) })
      found.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    }
    expect(found.sort()).toEqual(all.map((each) => each.package).sort())
  })

  test('listPackages() finds by a part of the folded title', async () => {
    await insert(version({ title: 'Đạo đức 100%' }))
    const count = async (text: string) =>
      (await store.storage.listPackages({ titleFolded: fold(text) }, { limit: 9 })).items.length
    expect(await count('ĐỨC')).toBe(1)
    expect(await count('dao duc')).toBe(1)
    expect(await count('100%')).toBe(1)
    expect(await count('%%')).toBe(0)
    expect(await count('_')).toBe(0)
  })

  test('a file is found by its exact path, and by its folded one, in its version only', async () => {
    const first = version()
    const files = [
      file('Bài/A.html'),
      file('bài/a.html', 'b'),
      file('bài/a.html'.normalize('NFD'), 'c'),
    ]
    await insert(first, files)
    const found = (path: string) => store.storage.packageFile(first.id, path)
    expect(await found('Bài/A.html')).toEqual({
      path: 'Bài/A.html',
      sha256: 'a'.repeat(64),
      bytes: 7,
    })
    expect((await found('bài/a.html'.normalize('NFD')))!.sha256).toBe('c'.repeat(64))
    expect(await found('BÀI/A.HTML')).toBeUndefined()
    const folded = await store.storage.packageFilesFolded(first.id, 'bài/a.html')
    expect(folded.map(({ path }) => path)).toEqual(files.map(({ path }) => path).sort())
    expect(await store.storage.packageFile(newUuid(), 'Bài/A.html')).toBeUndefined()
    expect(await store.storage.packageFilesFolded(newUuid(), 'bài/a.html')).toEqual([])
  })

  testIf(engine.capabilities.atomicity, 'a path is stored once in a version', async () => {
    await expect(insert(version(), [file('a'), file('a')])).rejects.toThrow()
    expect((await store.storage.listPackages({}, { limit: 9 })).items).toEqual([])
  })

  test('unreferencedFiles() tells the hashes that no version uses', async () => {
    await insert(version(), [file('a', 'a'), file('b', 'b')])
    const asked = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(64))
    expect([...(await store.storage.unreferencedFiles(asked))].sort()).toEqual(asked.slice(2))
    expect(await store.storage.unreferencedFiles([])).toEqual([])
  })
}
