import type { DeliveryItem, ForwardingItem, WebhookItem } from '../../src/feeds/wire.ts'
import type { StatementImport } from '../../src/transfer/wire.ts'
import * as data from './fixture-data.ts'

const id = (group: number, number: number) =>
  `${String(group).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
const ago = (minutes: number) => new Date(data.now - minutes * 60_000).toISOString()

const destination = (number: number, name: string, url: string) => ({
  id: id(51, number),
  name,
  url,
  state: 'active' as const,
  createdAt: ago(40_000),
  deliveredThrough: ago(1),
  waiting: { lagSeconds: 0 },
  lastDeliveredAt: ago(1),
})

export const webhooks: readonly WebhookItem[] = [
  {
    ...destination(1, 'Phần mềm quản lý đào tạo', 'https://daotao.example.vn/hocba'),
    filter: {
      verb: 'http://adlnet.gov/expapi/verbs/completed',
      notActivity: 'https://example.vn/thu',
    },
  },
  {
    ...destination(2, 'Kho dữ liệu Sở', 'https://kho.example.vn/nhan/ban-ghi'),
    waiting: { lagSeconds: 5_400, statements: 312 },
    lastDeliveredAt: ago(90),
    failingSince: ago(88),
    lastError: 'The receiver answered 503.',
  },
  { ...destination(3, 'Bảng điện tử', 'https://bang.example.vn/'), state: 'paused' },
]

export const forwardings: readonly ForwardingItem[] = [
  { ...destination(4, 'LRS của Bộ', 'https://lrs.example.gov.vn/xapi'), key: 'hocba-bac-giang' },
]

export const deliveries: readonly DeliveryItem[] = [
  {
    id: id(52, 1),
    state: 'pending',
    source: 'feed',
    statements: 100,
    createdAt: ago(88),
    attempts: 5,
    nextAttemptAt: new Date(data.now + 12 * 60_000).toISOString(),
    lastAttempt: {
      at: ago(2),
      milliseconds: 212,
      status: 503,
      error: 'The receiver answered 503.',
    },
  },
  {
    id: id(52, 2),
    state: 'delivered',
    source: 'feed',
    statements: 1,
    createdAt: ago(90),
    attempts: 1,
    lastAttempt: { at: ago(90), milliseconds: 48, status: 204 },
  },
  {
    id: id(52, 3),
    state: 'dead',
    source: 'feed',
    statements: 7,
    createdAt: ago(6_000),
    attempts: 14,
    lastAttempt: { at: ago(1_700), milliseconds: 10_000, error: 'No answer within 10 seconds.' },
  },
]

const job = (number: number, change: Partial<StatementImport>): StatementImport => ({
  id: id(53, number),
  state: 'done',
  source: { kind: 'file', fileName: 'ban-ghi-2025.ndjson.gz', bytes: 88_000_000 },
  by: { id: id(9, 1), name: 'Trần Minh Khôi' },
  keepsAuthority: false,
  createdAt: ago(2_000),
  startedAt: ago(2_000),
  endedAt: ago(1_990),
  progress: { bytesRead: 88_000_000, share: 1, perSecond: 12_400 },
  counts: { read: 741_200, stored: 741_200, unchanged: 0, rejected: 0 },
  failure: null,
  verification: null,
  ...change,
})

export const imports: readonly StatementImport[] = [
  job(1, {
    state: 'running',
    createdAt: ago(1),
    endedAt: null,
    progress: { bytesRead: 36_000_000, share: 0.41, perSecond: 11_870 },
    counts: { read: 303_000, stored: 302_998, unchanged: 0, rejected: 2 },
  }),
  job(2, {
    source: { kind: 'file', fileName: 'moodle-xuat.json', bytes: 4_100_000 },
    counts: { read: 3_120, stored: 2_990, unchanged: 100, rejected: 30 },
  }),
  job(3, {
    state: 'failed',
    source: {
      kind: 'pull',
      endpoint: 'https://lrs-cu.example.vn/xapi',
      key: 'doc-tat-ca',
      since: null,
    },
    keepsAuthority: true,
    progress: { bytesRead: 0, share: null, perSecond: 840 },
    counts: { read: 12_500, stored: 12_500, unchanged: 0, rejected: 0 },
    failure: 'The other record store answers 401: the key is not accepted any more.',
  }),
]

export const rejections = [
  {
    statement: 17,
    line: 17,
    code: 'invalid-statement',
    pointer: '/actor/mbox',
    clause: 'xAPI-Data 2.4.2.3',
    message: 'An mbox is a mailto IRI.',
  },
  { statement: 204, line: 206, code: 'invalid-request', message: 'The body is not JSON.' },
]

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly isEmpty: boolean
}

/** Answers for webhooks, forwardings and imports; undefined for what is asked of others. */
export function answerTransfers({ method, path, query, isEmpty }: Asked) {
  const [, kind, one, more] = path.split('/')
  const lists: Record<string, readonly { readonly id: string }[]> = {
    webhooks,
    forwardings,
    imports,
  }
  const list = lists[kind ?? '']
  if (!list) return undefined
  const ok = (body: object, status = 200) => ({ status, body })
  if (method === 'DELETE') return { status: 204 }
  if (method !== 'GET') return written(kind!, path)
  if (more === 'deliveries') {
    const state = query.get('state')
    return ok({ items: deliveries.filter((it) => state === null || it.state === state) })
  }
  if (more === 'rejections') return ok(rejections)
  if (one === undefined) return ok({ items: isEmpty ? [] : list })
  const found = list.find((it) => it.id === one)
  return found ? ok(found) : ok({ code: 'not-found', message: 'Not there.' }, 404)
}

export const signingSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

function written(kind: string, path: string) {
  if (path.endsWith('/test'))
    return { status: 200, body: { isDelivered: true, at: ago(0), milliseconds: 51, status: 204 } }
  if (path.endsWith('/rotate')) return { status: 200, body: { secret: signingSecret } }
  if (kind === 'imports') return { status: 202, body: imports[0] }
  const made = kind === 'webhooks' ? { ...webhooks[0], secret: signingSecret } : forwardings[0]
  return { status: 201, body: made }
}
