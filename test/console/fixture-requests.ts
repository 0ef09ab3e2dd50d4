import type {
  ReplayVerdict,
  RequestDetail,
  RequestGroupItem,
  RequestItem,
  SourceReport,
} from '../../src/requests/wire.ts'
import { credentials, now } from './fixture-data.ts'

/** Requests that were refused, as a school meets them: one tool that was set up wrong, one that is careless. */

const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()
const idOf = (n: number): string => `00000007-0000-4000-8000-${String(n).padStart(12, '0')}`
const keyed = (n: number) => {
  const { key, name } = credentials[n]!
  return { kind: 'credential', id: key, name } as const
}

const statement = {
  actor: { name: 'Đặng Thị Dung', mbox: 'dung@truongboiduong.example' },
  verb: {
    id: 'http://adlnet.gov/expapi/verbs/completed',
    display: { 'vi-VN': 'đã hoàn thành', 'en-US': 'completed' },
  },
  object: {
    id: 'https://hoctap.truongboiduong.example/an-toan-thong-tin/bai-3',
    definition: { name: { 'vi-VN': 'Bài 3: Mật khẩu mạnh' } },
  },
  result: { score: { raw: 12, min: 0, max: 10 }, duration: '12 phút', completion: true },
}

const base = {
  area: 'xapi',
  method: 'POST',
  path: '/xapi/statements',
  endpoint: '/xapi/statements',
  origin: 'https://hoctap.truongboiduong.example',
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36',
  version: '1.0.3',
  milliseconds: 4,
  bytes: JSON.stringify(statement).length,
  isPersonal: true,
  hasBody: true,
} as const

type Sketch = Partial<RequestItem> & Pick<RequestItem, 'status' | 'code' | 'message' | 'source'>

const kinds: readonly Sketch[] = [
  {
    status: 400,
    code: 'invalid-statement',
    message: '/actor/mbox must be a mailto IRI with one address, e.g. mailto:an@example.vn.',
    pointer: '/actor/mbox',
    clause: 'xAPI-Data 2.4.2',
    source: keyed(0),
  },
  {
    status: 401,
    code: 'unauthenticated',
    message: 'Send the key and the secret of a credential by HTTP Basic authentication.',
    clause: 'xAPI-Communication 4.0',
    source: { kind: 'unknown', id: credentials[1]!.key, name: credentials[1]!.name },
    ...{ isPersonal: false, hasBody: false },
  },
  {
    status: 409,
    code: 'document-exists',
    message: 'The document exists; send If-Match with its ETag.',
    method: 'PUT',
    path: '/xapi/activities/state?activityId=https%3A%2F%2Fhoctap.truongboiduong.example%2Fan-toan-thong-tin&agent=%7B%22mbox%22%3A%22mailto%3Adung%40truongboiduong.example%22%7D&stateId=bookmark',
    endpoint: '/xapi/activities/state',
    source: keyed(0),
  },
  {
    status: 404,
    code: 'not-found',
    message: 'Nothing is at /xapi/statement.',
    path: '/xapi/statement',
    endpoint: '/xapi/statement',
    source: keyed(1),
    ...{ isPersonal: false, hasBody: false },
  },
  {
    status: 503,
    code: 'overloaded',
    message: 'Too many writes are waiting for the disk.',
    source: keyed(0),
    ...{ isPersonal: false, hasBody: false },
  },
]

export const refusals: RequestItem[] = Array.from({ length: 64 }, (_, n) => ({
  ...base,
  ...kinds[[0, 0, 1, 0, 2, 0, 3, 0, 1, 4][n % 10]!]!,
  id: idOf(n + 1),
  at: ago(n * n * 2 + 6),
}))

const detailOf = (item: RequestItem): RequestDetail => ({
  ...item,
  headers: [
    { name: 'accept', value: '*/*' },
    { name: 'authorization', value: 'Basic •••' },
    { name: 'content-type', value: 'application/json' },
    { name: 'user-agent', value: item.userAgent! },
    { name: 'x-experience-api-version', value: '1.0.3' },
  ],
  ...(item.hasBody && {
    body: {
      text: JSON.stringify(statement),
      isWhole: true,
      ...(item.pointer && { place: { line: 1, column: 41 } }),
    },
  }),
  canReplay: true,
})

function groupsOf(items: readonly RequestItem[]): RequestGroupItem[] {
  const groups = new Map<string, RequestGroupItem>()
  for (const item of items) {
    const { code, status, method, endpoint, source, at, pointer } = item
    const key = [code, endpoint, source.id].join(' ')
    const known = groups.get(key)
    groups.set(key, {
      ...{ code, status, method, endpoint, source, firstAt: at },
      count: (known?.count ?? 0) + 1,
      lastAt: known?.lastAt ?? at,
      ...(pointer && { lastPointer: pointer }),
    })
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count)
}

const reports: SourceReport[] = [
  {
    source: keyed(0),
    lastAt: ago(1),
    lastRejectedAt: ago(6),
    day: { requests: 840, statements: 4_100, rejected: 61, bytes: 4_100_000 },
    week: { requests: 6_010, statements: 29_000, rejected: 90, bytes: 30_000_000 },
    alert: { kind: 'failing', requests: 96, rejected: 41, usualShare: 0.006 },
  },
  {
    source: keyed(1),
    lastAt: ago(60 * 31),
    day: { requests: 0, statements: 0, rejected: 0, bytes: 0 },
    week: { requests: 2_400, statements: 0, rejected: 0, bytes: 0 },
    alert: { kind: 'silent', since: ago(60 * 31), usualPerDay: 343 },
  },
]

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly isEmpty: boolean
}

/** @returns undefined for what is not about requests. */
export function answerRequests({ method, path, query, body, isEmpty }: Asked) {
  const ok = (answer: object) => ({ status: 200, body: answer })
  const [, kind, id, more] = path.split('/')
  if (kind === 'sources') return ok({ items: isEmpty ? [] : reports, dropped: 0 })
  if (kind !== 'requests') return undefined
  const found = isEmpty ? [] : refusals.filter((item) => fits(item, query))
  if (id === 'groups') return ok({ items: groupsOf(found) })
  const one = refusals.find((item) => item.id === id)
  if (id && !one)
    return { status: 404, body: { code: 'request-not-found', message: 'It is not kept.' } }
  if (more === 'replay' && method === 'POST') return ok(verdictOn(body as { body?: string }))
  if (one) return ok(detailOf(one))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return ok({
    items: found.slice(from, to),
    ...(to < found.length && { cursor: String(to) }),
  })
}

function fits(item: RequestItem, query: URLSearchParams): boolean {
  const status = query.get('status')
  const is = (name: string, value: string | undefined) =>
    !query.get(name) || query.get(name) === value
  return (
    is('key', item.source.id) &&
    is('code', item.code) &&
    is('endpoint', item.endpoint) &&
    (!status || `${item.status}`.startsWith(status.replace('xx', ''))) &&
    item.at >= (query.get('since') ?? '') &&
    `${item.message} ${item.path}`.toLowerCase().includes((query.get('q') ?? '').toLowerCase())
  )
}

/** A body with a mailto IRI would do. */
function verdictOn({ body }: { body?: string }): ReplayVerdict {
  if (body?.includes('mailto:')) {
    return { status: 200, isAccepted: true, as: 'source', statements: [idOf(900)] }
  }
  const [{ code, message, pointer, clause }] = kinds as [Sketch]
  return {
    ...{ status: 400, isAccepted: false, as: 'source' },
    problem: { code, message, ...(pointer && { pointer }), ...(clause && { clause }) },
    place: { line: 4, column: 13 },
  }
}
