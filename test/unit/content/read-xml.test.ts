import { Refusal } from '../../../src/content/finding-codes.ts'
import { defaultLimits } from '../../../src/content/import/limits.ts'
import { decodeXml } from '../../../src/content/manifest/decode-xml.ts'
import { readXml } from '../../../src/content/manifest/read-xml.ts'
import { attributeOf, childrenOf } from '../../../src/content/manifest/xml-element.ts'

const read = (text: string) => readXml(text, 'imsmanifest.xml', defaultLimits)

function refusalOf(text: string) {
  try {
    read(text)
  } catch (error) {
    if (error instanceof Refusal) return error.finding
    throw error
  }
  throw new Error('it was accepted')
}

describe('readXml()', () => {
  test('gives elements with their place, without prefixes and letter case', () => {
    const { root } = read(
      '<?xml version="1.0"?>\n<Manifest>\n  <a:Item adlcp:scormType="sco"/>\n</Manifest>',
    )
    const [item] = childrenOf(root, 'item')
    expect(item).toMatchObject({ name: 'item', line: 3, column: 3 })
    expect(attributeOf(item!, 'scormtype')).toBe('sco')
  })

  test('an attribute without prefix wins over one with the same local name', () => {
    const { root } = read('<a xsi:type="x" type="webcontent" adl:type="y" xml:base="b/"/>')
    expect(root.attributes.get('type')).toBe('webcontent')
    expect(root.attributes.get('xml:base')).toBe('b/')
  })

  test('text and CDATA make one text; the five entities and character references are read', () => {
    expect(read('<a>1 &lt; <![CDATA[2 & 3]]> &#x1EA1;<b>no</b>!</a>').root.text).toBe(
      '1 < 2 & 3 ạ!',
    )
  })

  test.each([
    ['<a>\n<b></a>', 2],
    ['<a>\n\n&nbsp;</a>', 3],
    ['<a x="1" x="2"/>', 1],
    ['<a/>\n<b/>', 2],
    ['<a x="<"/>', 1],
    ['<a>\u0001</a>', 1],
    ['<a', 1],
    ['', 1],
    ['no XML', 1],
    ['<a>&#xD800;</a>', 1],
    ['<a>&#0;</a>', 1],
    ['<a><!-- -- --></a>', 1],
    ['<a></a><!DOCTYPE a>', 1],
    ['<a __proto__="x"', 1],
  ])('refuses %j with its line', (text, line) => {
    expect(refusalOf(text)).toMatchObject({
      code: 'manifest-malformed',
      file: 'imsmanifest.xml',
      line,
      column: expect.any(Number),
    })
  })

  test('a bare DOCTYPE is noted, one with declarations refused', () => {
    expect(read('<!DOCTYPE manifest SYSTEM "x.dtd"><manifest/>').hasDoctype).toBe(true)
    expect(read('<manifest/>').hasDoctype).toBe(false)
    for (const attack of [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><a/>',
      `<!DOCTYPE a [<!ENTITY l0 "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')}]><a>&l9;</a>`,
    ]) {
      expect(refusalOf(attack).code).toBe('doctype-refused')
    }
  })

  test.each([
    ['100,000 elements inside each other', '<a>'.repeat(100_000)],
    [
      '100,000 attributes',
      `<a ${Array.from({ length: 100_000 }, (_, n) => `b${n}=""`).join(' ')}/>`,
    ],
    ['a million elements', `<a>${'<b/>'.repeat(1_000_000)}</a>`],
  ])('refuses %s quickly', (_name, text) => {
    const start = performance.now()
    expect(refusalOf(text).code).toBe('manifest-excessive')
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  test('names that mean something to JavaScript are names', () => {
    const { root } = read('<a __proto__="x" constructor="y"><__proto__/><toString/></a>')
    expect(root.attributes.get('__proto__')).toBe('x')
    expect(root.children.map(({ name }) => name)).toEqual(['__proto__', 'tostring'])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})

describe('decodeXml()', () => {
  const title = 'Đặng Thị Ước'
  const xml = (encoding?: string) =>
    `<?xml version="1.0"${encoding ? ` encoding="${encoding}"` : ''}?><a>${title}</a>`
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
  const bom = '\ufeff'

  test.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(xml('UTF-8'))],
    ['UTF-8 without a declaration', Buffer.from(xml())],
    ['UTF-8 with a byte order mark', Buffer.from(bom + xml('utf-8'))],
    ['UTF-16, little end first, with a mark', Buffer.from(bom + xml('UTF-16'), 'utf16le')],
    ['UTF-16, big end first, with a mark', utf16be(bom + xml('UTF-16'))],
    ['UTF-16, little end first, without a mark', Buffer.from(xml('UTF-16LE'), 'utf16le')],
    ['UTF-16, big end first, without a mark', utf16be(xml('UTF-16BE'))],
  ])('reads %s', (_name, bytes) => {
    const { text, mistake } = decodeXml(bytes)
    expect(text).toContain(`<a>${title}</a>`)
    expect(text.startsWith('<?xml')).toBe(true)
    expect(mistake).toBeUndefined()
  })

  test('reads ISO-8859-1, windows-1252 and windows-1258 as they are declared', () => {
    const declared = (encoding: string, bytes: number[]) =>
      decodeXml(
        Buffer.concat([
          Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a>`),
          Buffer.from(bytes),
        ]),
      )
    expect(declared('ISO-8859-1', [0xe9, 0x74, 0xe9])).toEqual({
      text: expect.stringMatching(/été$/),
    })
    expect(declared('windows-1252', [0x80])).toEqual({ text: expect.stringMatching(/€$/) })
    const vietnamese = declared('windows-1258', [0xf0, 0xea, 0xcc]).text
    expect(vietnamese.normalize('NFC')).toMatch(/đề$/)
  })

  test('reads UTF-8 that says it is something else as UTF-8, and says so', () => {
    for (const encoding of ['ISO-8859-1', 'UTF-16', 'windows-1258', 'nonsense']) {
      const { text, mistake } = decodeXml(Buffer.from(xml(encoding)))
      expect(text).toContain(title)
      expect(mistake).toContain(encoding.toLowerCase())
    }
  })

  test('ASCII that says it is Latin-1 is no mistake', () => {
    expect(
      decodeXml(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a/>')).mistake,
    ).toBeUndefined()
  })

  test('reads what says UTF-8 and is not in the Windows encoding that fits', () => {
    const says = '<?xml version="1.0" encoding="UTF-8"?><a>'
    const vietnamese = decodeXml(
      Buffer.concat([Buffer.from(says), Buffer.from([0xf0, 0xea, 0xcc])]),
    )
    expect(vietnamese.text).toContain('đề')
    expect(vietnamese.mistake).toBeDefined()
    const french = decodeXml(
      Buffer.concat([Buffer.from(`${says}L`), Buffer.from([0xcc, 0x20, 0xe9])]),
    )
    expect(french.text).toContain('LÌ é')
  })

  test('reads what no decoder knows without failing', () => {
    for (const bytes of [[], [0xff], [0xfe, 0xff], [0xff, 0xfe, 0x00], [0x00, 0x3c]]) {
      expect(typeof decodeXml(Buffer.from(bytes)).text).toBe('string')
    }
  })
})
