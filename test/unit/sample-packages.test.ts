import AdmZip from 'adm-zip'
import { SaxesParser } from 'saxes'
import {
  buildSamplePackage,
  filesOfSamplePackage,
  samplePackages,
} from '../../sample-packages/build.ts'

type Tag = { name: string; attributes: Record<string, string> }

/** Every element of a manifest in document order; throws where the XML is not well-formed. */
function tagsOf(xml: string): Tag[] {
  const tags: Tag[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    tags.push({ name, attributes: attributes as Record<string, string> })
  })
  parser.write(xml).close()
  return tags
}

const attributesOf = (tags: Tag[], name: string, attribute: string): string[] =>
  tags.flatMap((tag) => (tag.name === name && tag.attributes[attribute]) || [])

describe.each(samplePackages)('%s', (name) => {
  const files = filesOfSamplePackage(name)
  const tags = tagsOf(files.get('imsmanifest.xml')?.toString('utf8') ?? '')

  test('is built to the same bytes each time', () => {
    expect(buildSamplePackage(name).equals(buildSamplePackage(name))).toBe(true)
  })

  test('has its files in the zip, in order, as they are in the folder', () => {
    const entries = new AdmZip(buildSamplePackage(name)).getEntries()
    expect(entries.map((entry) => entry.entryName)).toEqual([...files.keys()])
    expect([...files.keys()]).toEqual([...files.keys()].sort())
    for (const entry of entries) expect(entry.getData()).toEqual(files.get(entry.entryName))
  })

  test('lists every file in its manifest, and no file that it has not', () => {
    const listed = attributesOf(tags, 'file', 'href').sort()
    expect(listed).toEqual([...files.keys()].filter((path) => path !== 'imsmanifest.xml').sort())
    expect(listed).toEqual(expect.arrayContaining(attributesOf(tags, 'resource', 'href')))
  })

  test('refers only to resources that exist', () => {
    const resources = attributesOf(tags, 'resource', 'identifier')
    const references = ['item', 'dependency'].flatMap((tag) =>
      attributesOf(tags, tag, 'identifierref'),
    )
    expect(references.length).toBeGreaterThan(0)
    expect(resources).toEqual(expect.arrayContaining(references))
  })

  test('loads nothing from elsewhere, and only files that it has', () => {
    for (const [path, content] of files) {
      if (!path.endsWith('.html')) continue
      const page = new URL(path, 'http://package/')
      const links = [...content.toString('utf8').matchAll(/ (?:src|href)="([^"]+)"/g)].map(
        ([, link]) => link as string,
      )
      const outside = links.filter((link) => link !== 'data:,')
      const paths = outside.map((link) => new URL(link, page))
      expect(paths.map(({ host }) => host)).toEqual(paths.map(() => 'package'))
      expect([...files.keys()]).toEqual(
        expect.arrayContaining(paths.map((p) => p.pathname.slice(1))),
      )
    }
    const code = [...files].filter(([path]) => /\.(?:js|css|html)$/.test(path))
    for (const [path, content] of code) {
      expect([path, content.toString('utf8').match(/https?:|@import|url\(|fetch\(/)]).toEqual([
        path,
        null,
      ])
    }
  })

  test('says everything in Vietnamese and in English', () => {
    for (const [path, content] of files) {
      if (!path.endsWith('.html')) continue
      const body = content.toString('utf8').split('<body>')[1] ?? ''
      const languages = body.match(/lang="(?:vi|en)"/g) ?? []
      const vietnamese = languages.filter((language) => language === 'lang="vi"')
      expect([path, languages.length]).toEqual([path, vietnamese.length * 2])
    }
  })
})

test('the mastery score, prerequisites, time limit and launch data stand in the manifest of ky-nang-so', () => {
  const manifest = filesOfSamplePackage('ky-nang-so').get('imsmanifest.xml')?.toString('utf8')
  const names = tagsOf(manifest ?? '').map((tag) => tag.name)
  const wanted = [
    'prerequisites',
    'maxtimeallowed',
    'timelimitaction',
    'datafromlms',
    'masteryscore',
  ]
  expect(names).toEqual(expect.arrayContaining(wanted.map((name) => `adlcp:${name}`)))
})
