import type { ImportLimits } from '../../../src/content/import/limits.ts'
import { PhaseClock } from '../../../src/content/import/phase-clock.ts'
import { zipOf, zipWith } from './evil-zips.ts'
import { type ImportBench, manifest, openImportBench, page } from './import-bench.ts'

describe('limits of an import', () => {
  let bench: ImportBench
  beforeAll(async () => {
    bench = await openImportBench()
  })
  afterAll(() => bench.remove())

  const codeOf = async (zip: Uint8Array, limits: Partial<ImportLimits>) => {
    const { isRefused, findings } = await bench.check(zip, limits)
    return isRefused ? findings[0]!.code : 'accepted'
  }
  const zip = zipWith([{ name: 'a/b/ăn.xsd', content: Buffer.alloc(5000, 'x') }])
  const contentBytes = 5000 + Buffer.byteLength(manifest()) + Buffer.byteLength(page)
  // Where the directory begins stands in the record at the end.
  const directoryBytes = zip.length - zip.readUInt32LE(zip.length - 6)
  const attributes = (count: number) =>
    zipOf(
      manifest({ rest: `<x ${Array.from({ length: count }, (_, n) => `a${n}="1"`).join(' ')}/>` }),
    )
  const nested = (depth: number) =>
    zipOf(manifest({ rest: '<x>'.repeat(depth - 1) + '</x>'.repeat(depth - 1) }))
  const elements = (count: number) => zipOf(manifest({ rest: '<x/>'.repeat(count) }))

  /** Items that share a resource whose href has a long query. */
  const sharing = (items: number, queryCharacters: number) =>
    zipOf(
      manifest({
        items: Array.from(
          { length: items },
          (_, n) => `<item identifier="i${n}" identifierref="r"><title>${n}</title></item>`,
        ).join(''),
        resources: `<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html?${'q'.repeat(queryCharacters)}"/>`,
      }),
    )

  test.each<[keyof ImportLimits, Uint8Array, number, string]>([
    ['entriesMax', zip, 3, 'too-many-files'],
    ['directoryBytesMax', zip, directoryBytes, 'directory-too-large'],
    ['contentBytesMax', zip, contentBytes, 'content-too-large'],
    ['pathBytesMax', zip, 'imsmanifest.xml'.length, 'path-too-long'],
    ['nameBytesMax', zip, 'imsmanifest.xml'.length, 'path-too-long'],
    ['depthMax', zip, 3, 'path-too-long'],
    ['manifestBytesMax', zip, Buffer.byteLength(manifest()), 'manifest-too-large'],
    ['xmlAttributesMax', attributes(10), 10, 'manifest-excessive'],
    ['xmlDepthMax', nested(20), 20, 'manifest-excessive'],
    ['xmlElementsMax', elements(40), 52, 'manifest-excessive'],
  ])('%s holds at its value and refuses one beyond', async (limit, package_, value, code) => {
    expect(await codeOf(package_, { [limit]: value })).toBe('accepted')
    expect(await codeOf(package_, { [limit]: value - 1 })).toBe(code)
  })

  test('courseBytesMax counts what items share for each of them', async () => {
    const course = sharing(20, 1_000)
    const inspection = await bench.check(course)
    const bytes = Buffer.byteLength(JSON.stringify(!inspection.isRefused && inspection.course))
    expect(bytes).toBeGreaterThan(20 * 1_000)
    expect(await codeOf(course, { courseBytesMax: bytes })).toBe('accepted')
    expect(await codeOf(course, { courseBytesMax: bytes - 1 })).toBe('manifest-excessive')
    expect(await codeOf(sharing(500, 20_000), {})).toBe('manifest-excessive')
  })

  test('a path is measured in bytes of its NFC form', async () => {
    const name = `${'ế'.normalize('NFD').repeat(85)}`
    expect(await codeOf(zipWith([{ name, content: 'x' }]), {})).toBe('accepted')
    expect(await codeOf(zipWith([{ name: `${name}a`, content: 'x' }]), {})).toBe('path-too-long')
  })

  test('the ratio counts only beyond the first MiB', async () => {
    const zeros = (bytes: number) => zipWith([{ name: 'a.xsd', content: Buffer.alloc(bytes) }])
    expect(await codeOf(zeros(1024 ** 2), {})).toBe('accepted')
    expect(await codeOf(zeros(1024 ** 2 + 1), {})).toBe('compression-excessive')
  })

  test('reading that takes too long is ended', async () => {
    expect(await codeOf(zip, { zipSecondsMax: 0, zipSecondsPerMiB: 0 })).toBe('import-too-slow')
    const large = elements(190_000)
    expect(await codeOf(large, { manifestSecondsMax: 0.001 })).toBe('import-too-slow')
  })

  test('of the manifest what the thread computes counts, within the time of the zip', async () => {
    let user = 0
    const timeouts: string[] = []
    const thread = { cpuUsage: async () => ({ user: user * 1_000, system: 0 }) }
    const begin = (zipMs: number) => {
      const limits = { zip: zipMs, manifest: 5 }
      new PhaseClock(thread, limits, (phase) => timeouts.push(phase)).enter('manifest')
    }
    const wait = () => new Promise((resolve) => setTimeout(resolve, 60))
    begin(60_000)
    await wait()
    expect(timeouts).toEqual([])
    user = 6
    await wait()
    expect(timeouts).toEqual(['manifest'])
    begin(20)
    await wait()
    expect(timeouts).toEqual(['manifest', 'manifest'])
  })

  test('reading that takes too much memory ends alone', async () => {
    expect(await codeOf(elements(190_000), { heapMiBMax: 16 })).toBe('import-too-heavy')
    expect(await codeOf(zip, {})).toBe('accepted')
  })

  test('what is unpacked leaves the reserve of the disk alone', async () => {
    const limits = { diskReserveBytes: Number.MAX_SAFE_INTEGER }
    await expect(bench.import(zip, { limits })).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
    expect((await bench.leftovers()).temp).toBe(0)
    expect(await codeOf(zip, limits)).toBe('accepted')
  })

  test('more imports than allowed at once wait for their turn', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => bench.import(zip)))
    expect(new Set(all.map(({ package: id }) => id)).size).toBe(5)
    expect((await bench.leftovers()).temp).toBe(0)
  })
})
