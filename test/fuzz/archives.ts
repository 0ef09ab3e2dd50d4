import { deflateRawSync } from 'node:zlib'
import fc, { type Arbitrary } from 'fast-check'
import { writeZip, type ZipEntrySpec } from '../support/zip-writer.ts'

/** Uploads that no honest program makes: zips that lie about themselves, and manifests that are barely XML. */

const page = '<!doctype html><script>parent.API.LMSInitialize("")</script>'

const manifest = (rest = '', declaration = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${declaration}<manifest identifier="m"><metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Bài</title><item identifier="i" identifierref="r"><title>Một</title></item></organization></organizations>
<resources><resource identifier="r" type="webcontent" href="index.html"/></resources>${rest}</manifest>`

const course: readonly ZipEntrySpec[] = [
  { name: 'imsmanifest.xml', content: manifest() },
  { name: 'index.html', content: page },
]

const evilNames: readonly (string | Buffer)[] = [
  '../out.txt',
  'a/../../out.txt',
  '..\\out.txt',
  '/tmp/out.txt',
  'C:\\out.txt',
  '\\\\server\\out.txt',
  'a\0b.html',
  'CON.txt',
  'NUL',
  'aux.html',
  'trailing.',
  'trailing ',
  'a/./b//c',
  '.',
  '..',
  '',
  '/',
  'a/',
  'index.html/',
  'index.html/inside',
  'INDEX.HTML',
  'Bài.html'.normalize('NFC'),
  'Bài.html'.normalize('NFD'),
  '\u202egnp.exe',
  '\ufeffimsmanifest.xml',
  'imsmanifest.xml',
  'IMSMANIFEST.XML',
  'x'.repeat(255),
  'x'.repeat(256),
  'x'.repeat(65_535),
  `${'d/'.repeat(31)}x`,
  `${'d/'.repeat(33)}x`,
  '__proto__',
  'constructor/prototype',
  '%2e%2e/out.txt',
  '$(touch out).html',
  '; rm -rf x',
  '__MACOSX/x',
  Buffer.from([0xff, 0xfe, 0x41]),
  Buffer.from([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x61]),
  Buffer.from('b\xe0i.html', 'latin1'),
]

const modes = [0o100644, 0o120777, 0o020666, 0o060660, 0o010666, 0o140777, 0o040755, 0o104755]
const zeros = Buffer.alloc(2 * 1024 ** 2)
const nested = writeZip([{ name: 'inner.zip', content: writeZip([{ name: 'x', content: zeros }]) }])

const contentArbitrary: Arbitrary<string | Uint8Array> = fc.oneof(
  fc.string(),
  fc.uint8Array({ maxLength: 2_000 }),
  fc.constantFrom<string | Uint8Array>(zeros, nested, page, ''),
)

/** Absent properties are written truthfully; each that is there is a lie now and then. */
const entryArbitrary: Arbitrary<ZipEntrySpec> = fc.record(
  {
    name: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...evilNames) },
      { weight: 1, arbitrary: fc.string() },
      { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 40 }) },
      { weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,8}\.(html|js|xsd)$/) },
    ),
    content: contentArbitrary,
    rawData: fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string().map((text) => deflateRawSync(text)),
    ),
    method: fc.constantFrom(0, 0, 8, 8, 8, 1, 9, 12, 14, 93, 99, 0xffff),
    flags: fc.constantFrom(0, 0x0800, 0x0801, 0x0840, 0x2800, 0x0808, 0xffff),
    mode: fc.constantFrom(...modes),
    declaredBytes: fc.constantFrom(0, 1, 10, 2 ** 20, 2 ** 31, 2 ** 32 - 1),
    declaredCompressedBytes: fc.constantFrom(0, 1, 500, 2 ** 31, 2 ** 32 - 1),
    checksum: fc.nat(),
    sharesDataOf: fc.constantFrom(0, 1),
    extra: fc.uint8Array({ maxLength: 64 }),
    hasDescriptor: fc.boolean(),
  },
  { requiredKeys: ['name'] },
)

/** Keeps a few of an entry's lies: with all of them at once only the first would ever be met. */
const withFewLies = (entry: ZipEntrySpec, kept: number): ZipEntrySpec => {
  const lies = Object.keys(entry).filter((key) => key !== 'name' && key !== 'content')
  const dropped = lies.filter((_, index) => (kept >> (index % 12)) % 4 !== 0)
  return Object.fromEntries(
    Object.entries(entry).filter(([key]) => !dropped.includes(key)),
  ) as unknown as ZipEntrySpec
}

/** What is done to the bytes of a finished zip. */
type Damage = (zip: Buffer) => Buffer

const at = (zip: Buffer, place: number) => Math.floor(place * Math.max(0, zip.length - 1))
const endOf = (zip: Buffer) => Math.max(0, zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')))

/** Writes a number into the record at the end, where there is one. */
const inEnd =
  (offset: number, bytes: 2 | 4, value: number): Damage =>
  (zip) => {
    const changed = Buffer.from(zip)
    const place = endOf(changed) + offset
    if (place + bytes > changed.length) return changed
    if (bytes === 2) changed.writeUInt16LE(value & 0xffff, place)
    else changed.writeUInt32LE(value >>> 0, place)
    return changed
  }

const damageArbitrary: Arbitrary<Damage> = fc.oneof(
  fc.constant<Damage>((zip) => zip),
  fc.constant<Damage>((zip) => Buffer.concat([Buffer.from(page), zip])),
  fc.constant<Damage>((zip) => Buffer.concat([zip, Buffer.from(page)])),
  fc.constant<Damage>((zip) => Buffer.concat([zip, zip])),
  fc.constant<Damage>((zip) => Buffer.concat([zip, zip.subarray(endOf(zip))])),
  fc
    .double({ min: 0, max: 1, noNaN: true })
    .map<Damage>((place) => (zip) => zip.subarray(0, at(zip, place))),
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 }))
    .map<Damage>(([place, change]) => (zip) => {
      const changed = Buffer.from(zip)
      if (changed.length > 0) changed[at(zip, place)]! ^= change
      return changed
    }),
  fc
    .tuple(
      fc.constantFrom<[number, 2 | 4]>([4, 2], [6, 2], [8, 2], [10, 2], [12, 4], [16, 4], [20, 2]),
      fc.constantFrom(0, 1, 0xffff, 0xffffffff, 0x7fffffff, 500, 20_001),
    )
    .map(([[offset, bytes], value]) => inEnd(offset, bytes, value)),
)

const zipArbitrary: Arbitrary<Buffer> = fc
  .record({
    base: fc.constantFrom(course, course, course, course.slice(1), []),
    entries: fc.array(fc.tuple(entryArbitrary, fc.nat()), { maxLength: 5 }),
    isZip64: fc.boolean(),
    comment: fc.constantFrom('', 'x', 'PK\x05\x06'.repeat(10), 'x'.repeat(65_535)),
    damage: fc.oneof({ weight: 2, arbitrary: fc.constant<Damage>((zip) => zip) }, damageArbitrary),
  })
  .map(({ base, entries, damage, ...options }) =>
    damage(
      writeZip([...base, ...entries.map(([entry, kept]) => withFewLies(entry, kept))], options),
    ),
  )

const lol = Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
).join('')

/** Texts that stand in or around a manifest. */
const evilXml: readonly string[] = [
  `<!DOCTYPE m [<!ENTITY l0 "lol">${lol}]>${manifest('<x>&l9;</x>', '')}`,
  `<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>${manifest('<x>&x;</x>', '')}`,
  `<!DOCTYPE m [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;]>${manifest('', '')}`,
  manifest('', '<!DOCTYPE manifest SYSTEM "http://127.0.0.1:1/x.dtd">'),
  manifest('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
  manifest('<x>'.repeat(30_000)),
  manifest(`${'<x>'.repeat(60)}${'</x>'.repeat(60)}`),
  manifest(`${'<x>'.repeat(70)}${'</x>'.repeat(70)}`),
  manifest(`<x ${Array.from({ length: 1_001 }, (_, n) => `a${n}=""`).join(' ')}/>`),
  manifest(`<x ${Array.from({ length: 100 }, (_, n) => `xmlns:p${n}="u:${n}"`).join(' ')}/>`),
  manifest('<x a="1" a="2"/>'),
  manifest('<x/>'.repeat(2_000)),
  manifest('<x><![CDATA[]]>]]></x>'),
  manifest('<?php system("id") ?>'),
  manifest('<x>&#0;&#xD800;&#x110000;</x>'),
  manifest('<x>&#x202e;</x>'),
  manifest(`<x>${'a'.repeat(100_000)}</x>`),
  manifest('<resources><resource identifier="s" href="../../../../etc/passwd"/></resources>'),
  manifest('').replace('index.html', 'javascript:alert(1)'),
  manifest('').replace('index.html', '//host/x'),
  manifest('').replace('<resource ', '<resource xml:base="../../" '),
  manifest('').replace('identifierref="r"', 'identifierref="i"'),
  '',
  '<',
  '<manifest/>',
  'no XML at all',
]

type Encode = (text: string) => Buffer

const encodings: readonly Encode[] = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  (text) => Buffer.from(text, 'utf16le').swap16(),
  (text) => Buffer.from(text, 'latin1'),
  (text) => Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1'),
  (text) => Buffer.from(text.replace('UTF-8', 'windows-1258'), 'latin1'),
  (text) => Buffer.from(text.replace('UTF-8', 'UTF-7')),
  (text) => Buffer.from(text.replace('UTF-8', 'UTF-32')),
]

const manifestArbitrary: Arbitrary<Buffer> = fc
  .record({
    text: fc.constantFrom(...evilXml, manifest(), manifest()),
    encode: fc.constantFrom(...encodings),
    edits: fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat({ max: 20 }),
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('<', '>', '&', '"', ']]>', '<!--')),
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ text, encode, edits }) => {
    let edited = text
    for (const [place, length, word] of edits) {
      const start = Math.floor(place * edited.length)
      edited = edited.slice(0, start) + word + edited.slice(start + length)
    }
    return writeZip([
      { name: 'imsmanifest.xml', content: encode(edited) },
      { name: 'index.html', content: page },
    ])
  })

/** Zips, of which two in five are honest zips around a manifest that is not. */
export const archiveArbitrary: Arbitrary<Buffer> = fc.oneof(
  { weight: 3, arbitrary: zipArbitrary },
  { weight: 2, arbitrary: manifestArbitrary },
)
