/** What attackers and broken programs send: values of every wrong kind, put in every place of a body or a query. */

export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly enum?: readonly unknown[]
  readonly example?: unknown
}

/** A value that a schema probably takes: what each place of it is then replaced in turn. */
export function exampleOf(schema: JsonSchema): unknown {
  if (schema.example !== undefined) return schema.example
  if (schema.enum) return schema.enum[0]
  if (schema.properties) {
    const entries = Object.entries(schema.properties)
    return Object.fromEntries(entries.map(([name, part]) => [name, exampleOf(part)]))
  }
  if (schema.type === 'array') return [exampleOf(schema.items ?? {})]
  if (schema.type === 'boolean') return true
  return schema.type === 'integer' || schema.type === 'number' ? 1 : 'text'
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

/** JSON texts; several cannot be written by JSON.stringify. */
const evilValues = [
  ...['null', 'true', '0', '-1', '1.5', '1e400', '-1e400', '-0', '9007199254740993', '""', '" "'],
  ...['[]', '{}', '[[]]', '[null]', '{"$ne":null}', '{"$gt":""}', '{"$where":"sleep(9)"}'],
  ...['{"__proto__":{"isAdmin":true}}', '{"constructor":{"prototype":{"x":1}}}', '["a","a"]'],
  ...['"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udfff\\ud800"', '"\\u202e"', '"\\uffff"'],
  ...['"\' OR 1=1 --"', '"%00"', '"../../etc/passwd"', '"{{7*7}}"', '"<script>"', '"toString"'],
  ...['{"toString":1,"length":-1}', '{"then":1}', '{"toJSON":1}', '{"valueOf":null}'],
  JSON.stringify('x'.repeat(100_000)),
  JSON.stringify('ạ'.repeat(70_000)),
  nested(5_000),
  objects(5_000),
]

/** Whole bodies that are no JSON, or more of it than anybody should send. */
const evilTexts = [
  ...['', ' ', '{', '{"a"', '[', '"', 'undefined', 'NaN', '{}{}', "{'a':1}", '\u0000', '{"a":1,}'],
  '\ufeff{}',
  nested(100_000),
  objects(100_000),
  `[${'{},'.repeat(5_000)}{}]`,
  `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":1`).join()}}`,
  JSON.stringify('x'.repeat(10_000_000)),
]

/**
 * Bodies made of one that is right: each place in turn replaced by each evil value, added to, and left out; and evil texts.
 */
export function evilBodies(right: unknown): (string | Buffer)[] {
  const marker = '"@@here@@"'
  const templates = placesOf(right).map((place) =>
    JSON.stringify(replaced(right, place, '@@here@@')),
  )
  const bodies: (string | Buffer)[] = templates.flatMap((template) =>
    evilValues.map((value) => template.replace(marker, () => value)),
  )
  const text = JSON.stringify(right)
  bodies.push(...evilTexts, ...evilValues)
  for (const more of ['"__proto__":{"x":1}', '"$where":"1"', '"constructor":1', '"toString":1']) {
    bodies.push(
      text.replace('{', () => `{${more},`),
      text.replace(/\}$/, () => `,${more}}`),
    )
  }
  bodies.push(Buffer.from(text, 'utf16le'), Buffer.from([0xff, 0xfe, 0x7b, 0x7d]))
  bodies.push(
    Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  )
  return bodies
}

type Place = readonly (string | number)[]

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([key, part]) => [
    [...at, key],
    ...placesOf(part, [...at, key]),
  ])
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >
  copy[key] = replaced(copy[key], rest, by)
  return copy
}

const evilTextsOfParameters = [
  ...['', '%00', 'a%00b', '%ED%A0%80', '%FF', '%', '%u0000', '-1', '0', '1e99', '1.5', 'NaN'],
  ...[
    '99999999999999999999',
    '9007199254740993',
    'null',
    'true',
    '[]',
    '{}',
    '%7B%22%24ne%22:null%7D',
  ],
  ...[
    "'%20OR%201=1--",
    '*',
    '..%2f..%2f',
    '%F0%9F%92%A5',
    '%E2%80%AE',
    '__proto__',
    'W10',
    'W251bGxd',
  ],
  ...['WzFlNDAwLCJ4Il0', 'WyIiLCIiXQ', 'WzEsIngiXQ', 'WyJ4IiwxXQ', '0000-00-00T00:00:00Z'],
  ...['275760-09-13T00:00:00Z', '2026-01-01T00:00:00-00:00', '2026-02-30T00:00:00Z', '1'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'x'.repeat(7_000),
    '%7B%22mbox%22:%22mailto:a@b%22%7D',
  ],
  encodeURIComponent(nested(1_000)),
]

/** Query strings in which each parameter has every evil value, comes twice, or is no text; and parameters nobody knows. */
export const evilQueries = (names: readonly string[]): string[] => [
  ...names.flatMap((name) => [
    ...evilTextsOfParameters.map((text) => `${name}=${text}`),
    ...[`${name}=1&${name}=2`, `${name}[]=1`, `${name}[$ne]=1`, `${name}[__proto__]=1`, name],
    `cursor=W10&${name}=x`,
  ]),
  ...['__proto__=1', 'constructor=1', '$where=1', 'toString', '&&&', '=', '?', '#', '%', '%zz=1'],
  Array.from({ length: 1_500 }, (_, n) => `k${n}=1`).join('&'),
]
