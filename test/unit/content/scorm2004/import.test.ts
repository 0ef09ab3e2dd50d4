import { manifest2004, type SmallCourse2004 } from '../../../support/small-course-2004.ts'
import { writeZip } from '../../../support/zip-writer.ts'
import { type ImportBench, openImportBench } from '../import-bench.ts'

const page = '<script>const api = parent.API_1484_11; api.Initialize("")</script>'

const lom = '<lom><general><description><string>Mô tả</string></description></general></lom>'

let bench: ImportBench
beforeAll(async () => {
  bench = await openImportBench()
})
afterAll(() => bench.remove())

interface Parts {
  readonly manifest?: string
  readonly page?: string
  readonly metadata?: string
}

async function check(
  { manifest = manifest2004(), ...parts }: Parts,
  encoding: BufferEncoding = 'utf8',
) {
  const inspection = await bench.check(
    writeZip([
      { name: 'imsmanifest.xml', content: Buffer.from(manifest, encoding) },
      { name: 'sco.html', content: parts.page ?? page },
      ...(parts.metadata === undefined ? [] : [{ name: 'lom.xml', content: parts.metadata }]),
    ]),
  )
  if (inspection.isRefused) throw new Error(JSON.stringify(inspection.findings))
  return { ...inspection, codes: inspection.findings.map(({ code }) => code) }
}

test('a valid package is imported with nothing to warn of', async () => {
  const { standard, edition, codes, launchable } = await check({})
  expect({ standard, edition, codes, launchable }).toEqual({
    standard: 'scorm2004',
    edition: '4th Edition',
    codes: [],
    launchable: 3,
  })
})

describe('metadata in a file of its own', () => {
  const manifest = manifest2004().replace(
    '<metadata>',
    '<metadata><adlcp:location> lom.xml </adlcp:location>',
  )

  test('is read', async () => {
    const { course, codes } = await check({ manifest, metadata: lom })
    expect(course.about).toEqual({ description: 'Mô tả' })
    expect(codes).toEqual([])
  })

  test.each<[string, string | undefined, string]>([
    ['is missing', undefined, 'metadata-missing'],
    ['is no XML', '<lom>', 'metadata-malformed'],
    ['has entities', '<!DOCTYPE lom [<!ENTITY a "b">]><lom/>', 'metadata-malformed'],
  ])('that %s is told, and the course imports', async (_what, metadata, code) => {
    const parts = metadata === undefined ? { manifest } : { manifest, metadata }
    const { course, codes } = await check(parts)
    expect(course).not.toHaveProperty('about')
    expect(codes).toEqual([code])
  })
})

test('a manifest is read with a byte order mark, and in ISO-8859-1', async () => {
  const given: SmallCourse2004 = { title: 'Leçon' }
  const marked = await check({ manifest: `\ufeff${manifest2004(given)}` })
  expect([marked.course.title, marked.codes]).toEqual(['Leçon', []])
  const manifest = manifest2004(given).replace('UTF-8', 'ISO-8859-1')
  const old = await check({ manifest }, 'latin1')
  expect([old.course.title, old.codes]).toEqual(['Leçon', []])
})

test('SCOs that never call the API are told, and become assets', async () => {
  const { course, codes } = await check({ page: '<h1>Chỉ có chữ</h1>' })
  expect(codes).toEqual(['api-never-called'])
  expect(course.activities.map(({ kind }) => kind)).toEqual(['asset', 'asset', 'asset'])
})
