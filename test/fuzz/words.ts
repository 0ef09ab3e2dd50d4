import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Json } from '../support/xapi-client.ts'

/** Texts, names, numbers, times: the words that statements are made of [xAPI-Data 4]. */

const name = 'Nguyễn Thị Ánh Dương'
const names = [
  ...[
    name.normalize('NFC'),
    name.normalize('NFD'),
    'An',
    ' ',
    '',
    '"quoted"',
    'back\\slash',
    'a/b~c',
  ],
  ...[
    '\u0000',
    'line\nbreak\r\t',
    'עִבְרִית',
    'ﷺ',
    '👩🏽‍🏫',
    '\u202ertl',
    '\ufeffbom',
    '\u2028\u2029',
    '💥',
  ],
  ...['__proto__', 'constructor', '$ne', '$where', 'null', 'x'.repeat(5_000), 'ạ'.repeat(400)],
]

export const text = fc.oneof(
  fc.constantFrom(...names),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const segments = [
  'a',
  'bài-học',
  'x.y.z',
  '$set',
  '__proto__',
  'constructor',
  'A%20B',
  '日本',
  '1',
  '~a',
  "it's",
  '(x)',
  '@',
  '*',
  'a:b',
]
const bases = [
  'http://example.vn/',
  'https://ví-dụ.vn/',
  'HTTPS://EXAMPLE.VN:8443/',
  'urn:example:',
  'tag:example.vn,2026:',
  'x-y+z.1:',
  'http://[::1]:80/',
  'a:',
]

/** Absolute IRIs: any scheme, Unicode, dots and dollars. */
export const iri = fc
  .tuple(
    fc.constantFrom(...bases),
    fc.array(fc.constantFrom(...segments), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '', '?q=1&r=%22', '#đoạn', '?#'),
  )
  .map(([base, path, end]) => `${base}${path.join('/')}${end}`)

export const uuid = fc
  .tuple(fc.uuid(), fc.boolean())
  .map(([id, isUpper]) => (isUpper ? id.toUpperCase() : id))

export const languageTag = fc.constantFrom(
  ...[
    'vi',
    'vi-VN',
    'en',
    'en-US',
    'EN-gb',
    'zh-Hant-TW',
    'sl-rozaj-biske-1994',
    'de-CH-1901',
    'und',
    'es-419',
  ],
  ...[
    'i-klingon',
    'x-pig-latin',
    'de-DE-u-co-phonebk',
    'zh-cmn-Hans-CN',
    'en-a-bbb-x-a',
    'sr-Latn',
    'tlh',
    'mul',
  ],
)

export const languageMap = fc.dictionary(languageTag, text, { maxKeys: 3 })

const innerKeys = [
  '__proto__',
  'constructor',
  'toString',
  '$where',
  'a.b',
  '',
  'length',
  'then',
  'ключ',
]
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.maxSafeInteger(),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.oneof(fc.constantFrom(...innerKeys), fc.string({ maxLength: 8 })),
          tie('value'),
        ),
        { maxLength: 4 },
      )
      .map(objectOf),
    fc.integer({ min: 1, max: 120 }).map(nestedList),
  ),
}))

/** Unlike an assignment this makes an own property of `__proto__`, as JSON.parse does. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Json {
  return Object.fromEntries(entries)
}

function nestedList(depth: number): unknown {
  let value: unknown = []
  for (let level = 1; level < depth; level++) value = [value]
  return value
}

/** Values are anything, null too; keys are IRIs. */
export const extensions = fc
  .array(fc.tuple(iri, anything), { maxLength: 3 })
  .map((entries) => objectOf(entries))

const two = (value: number) => String(value).padStart(2, '0')
const day = fc
  .tuple(
    fc.constantFrom(1, 1969, 1970, 1999, 2000, 2024, 2026, 9999),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, date]) => [String(year).padStart(4, '0'), two(month), two(date)] as const)
const clock = fc.tuple(
  fc.integer({ min: 0, max: 23 }),
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 60 }),
)
const fraction = fc.constantFrom(
  '',
  '.0',
  '.5',
  '.123',
  '.123456',
  '.123456789',
  '.00000000000000000001',
)
const offset = fc.constantFrom('Z', 'Z', '+07:00', '-05:30', '+00:00', '+14:00', 'z')

/** Date-times by RFC 3339, which both versions take. */
export const timestamp = fc
  .tuple(day, clock, fraction, offset, fc.constantFrom('T', 'T', 't'))
  .map(
    ([date, [hour, minute, second], part, zone, t]) =>
      `${date.join('-')}${t}${two(hour)}:${two(minute)}:${two(second)}${part}${zone}`,
  )

/** ISO 8601 beyond RFC 3339: for 1.0.3 alone. */
export const looseTimestamp = fc
  .tuple(day, clock, fc.constantFrom('', 'Z', '+07', '+0700'))
  .chain(([date, [hour, minute, second], zone]) =>
    fc.constantFrom(
      date.join('-'),
      date.join(''),
      `${date.join('-')}T${two(hour)}:${two(minute)}`,
      `${date.join('-')}T${two(hour)}:${two(minute)}:${two(second)},25${zone.replace(/^\+0700$/, '+07:00')}`,
      `${date.join('')}T${two(hour)}${two(minute)}${two(second)}${zone}`,
    ),
  )

const amount = fc.constantFrom('0', '1', '07', '59', '100', '999999')
const lastAmount = fc.constantFrom('1', '0', '1.5', '0.001', '2,25', '12.345678')

/** `PnYnMnDTnHnMnS` with some of its parts, only the last with a fraction; or weeks. */
export const duration = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('P1W', 'P0.5W', 'P52W') },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.subarray(['Y', 'M', 'D', 'TH', 'TM', 'TS'], { minLength: 1 }),
        fc.array(amount, { minLength: 6, maxLength: 6 }),
        lastAmount,
      )
      .map(([units, amounts, last]) => writtenDuration(units, amounts, last)),
  },
)

function writtenDuration(
  units: readonly string[],
  amounts: readonly string[],
  last: string,
): string {
  let written = 'P'
  for (const [index, unit] of units.entries()) {
    if (unit.startsWith('T') && !written.includes('T')) written += 'T'
    written += `${index === units.length - 1 ? last : amounts[index]}${unit.at(-1)}`
  }
  return written
}

export const digest = fc
  .tuple(fc.constantFrom('sha224', 'sha256', 'sha384', 'sha512'), fc.integer(), fc.boolean())
  .map(([algorithm, seed, isUpper]) => {
    const written = createHash(algorithm).update(String(seed)).digest('hex')
    return isUpper ? written.toUpperCase() : written
  })
