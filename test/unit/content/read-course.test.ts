import { Findings, Refusal } from '../../../src/content/finding-codes.ts'
import { defaultLimits } from '../../../src/content/import/limits.ts'
import { editionName, standardOf } from '../../../src/content/manifest/manifest-standard.ts'
import { readCourse } from '../../../src/content/manifest/read-course.ts'
import { readXml } from '../../../src/content/manifest/read-xml.ts'
import { pathLookup } from '../../../src/content/path-lookup.ts'
import { type ManifestParts, manifest, nameSpaces } from './import-bench.ts'

/** Reads a manifest as an import does, over files that are only names. */
function read(parts: ManifestParts, files: readonly string[] = ['index.html']) {
  const findings = new Findings()
  const file = 'imsmanifest.xml'
  const context = { file, folder: '', lookup: pathLookup([file, ...files]), findings }
  const document = readXml(manifest(parts), file, defaultLimits)
  try {
    const found = standardOf(context, document)
    const { standard } = found
    const { course, launchable } = readCourse({ ...context, standard }, document.root, found)
    return {
      standard,
      edition: editionName(found),
      course,
      launchable,
      codes: codesOf(findings),
      findings: findings.list(),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { refusal: error.finding.code, codes: codesOf(findings), findings: findings.list() }
  }
}

const codesOf = (findings: Findings) => findings.list().map(({ code }) => code)

const resource = (id: string, href: string, more = 'adlcp:scormtype="sco"', inner = '') =>
  `<resource identifier="${id}" type="webcontent" ${more} href="${href}">${inner}</resource>`

const item = (id: string, ref: string, inner = '', more = '') =>
  `<item identifier="${id}" identifierref="${ref}" ${more}><title>${id}</title>${inner}</item>`

/** The one activity of a package whose resource and item are these. */
function launch(href: string, parameters = '', files = [href]) {
  const { course, codes, findings } = read(
    {
      resources: resource('r', href.replaceAll('&', '&amp;')),
      items: item(
        'i',
        'r',
        '',
        parameters && `parameters="${parameters.replaceAll('&', '&amp;')}"`,
      ),
    },
    files,
  )
  return { href: course?.activities[0]?.href, codes, findings }
}

describe('the edition', () => {
  const version = (text: string) =>
    `<metadata><schema>ADL SCORM</schema><schemaversion>${text}</schemaversion></metadata>`
  const in2004 = 'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
  const unknown = 'xmlns:adlcp="urn:x"'
  const unclear = ['schemaversion-unknown']

  test.each<[ManifestParts, string[]]>([
    [{ metadata: version('1.2') }, []],
    [{ metadata: version(' 1.2 ') }, []],
    [{ metadata: '' }, []],
    [{ metadata: version('1.2'), attributes: unknown }, []],
    [{ metadata: '', attributes: unknown }, unclear],
    [{ metadata: version('1.1.3') }, unclear],
    [{ metadata: version('CAM 1.3') }, unclear],
    [{ metadata: version('1.2'), attributes: in2004 }, unclear],
  ])('of %j is 1.2', (parts, codes) => {
    expect(read(parts)).toMatchObject({ edition: '1.2', codes })
  })

  test.each<[ManifestParts]>([
    [{ metadata: version('CAM 1.3'), attributes: in2004 }],
    [{ metadata: version('2004 4th Edition'), attributes: in2004 }],
    [{ metadata: version('2004 3rd Edition'), attributes: unknown }],
    [{ metadata: '', attributes: in2004 }],
  ])('of %j is SCORM 2004', (parts) => {
    expect(read(parts)).toMatchObject({ standard: 'scorm2004' })
  })
})

describe('organizations', () => {
  const two = (wanted: string) => ({
    organizations: `<organizations ${wanted}><organization identifier="a"><title>A</title>${item('x', 'r')}</organization><organization identifier="b"><title>B</title>${item('y', 'r')}</organization></organizations>`,
  })

  test('the default one is the course, the others are told', () => {
    expect(read(two('default="b"'))).toMatchObject({
      course: { id: 'b', title: 'B', activities: [{ id: 'y' }] },
      codes: ['organization-ignored'],
    })
  })

  test('without a default, or with one that is not there, the first is', () => {
    expect(read(two(''))).toMatchObject({ course: { id: 'a' }, codes: ['organization-ignored'] })
    expect(read(two('default="c"'))).toMatchObject({
      course: { id: 'a' },
      codes: ['organization-default-unknown', 'organization-ignored'],
    })
  })

  test('without items the SCOs are, else the first resource that opens', () => {
    const organizations = '<organizations/>'
    const scos =
      resource('p', 'a.html', 'adlcp:scormtype="asset"') +
      resource('q', 'bài 2.html') +
      resource('s', 'c.html')
    expect(
      read({ organizations, resources: scos }, ['a.html', 'bài 2.html', 'c.html']),
    ).toMatchObject({
      course: {
        title: 'bài 2',
        activities: [{ id: 'q', kind: 'sco', title: 'bài 2' }, { id: 's' }],
      },
      codes: ['organization-missing'],
    })
    const asset = resource('p', 'a.html', 'adlcp:scormtype="asset"')
    expect(read({ organizations, resources: asset }, ['a.html'])).toMatchObject({
      course: { activities: [{ id: 'p', kind: 'asset' }] },
    })
  })

  test('a title that is missing comes from the metadata, else from the only activity', () => {
    const organizations = `<organizations><organization identifier="o">${item('i', 'r')}</organization></organizations>`
    expect(read({ organizations })).toMatchObject({
      course: { title: 'i' },
      codes: ['title-missing'],
    })
    const metadata =
      '<metadata><schemaversion>1.2</schemaversion><lom><general><title><langstring>Tên khóa học</langstring></title></general></lom></metadata>'
    expect(read({ organizations, metadata })).toMatchObject({ course: { title: 'Tên khóa học' } })
  })

  test('a title is cut at 1,000 characters, the one of an item too', () => {
    const titled = (title: string) =>
      read({
        organizations: `<organizations><organization identifier="o"><title>${title}</title><item identifier="i" identifierref="r"><title>${title}</title></item></organization></organizations>`,
      })
    const kept = 'ệ'.repeat(1_000)
    expect(titled(kept)).toMatchObject({
      course: { title: kept, activities: [{ title: kept }] },
      codes: [],
    })
    const cut = `${'ệ'.repeat(999)}…`
    expect(titled(`${kept}ệ`)).toMatchObject({
      course: { title: cut, activities: [{ title: cut }] },
      codes: ['title-shortened', 'title-shortened'],
    })
  })
})

describe('items', () => {
  test('keep their order and depth; what is hidden is known', () => {
    const items = `<item identifier=" group "><title> Phần
      1 </title>${item('a', 'r')}${item('b', 'r', '', 'isvisible="false"')}</item>${item('c', 'r')}`
    expect(read({ items }).course!.activities).toMatchObject([
      {
        id: 'group',
        title: 'Phần 1',
        kind: 'cluster',
        children: [
          { id: 'a', isVisible: true },
          { id: 'b', isVisible: false },
        ],
      },
      { id: 'c', kind: 'sco' },
    ])
  })

  test('get ids and titles where they lack them', () => {
    const items = `${item('a', 'r')}${item('a', 'r')}<item identifierref="r"/>`
    const { course, codes } = read({ items })
    expect(course!.activities.map(({ id }) => id)).toEqual(['a', 'a-2', 'item'])
    expect(course!.activities[2]!.title).toBe('index')
    expect(codes).toEqual(['duplicate-identifier', 'identifier-missing', 'title-missing'])
  })

  test('that launch and contain become a group that begins with what they launch', () => {
    const { course, codes } = read({ items: item('a', 'r', item('b', 'r')) })
    expect(course!.activities).toMatchObject([
      { id: 'a-group', kind: 'cluster', children: [{ id: 'a', kind: 'sco' }, { id: 'b' }] },
    ])
    expect(codes).toEqual(['item-launches-and-contains'])
  })

  test('keep the settings of SCORM 1.2', () => {
    const inner = `<adlcp:prerequisites type="aicc_script">a&amp;~b</adlcp:prerequisites>
      <adlcp:maxtimeallowed>0001:30:00.5</adlcp:maxtimeallowed><adlcp:timelimitaction>Exit, no  message</adlcp:timelimitaction>
      <adlcp:datafromlms> x=1 </adlcp:datafromlms><adlcp:masteryscore> 80 </adlcp:masteryscore>`
    const { course, codes } = read({
      items: item('a', 'r') + item('b', 'r') + item('c', 'r', inner),
    })
    expect(course!.activities[2]).toMatchObject({
      prerequisites: 'a&~b',
      maxTimeAllowed: '0001:30:00.5',
      timeLimitAction: 'exit,no message',
      dataFromLms: 'x=1',
      masteryScore: '80',
    })
    expect(codes).toEqual([])
  })

  test('lose settings that SCORM 1.2 does not know, with a warning each', () => {
    const inner = `<adlcp:prerequisites type="aicc_script">a&amp;</adlcp:prerequisites>
      <adlcp:maxtimeallowed>90 minutes</adlcp:maxtimeallowed><adlcp:timelimitaction>stop</adlcp:timelimitaction>
      <adlcp:masteryscore>101</adlcp:masteryscore><adlcp:datafromlms>${'x'.repeat(4097)}</adlcp:datafromlms>`
    const { course, codes, findings } = read({ items: item('a', 'r', inner) })
    expect(codes).toEqual([
      'prerequisites-malformed',
      'masteryscore-invalid',
      'maxtimeallowed-invalid',
      'timelimitaction-invalid',
      'datafromlms-long',
    ])
    expect(findings.every(({ line }) => line !== undefined && line > 1)).toBe(true)
    const { prerequisites, masteryScore, maxTimeAllowed, timeLimitAction } = course!.activities[0]!
    expect([prerequisites, masteryScore, maxTimeAllowed, timeLimitAction]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(course!.activities[0]!.dataFromLms).toHaveLength(4097)
  })

  test.each(['0', '100', '79.5', '100.0'])('a mastery score of %s is kept as written', (score) => {
    const inner = `<adlcp:masteryscore>${score}</adlcp:masteryscore>`
    expect(read({ items: item('a', 'r', inner) }).course!.activities[0]!.masteryScore).toBe(score)
  })

  test('prerequisites of another type, or that name no item, are told', () => {
    const other = '<adlcp:prerequisites type="javascript">a</adlcp:prerequisites>'
    expect(read({ items: item('a', 'r', other) }).codes).toEqual(['prerequisites-malformed'])
    const unknown =
      '<adlcp:prerequisites type="aicc_script">a&amp;(zz|2*{a,b,yy})</adlcp:prerequisites>'
    const { codes, findings } = read({ items: item('a', 'r') + item('b', 'r', unknown) })
    expect(codes).toEqual(['prerequisites-unknown-item', 'prerequisites-unknown-item'])
    expect(findings.map(({ message }) => /name "(\w+)"/.exec(message)?.[1])).toEqual(['zz', 'yy'])
  })
})

describe('what an item launches', () => {
  test.each([
    ['a.html', '', 'a.html'],
    ['a.html?x=1', '', 'a.html?x=1'],
    ['a.html?x=1', '?y=2', 'a.html?x=1&y=2'],
    ['a.html', 'y=2', 'a.html?y=2'],
    ['a.html', '?y=2#top', 'a.html?y=2#top'],
    ['a.html#top', 'y=2', 'a.html?y=2#top'],
    ['a.html#top', '#other', 'a.html#top'],
    ['a.html', '#part', 'a.html#part'],
    ['a.html', '&y=2', 'a.html?y=2'],
    ['a.html', '?tên=Bài 1&z=%20', 'a.html?t%C3%AAn=B%C3%A0i%201&z=%20'],
  ])('%s with the parameters %j is %s', (href, parameters, expected) => {
    expect(launch(href, parameters, ['a.html'])).toMatchObject({ href: expected, codes: [] })
  })

  test.each([
    ['bài 1.html', 'b%C3%A0i%201.html'],
    ['100%.html', '100%25.html'],
    ['a#b.html', 'a%23b.html'],
    ['a?b.html', 'a%3Fb.html'],
    ["x'()!.html", "x'()!.html"],
  ])('the file %s is linked as %s', (name, expected) => {
    expect(launch(name)).toMatchObject({ href: expected, codes: [] })
  })

  test.each([
    ['b%C3%A0i%201.html', 'bài 1.html'],
    ['shared\\a.html', 'shared/a.html'],
    ['./shared/../a.html', 'a.html'],
    ['/a.html', 'a.html'],
    [' a.html ', 'a.html'],
  ])('%j finds %s', (written, file) => {
    const expected = file.split('/').map(encodeURIComponent).join('/')
    expect(launch(written, '', [file])).toMatchObject({ href: expected, codes: [] })
  })

  test('another letter case or Unicode form is found, with a warning', () => {
    expect(launch('Shared/A.HTML', '', ['shared/a.html'])).toMatchObject({
      href: 'shared/a.html',
      codes: ['href-case-mismatch'],
    })
  })

  test('the bases of manifest, resources and resource are put together', () => {
    const text = manifest({
      attributes: `${nameSpaces} xml:base="a/"`,
      resources: `${resource('r', 'd.html', 'adlcp:scormtype="sco" xml:base="c"', '<file href="d.html"/>')}`,
    }).replace('<resources>', '<resources xml:base="b/">')
    const findings = new Findings()
    const lookup = pathLookup(['a/b/c/d.html'])
    const { root } = readXml(text, 'm', defaultLimits)
    const context = { file: 'm', folder: '', lookup, findings, standard: 'scorm12' } as const
    const { course } = readCourse(context, root, context)
    expect(course.activities[0]!.href).toBe('a/b/c/d.html')
    expect(findings.list()).toEqual([])
  })

  test.each([
    ['gone.html', 'launch-file-missing'],
    ['../outside.html', 'href-outside-package'],
    ['a/../../outside.html', 'href-outside-package'],
    ['https://example.com/a.html', 'external-url'],
    ['//example.com/a.html', 'external-url'],
    ['javascript:alert(1)', 'external-url'],
    ['file:///etc/passwd', 'external-url'],
    ['data:text/html,x', 'external-url'],
  ])('%s cannot be opened; the rest of the course can', (href, code) => {
    const { course, codes, launchable } = read({
      resources: resource('r', href) + resource('ok', 'index.html'),
      items: item('i', 'r') + item('j', 'ok'),
    })
    expect(codes).toEqual([code])
    expect(course!.activities).toMatchObject([
      { id: 'i', kind: 'cluster' },
      { id: 'j', kind: 'sco' },
    ])
    expect(course!.activities[0]!.href).toBeUndefined()
    expect(launchable).toBe(1)
  })

  test('if nothing can be opened the package is refused, with what was wrong', () => {
    expect(read({ resources: resource('r', 'gone.html') })).toMatchObject({
      refusal: 'nothing-launchable',
      codes: ['launch-file-missing'],
    })
  })

  test('a reference that leads nowhere is told', () => {
    expect(read({ items: item('a', 'zz') + item('b', 'r') })).toMatchObject({
      codes: ['reference-dangling'],
      launchable: 1,
    })
  })

  test('a resource without a type is a SCO if it is the only one, else an asset', () => {
    const one = read({ resources: resource('r', 'index.html', ''), items: item('i', 'r') })
    expect(one).toMatchObject({
      course: { activities: [{ kind: 'sco' }] },
      codes: ['scormtype-missing'],
    })
    const two = read({
      resources:
        resource('r', 'index.html', '') + resource('s', 'index.html', 'adlcp:scormType="SCO"'),
      items: item('i', 'r') + item('j', 's'),
    })
    expect(two.course!.activities.map(({ kind }) => kind)).toEqual(['asset', 'sco'])
  })

  test('a resource without href opens its first page', () => {
    const resources =
      '<resource identifier="r" adlcp:scormtype="sco"><file href="a.js"/><file href="b.htm"/></resource>'
    expect(read({ resources, items: item('i', 'r') }, ['a.js', 'b.htm'])).toMatchObject({
      course: { activities: [{ href: 'b.htm' }] },
      codes: ['resource-without-href'],
    })
  })

  test('items of a manifest inside stand where it is referred to', () => {
    const inner = `<manifest identifier="inner" xml:base="inner/"><organizations><organization identifier="x">${item('p', 'ir')}</organization></organizations><resources>${resource('ir', 'p.html')}</resources></manifest>`
    const { course, codes } = read({ items: item('i', 'r') + item('j', 'inner'), rest: inner }, [
      'index.html',
      'inner/p.html',
    ])
    expect(course!.activities).toMatchObject([
      { id: 'i' },
      { id: 'j', kind: 'cluster', children: [{ id: 'p', href: 'inner/p.html' }] },
    ])
    expect(codes).toEqual(['submanifest-used'])
  })

  test('a manifest inside that refers to itself ends', () => {
    const inner = `<manifest identifier="loop"><organizations><organization identifier="x">${item('p', 'loop')}</organization></organizations></manifest>`
    expect(read({ items: item('i', 'r') + item('j', 'loop'), rest: inner }).codes).toEqual([
      'submanifest-used',
      'reference-dangling',
    ])
  })
})

describe('files that the manifest names', () => {
  test('are reported when they are missing, once each and with their line', () => {
    const files =
      '<file href="index.html"/>\n<file href="gone.js"/><file href="gone.js"/><file href="../x"/>'
    const { findings } = read({
      resources: resource('r', 'index.html', 'adlcp:scormtype="sco"', files),
    })
    expect(findings).toMatchObject([
      { code: 'file-missing', severity: 'warning', file: 'imsmanifest.xml', line: 6 },
      { code: 'href-outside-package' },
    ])
  })

  test('metadata in a file of its own is reported when it is missing', () => {
    const metadata = `<metadata><schemaversion>1.2</schemaversion><adlcp:location>gone.xml</adlcp:location></metadata>`
    expect(read({ metadata }).codes).toEqual(['metadata-missing'])
    expect(read({ metadata }, ['index.html', 'gone.xml']).codes).toEqual([])
    const inItem = `<metadata><adlcp:location>item.xml</adlcp:location></metadata>`
    expect(read({ items: item('i', 'r', inItem) }).codes).toEqual(['metadata-missing'])
  })

  test('dependencies that lead nowhere and ids that are there twice are told', () => {
    const resources =
      resource(
        'r',
        'index.html',
        'adlcp:scormtype="sco"',
        '<dependency identifierref="zz"/><dependency identifierref="s"/>',
      ) +
      resource('s', 'index.html') +
      resource('s', 'index.html')
    expect(read({ resources, items: item('i', 'r') }).codes).toEqual([
      'duplicate-identifier',
      'reference-dangling',
    ])
  })

  test('of one code fifty lines are listed and the rest counted', () => {
    const files = Array.from({ length: 768 }, (_, n) => `<file href="gone${n}.js"/>`).join('\n')
    const { findings } = read({
      resources: resource('r', 'index.html', 'adlcp:scormtype="sco"', files),
    })
    expect(findings).toHaveLength(51)
    expect(findings.at(-1)).toMatchObject({ code: 'more-findings', severity: 'info' })
    expect(findings.at(-1)!.message).toContain('718 more of file-missing')
  })
})
