import { evilQueries } from '../http/server/evil-input.ts'
import { statementOf } from '../support/xapi-client.ts'
import { type Complaint, forAll, type Request, send, type Target } from './drive.ts'

/** A request that may be answered with anything but a 5xx. */
export interface EvilRequest extends Request {
  readonly name: string
  /** The parameter or header that a 400 must name, where only one is at fault. */
  readonly culprit?: string
}

const agent = JSON.stringify({ mbox: 'mailto:an@example.vn' })
const activityId = 'https://example.vn/lessons/1'

/** The resources of xAPI: each with parameters that are right, and all that it knows. */
const resources = [
  {
    path: '/xapi/statements',
    right: {},
    known: [
      ...[
        'statementId',
        'voidedStatementId',
        'agent',
        'verb',
        'activity',
        'registration',
        'since',
        'until',
      ],
      ...[
        'related_activities',
        'related_agents',
        'limit',
        'format',
        'attachments',
        'ascending',
        'cursor',
      ],
    ],
  },
  { path: '/xapi/activities', right: { activityId }, known: ['activityId'] },
  { path: '/xapi/agents', right: { agent }, known: ['agent'] },
  {
    path: '/xapi/activities/state',
    right: { activityId, agent, stateId: 's' },
    known: ['activityId', 'agent', 'registration', 'stateId', 'since'],
  },
  {
    path: '/xapi/activities/profile',
    right: { activityId, profileId: 'p' },
    known: ['activityId', 'profileId', 'since'],
  },
  {
    path: '/xapi/agents/profile',
    right: { agent, profileId: 'p' },
    known: ['agent', 'profileId', 'since'],
  },
  { path: '/xapi/about', right: {}, known: ['x'] },
]

const agents = [
  ...[
    '{',
    '[]',
    'null',
    '1',
    '""',
    '{}',
    '{"mbox":"an@example.vn"}',
    '{"mbox":{"$ne":null}}',
    '{"$where":"1"}',
    '{"mbox":["mailto:a@b"]}',
  ],
  ...[
    '{"mbox":"mailto:a@b.vn","openid":"http://x"}',
    '{"objectType":"Group","member":[]}',
    '{"__proto__":{"mbox":"mailto:a@b.vn"}}',
  ],
  ...[
    '{"account":{"homePage":"http://a","name":"\\u0000"}}',
    '{"account":{"homePage":"http://a","name":"\\ud800"}}',
    '{"account":null}',
  ],
  `{"account":{"homePage":"http://a","name":"${'x'.repeat(6_000)}"}}`,
  '['.repeat(5_000),
]

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']

/** Parameters of every wrong kind, at every resource. */
export function evilParameters(): EvilRequest[] {
  const found: EvilRequest[] = []
  for (const [index, { path, right, known }] of resources.entries()) {
    const others = (name: string) =>
      new URLSearchParams(Object.entries(right).filter(([key]) => key !== name)).toString()
    const add = (query: string, culprit?: string) => {
      const method = methods[found.length % (index === 0 ? 2 : methods.length)]!
      const body = method === 'PUT' || method === 'POST' ? '{"a":1}' : undefined
      found.push({
        ...{ name: `${method} ${path}?${query.slice(0, 200)}`, method, path: `${path}?${query}` },
        version: found.length % 2 === 0 ? '1.0.3' : '2.0.0',
        ...(body && { body }),
        ...(culprit && { culprit }),
      })
    }
    for (const query of evilQueries(known)) add(query)
    for (const name of known) {
      for (const query of evilQueries([name])) add(`${others(name)}&${query}`)
      add(`${others(name)}&${name.toUpperCase()}=1`)
      add(`${others(name)}&${name}=${'a'.repeat(14_000)}`)
    }
    if (known.includes('agent'))
      for (const text of agents) add(`${others('agent')}&agent=${encodeURIComponent(text)}`)
    for (const name of ['unknown', 'statementid', '__proto__', 'constructor', 'toString'])
      add(`${new URLSearchParams(right)}&${name}=1`, path === '/xapi/about' ? undefined : name)
  }
  return found
}

const versions = [
  ...[
    '0.9',
    '0.95',
    '1.1',
    '2.1.0',
    '3.0.0',
    '1',
    '2',
    'garbage',
    '1.0.3, 2.0.0',
    'v2.0.0',
    '1.0.3.4',
    '"1.0.3"',
    '2.0.x',
    '-1',
    '1e0',
  ],
  ...['1.0.99999999999', 'x'.repeat(8_000), 'é'],
]
const tags = [
  ...[
    '"x"',
    'W/"x"',
    '*',
    '"a","b"',
    '"',
    'W/',
    '"x',
    'x y',
    '*, "x"',
    ',',
    ',,,',
    '""',
    'W/"',
    '"\u00e9"',
    `"${'x'.repeat(8_000)}"`,
  ],
  ...[Array.from({ length: 1_500 }, () => '"x"').join(), 'W/'.repeat(3_000)],
]
const contentTypes = [
  ...[
    'text/plain',
    'application/json; charset=utf-16',
    'application/json; charset="utf-8"',
    'application/jsonx',
    'APPLICATION/JSON',
    ';',
  ],
  ...[
    'application/x-www-form-urlencoded',
    'multipart/mixed',
    'multipart/mixed; boundary=',
    'multipart/mixed; boundary="',
    '*/*',
    'a'.repeat(8_000),
  ],
  ...[
    `multipart/mixed; boundary=${'x'.repeat(71)}`,
    'multipart/mixed; boundary=abc',
    'multipart/form-data; boundary=abc',
    'application/json,application/json',
  ],
]
const credentials = [
  ...[
    '',
    'Basic',
    'Basic ',
    'Basic !!!!',
    'Basic Og==',
    'Basic YQ==',
    'Bearer',
    'Bearer x',
    'Bearer a.b.c',
    'Digest username="x"',
    'basic YTpi',
  ],
  ...[
    `Basic ${'A'.repeat(8_000)}`,
    `Bearer ${'x.'.repeat(3_000)}`,
    `Basic ${Buffer.from('__proto__:x').toString('base64')}`,
  ],
  ...[
    `Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0]).toString('base64')}`,
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ],
]
const languages = [
  '',
  '*',
  'vi;q=2',
  'vi;q=',
  ';;;',
  'vi,'.repeat(2_500),
  '__proto__',
  'x'.repeat(8_000),
  'en-US;q=0.1,vi;q=1e9',
  'é',
]

