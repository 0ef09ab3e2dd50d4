import { deflateRawSync } from 'node:zlib'
import { writeZip, type ZipEntrySpec, type ZipOptions } from '../../support/zip-writer.ts'
import { manifest, page } from './import-bench.ts'

const course: readonly ZipEntrySpec[] = [
  { name: 'imsmanifest.xml', content: manifest() },
  { name: 'index.html', content: page },
]

/** A package that is right but for what is added. */
export const zipWith = (more: readonly ZipEntrySpec[], options?: ZipOptions): Buffer =>
  writeZip([...course, ...more], options)

export const honestZip = zipWith([])

/** A package whose manifest is this text or these bytes. */
export const zipOf = (text: string | Uint8Array, files = ['index.html']): Buffer =>
  writeZip([
    { name: 'imsmanifest.xml', content: text },
    ...files.map((name) => ({ name, content: page })),
  ])

const zeros = Buffer.alloc(4 * 1024 ** 2)

/** Many entries on the same compressed bytes: small, and endless when inflated. */
const overlapBomb = zipWith([
  { name: 'a', content: zeros },
  ...Array.from({ length: 50 }, (_, number) => ({
    name: `copy${number}`,
    content: zeros,
    sharesDataOf: 2,
  })),
])

/** Each entry's data holds the next entry's local header and data, stored ("quoted"). */
function quotedOverlap(): Buffer {
  const inner = writeZip([{ name: 'inner', content: 'x'.repeat(1000), method: 0 }])
  const local = inner.subarray(0, 30 + 'inner'.length + 1000)
  const outer = writeZip([...course, { name: 'outer', content: local, method: 0 }])
  const both = writeZip([
    ...course,
    { name: 'outer', content: local, method: 0 },
    { name: 'inner', content: 'x'.repeat(1000), method: 0, sharesDataOf: 2 },
  ])
  // The second record of the directory points into the data of the first.
  const record = both.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  const start = outer.indexOf(local)
  both.writeUInt32LE(start, record + 42)
  return both
}

function damagedAt(needle: string | Buffer, change: (zip: Buffer, at: number) => void): Buffer {
  const zip = Buffer.from(honestZip)
  change(zip, zip.lastIndexOf(needle))
  return zip
}

const endRecord = Buffer.from([0x50, 0x4b, 0x05, 0x06])

/** Its last locator points to where no file can have a byte. */
function endBeyondAnyFile(): Buffer {
  const zip = writeZip(course, { isZip64: true })
  zip.writeBigUInt64LE(2n ** 60n, zip.lastIndexOf('PK\x06\x07') + 8)
  return zip
}

