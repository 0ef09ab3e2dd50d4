import { ApiMentions } from '../../../src/content/import/api-mentions.ts'
import type { Standard } from '../../../src/runtime/index.ts'
import { writeZip } from '../../support/zip-writer.ts'
import { zipWith } from './evil-zips.ts'
import { type ImportBench, manifest, openImportBench } from './import-bench.ts'

/** Whether a package with this file may use the API. */
function isPossible(path: string, ...chunks: (string | Buffer)[]): boolean {
  return isPossibleIn('scorm12', path, ...chunks)
}

function isPossibleIn(standard: Standard, path: string, ...chunks: (string | Buffer)[]): boolean {
  const mentions = new ApiMentions(standard)
  mentions.watch('first.js', Buffer.from('nothing, LMSInit'))
  for (const chunk of chunks) mentions.watch(path, Buffer.from(chunk))
  return mentions.isPossible
}

describe('ApiMentions', () => {
  test.each([
    ['a.js', 'parent.API.LMSInitialize("")'],
    ['a.html', '<body onunload="API.LMSFinish(\'\')">'],
    ['a.txt', 'x=api["LMSSetValue"]'],
    ['a.js', 'api["LMS" + name]'],
    ['a.js', "api['LMS'+name]"],
    ['a.js', 'api[`LMS` + name]'],
    ['a.js', Buffer.from('api.LMSGetValue(x)', 'utf16le')],
    ['movie.swf', 'anything'],
    ['build.unityweb', 'anything'],
    ['a.html', '<script defer src="https://cdn.example.vn/wrapper.js"></script>'],
    ['a.html', "<SCRIPT SRC='//cdn.example.vn/w.js'>"],
  ])('%s with %s may use the API', (path, content) => {
    expect(isPossible(path, content)).toBe(true)
  })

  test.each([
    ['win.API_1484_11', true],
    ['win["API_" + 1484 + "_11"]', true],
    ['api.SetValue("cmi.exit", "suspend")', true],
    ['api.LMSInitialize("")', false],
    ['Initialize everything', false],
  ])('for SCORM 2004, %s may use the API: %s', (content, expected) => {
    expect(isPossibleIn('scorm2004', 'a.js', content)).toBe(expected)
  })

  test.each([
    ['a.js', 'The LMS does the rest'],
    ['a.js', 'LMSFoo()'],
    ['picture.png', 'LMSInitialize'],
    ['a.html', '<script src="wrapper.js"></script><img src="https://example.vn/a.png">'],
    ['second.js', 'ialize'],
  ])('%s with %s does not', (path, content) => {
    expect(isPossible(path, content)).toBe(false)
  })

  test('a page of white space takes no time to speak of', () => {
    const page = `<script src=${' '.repeat(64 * 1024)}x`
    const began = process.cpuUsage().user
    expect(isPossible('a.html', page)).toBe(false)
    expect((process.cpuUsage().user - began) / 1_000_000).toBeLessThan(0.5)
  })

  test('a name is found that is cut between two chunks at any place', () => {
    for (const text of [Buffer.from('xLMSInitialize'), Buffer.from('xLMSInitialize', 'utf16le')]) {
      for (let at = 1; at < text.length; at++) {
        expect(isPossible('a.js', text.subarray(0, at), text.subarray(at))).toBe(true)
      }
    }
  })
})

describe('a package that never calls the API', () => {
  let bench: ImportBench
  beforeAll(async () => {
    bench = await openImportBench()
  })
  afterAll(() => bench.remove())

  const silent = (text: string) =>
    writeZip([
      { name: 'imsmanifest.xml', content: text },
      { name: 'index.html', content: '<p>Xin chào' },
    ])

  test('has pages instead of SCOs, and says so', async () => {
    const { course, findings } = await bench.import(silent(manifest()))
    expect(course.activities).toMatchObject([{ id: 'i', kind: 'asset', href: 'index.html' }])
    expect(findings.map(({ code }) => code)).toEqual(['api-never-called'])
  })

  test('says nothing if it means to have pages only', async () => {
    const pages = manifest().replace('scormtype="sco"', 'scormtype="asset"')
    expect((await bench.import(silent(pages))).findings).toEqual([])
  })

  test('is not one that calls it in any file', async () => {
    const { course } = await bench.import(zipWith([]))
    expect(course.activities[0]!.kind).toBe('sco')
  })
})