/** Headers of every wrong kind. */
export function evilHeaders(): EvilRequest[] {
  const make = (
    name: string,
    values: readonly string[],
    request: Omit<EvilRequest, 'name' | 'version'>,
    culprit?: string,
  ) =>
    values.map(
      (value): EvilRequest => ({
        ...request,
        name: `${request.method} ${request.path} ${name}: ${value.slice(0, 100)}`,
        version: '1.0.3',
        // Node's client sends headers in Latin-1.
        headers: { [name]: Buffer.from(value).toString('latin1') },
        ...(culprit && { culprit }),
      }),
    )
  const statements = { method: 'GET', path: '/xapi/statements?limit=1' }
  const post = {
    method: 'POST',
    path: '/xapi/statements',
    body: JSON.stringify(statementOf({ id: 'x' })),
  }
  const state = `/xapi/activities/state?${new URLSearchParams({ activityId, agent, stateId: 's' })}`
  return [
    ...make('X-Experience-API-Version', versions, statements, 'X-Experience-API-Version'),
    ...['If-Match', 'If-None-Match'].flatMap((name) => [
      ...make(name, tags, { method: 'PUT', path: state, body: '{"a":1}' }),
      ...make(name, tags, { method: 'POST', path: state, body: '{"a":1}' }),
      ...make(name, tags, { method: 'DELETE', path: state }),
      ...make(name, tags, { method: 'GET', path: state }),
    ]),
    ...make('Content-Type', contentTypes, post),
    ...make('Content-Type', contentTypes, {
      method: 'POST',
      path: '/xapi/statements?method=GET',
      body: 'limit=1',
    }),
    ...make('Content-Type', contentTypes, { method: 'PUT', path: state, body: '{"a":1}' }),
    ...make('Authorization', credentials, statements),
    ...make('Accept-Language', languages, {
      method: 'GET',
      path: '/xapi/statements?format=canonical&limit=5',
    }),
    ...make('Accept', ['', '*', 'text/html', 'multipart/mixed', ';q'], {
      method: 'GET',
      path: '/xapi/statements?attachments=true&limit=5',
    }),
    ...make(
      'Origin',
      ['null', '*', 'http://', 'x', 'https://a\u0000'.slice(0, 9), 'file://'],
      statements,
    ),
    ...make('Expect', ['100-continue', 'x'], post),
    ...make('Range', ['bytes=0-1', 'bytes=-1', 'x'], statements),
    ...make('X-HTTP-Method-Override', ['DELETE', 'x'], post),
    ...make('Content-Encoding', ['gzip', 'identity', 'br'], post),
  ]
}

/** Cursors that the server did not make: a real one with each character changed, cut, lengthened. */
export function forgedCursors(more: string): EvilRequest[] {
  const cursor = new URL(more, 'http://localhost').searchParams.get('cursor')!
  const changed = [...cursor].map(
    (letter, at) => `${cursor.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`,
  )
  const cut = [...cursor].map((_, at) => cursor.slice(0, at))
  const others = [
    `${cursor}A`,
    `${cursor}.`,
    cursor.split('').reverse().join(''),
    cursor.replace('.', ''),
    '.',
    '..',
    'e30.e30',
    `${'A'.repeat(6_000)}`,
  ]
  return [...changed, ...cut, ...others].map((text) => ({
    name: `cursor ${text.slice(0, 300)}`,
    method: 'GET',
    path: `/xapi/statements?cursor=${encodeURIComponent(text)}`,
    version: '1.0.3',
    culprit: 'cursor',
  }))
}

export const sendEvil = (target: Target, requests: readonly EvilRequest[]): Promise<Complaint[]> =>
  forAll(requests, async (request) => {
    const { status, text } = await send(target, request)
    if (status >= 500) return `${request.name}: ${status} ${text}`
    if (request.culprit === undefined || status === 405) return undefined
    if (status < 400) return `${request.name}: ${status}, not refused`
    const { pointer } =
      text === '' ? { pointer: request.culprit } : (JSON.parse(text) as { pointer?: string })
    return pointer === request.culprit ? undefined : `${request.name}: blamed ${pointer}: ${text}`
  })