/** Zips that must be refused, by what is wrong with them, with the code of the refusal. */
export const evilZips: Readonly<Record<string, readonly [zip: Buffer, code: string]>> = {
  'an empty file': [Buffer.alloc(0), 'not-a-zip'],
  'a text file': [Buffer.from('Chào các em'), 'not-a-zip'],
  'a RAR archive': [Buffer.from('Rar!\x1a\x07\x00 and more than 22 bytes of it'), 'not-a-zip'],
  'a zip cut in the middle': [honestZip.subarray(0, honestZip.length / 2), 'not-a-zip'],
  'a zip without entries': [writeZip([]), 'manifest-missing'],
  'no manifest': [writeZip([{ name: 'index.html', content: page }]), 'manifest-missing'],
  'a checksum that is wrong': [
    zipWith([{ name: 'a', content: 'abc', checksum: 1 }]),
    'zip-damaged',
  ],
  'data that is not deflated': [
    zipWith([{ name: 'a', content: 'abc', rawData: Buffer.from([0xff, 0xff, 0xff]) }]),
    'zip-damaged',
  ],
  'less data than declared': [
    zipWith([{ name: 'a', content: 'abc', declaredBytes: 4 }]),
    'zip-damaged',
  ],
  'more data than declared': [
    zipWith([{ name: 'a', content: zeros, declaredBytes: 10 }]),
    'zip-damaged',
  ],
  'a directory beyond the end': [
    damagedAt(endRecord, (zip, at) => zip.writeUInt32LE(0x7fffffff, at + 16)),
    'zip-damaged',
  ],
  'a zip64 directory beyond any file': [endBeyondAnyFile(), 'zip-damaged'],
  'more entries than declared bytes hold': [
    damagedAt(endRecord, (zip, at) => {
      zip.writeUInt16LE(500, at + 8)
      zip.writeUInt16LE(500, at + 10)
    }),
    'zip-damaged',
  ],
  'several disks': [damagedAt(endRecord, (zip, at) => zip.writeUInt16LE(1, at + 4)), 'zip-damaged'],
  'more entries than allowed': [
    damagedAt(endRecord, (zip, at) => {
      zip.writeUInt16LE(20_001, at + 8)
      zip.writeUInt16LE(20_001, at + 10)
    }),
    'too-many-files',
  ],
  'files declared larger than allowed': [
    zipWith([{ name: 'a', content: 'x', declaredBytes: 2 ** 31 }]),
    'content-too-large',
  ],
  'a file of zeros compressed a thousand times': [
    zipWith([{ name: 'a', content: zeros }]),
    'compression-excessive',
  ],
  'entries that share their data': [overlapBomb, 'entries-overlap'],
  'an entry inside the data of another': [quotedOverlap(), 'entries-overlap'],
  'an entry that reaches into the directory': [
    zipWith([
      { name: 'a', content: 'abc', method: 0, declaredCompressedBytes: 500, declaredBytes: 500 },
    ]),
    'entries-overlap',
  ],
  'an encrypted entry': [zipWith([{ name: 'a', content: 'x', flags: 0x0801 }]), 'entry-encrypted'],
  'a strongly encrypted entry': [
    zipWith([{ name: 'a', content: 'x', flags: 0x0841 }]),
    'entry-encrypted',
  ],
  'an encrypted directory': [
    zipWith([{ name: 'a', content: 'x', flags: 0x2800 }]),
    'entry-encrypted',
  ],
  'a method that is not read': [
    zipWith([{ name: 'a', content: 'x', method: 14 }]),
    'entry-method-unsupported',
  ],
  'a symbolic link': [
    zipWith([{ name: 'a', content: '/etc/passwd', mode: 0o120777 }]),
    'entry-not-a-file',
  ],
  'a device': [zipWith([{ name: 'a', mode: 0o020666 }]), 'entry-not-a-file'],
  'a pipe': [zipWith([{ name: 'a', mode: 0o010666 }]), 'entry-not-a-file'],
  'a socket': [zipWith([{ name: 'a', mode: 0o140777 }]), 'entry-not-a-file'],
  'a name twice': [zipWith([{ name: 'index.html', content: 'other' }]), 'duplicate-path'],
  'a name twice, once with a backslash': [
    zipWith([{ name: 'a/b' }, { name: 'a\\b' }]),
    'duplicate-path',
  ],
  'two manifests of the same name': [
    zipWith([{ name: 'imsmanifest.xml', content: manifest() }]),
    'duplicate-path',
  ],
  'a manifest that inflates without end': [
    writeZip([{ name: 'imsmanifest.xml', content: Buffer.alloc(6 * 1024 ** 2, ' ') }]),
    'compression-excessive',
  ],
  'a large manifest': [
    writeZip([{ name: 'imsmanifest.xml', content: Buffer.alloc(6 * 1024 ** 2, ' '), method: 0 }]),
    'manifest-too-large',
  ],
  'a deflate stream that goes on after the declared end': [
    zipWith([{ name: 'a', content: 'abc', rawData: deflateRawSync(Buffer.from('abcdef')) }]),
    'zip-damaged',
  ],
}

/** Names that lead out of a folder, or that somebody's path handling could be made to think so. */
export const unsafeNames: readonly (string | Uint8Array)[] = [
  '../evil',
  '../../../../../../etc/passwd',
  'a/../../evil',
  'a/b/../../../evil',
  '..',
  'a/..',
  './../evil',
  '.././evil',
  'a//../../evil',
  '/etc/passwd',
  '//server/share/evil',
  '///evil',
  '..\\evil',
  'a\\..\\..\\evil',
  'a/..\\..\\evil',
  '\\evil',
  '\\\\server\\share\\evil',
  '\\\\?\\C:\\evil',
  'C:evil',
  'C:/evil',
  'C:\\evil',
  'c:\\windows\\system32\\evil.dll',
  'z:/evil',
  'a\0b',
  '../evil\0.html',
  'evil.html\0',
  'a\nb',
  'a\rb',
  'a\tb',
  '\u0001',
  'a\u001bb',
  'a\u007f',
  Buffer.from([0x2e, 0x2e, 0x2f, 0xff]),
  Buffer.from([0x2f, 0xe9]),
  Buffer.from([0xe9, 0x5c, 0x2e, 0x2e, 0x5c, 0x2e, 0x2e, 0x5c, 0x61]),
]
