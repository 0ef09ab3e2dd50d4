import type { ErasureItem, ErasurePreview, LegalHoldItem } from '../../src/erasure/wire.ts'
import * as data from './fixture-data.ts'
import { classes } from './fixture-school.ts'

const ago = (days: number) => new Date(data.now - days * 86_400_000).toISOString()
const held = data.learners[1]!

export const holds: readonly LegalHoldItem[] = [
  {
    id: '00000071-0000-4000-8000-000000000001',
    kind: 'person',
    of: held.id,
    name: held.name,
    reason: 'Khiếu nại số 17/KN-2026 về kết quả thi, đang được Thanh tra Sở giải quyết',
    by: 'admin',
    at: ago(12),
  },
  {
    id: '00000071-0000-4000-8000-000000000002',
    kind: 'class',
    of: classes[0]!.id,
    name: classes[0]!.name,
    reason: 'Kiểm toán năm 2026',
    by: 'admin',
    at: ago(40),
  },
]

const preview: ErasurePreview = {
  agents: [`mailto:huong@example.vn`, `account:http://localhost:8080|${data.learners[0]!.id}`],
  statements: {
    ...{ all: 214, actor: 209, member: 1, object: 1, instructor: 2, team: 0, authority: 0 },
    ...{ context: 0, text: 1, attachments: 3 },
  },
  ...{ documents: 4, registrations: 3, attempts: 4, sessions: 11, logLines: 812, answers: 57 },
  ...{ launchLinks: 1, classes: 1, accounts: 1, requests: 2, auditEntries: 6, otherTexts: 1 },
  holds: [],
  isImporting: false,
  isNameShared: true,
  copies: [
    {
      ...{ kind: 'forwarding', name: 'Kho bản ghi của tỉnh', url: 'https://lrs.example.vn/xapi' },
      lastDeliveredAt: ago(1),
    },
  ],
  confirmation: 'HV-2026-001',
}

const act: ErasureItem = {
  id: '00000072-0000-4000-8000-000000000001',
  state: 'done',
  ...{ basis: 'request', reason: 'Đơn ngày 2/5', approver: 'Trần Thị B' },
  by: { kind: 'account', id: data.me.id, name: data.me.name },
  ...{ createdAt: ago(0), endedAt: ago(0), pseudonym: 'erased-5f0c2a9be1d24c1f' },
  ...{ isLinked: true, isReplay: false, step: 'disk', progress: 1 },
  counts: {
    ...{ statements: 214, attachments: 3, documents: 4, registrations: 3, accounts: 1 },
    ...{ requests: 2, auditEntries: 6, otherTexts: 1, files: 0 },
    ...{ filesSearched: 12, filesWithHits: 0 },
  },
  copies: preview.copies,
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly isEmpty: boolean
  /** Those that are there now; what is placed or lifted changes it. */
  readonly holds: LegalHoldItem[]
}

/** Answers `/erasures` and `/legal-holds` as the server would; undefined for other paths. */
export function answerErasures({ method, path, body, isEmpty, holds: kept }: Asked) {
  if (path === '/erasures/preview') return previewOf(body as { subject: { person: string } }, kept)
  if (path === '/erasures') return { status: 202, body: act }
  if (path.startsWith('/erasures/')) return { status: 200, body: act }
  if (path === '/legal-holds' && method === 'GET') {
    return { status: 200, body: { items: isEmpty ? [] : kept } }
  }
  if (path === '/legal-holds') return placed(body as LegalHoldItem, kept)
  if (!path.startsWith('/legal-holds/')) return undefined
  const index = kept.findIndex(({ id }) => path === `/legal-holds/${id}/lifting`)
  if (index < 0) return { status: 404, body: { code: 'not-found', message: 'Not there.' } }
  kept.splice(index, 1)
  return { status: 204 }
}

function previewOf({ subject }: { subject: { person: string } }, kept: readonly LegalHoldItem[]) {
  const on = kept.filter(({ of }) => of === subject.person)
  const about = on.map(({ kind, reason }) => ({ kind, reason }))
  return { status: 200, body: { ...preview, holds: about } }
}

function placed(asked: LegalHoldItem, kept: LegalHoldItem[]) {
  const of = [...data.learners, ...classes].find(({ id }) => id === asked.of)
  const id = `00000071-0000-4000-8000-${String(kept.length + 10).padStart(12, '0')}`
  const hold = { ...asked, id, by: data.me.id, at: ago(0), ...(of && { name: of.name }) }
  kept.push(hold)
  return { status: 201, body: hold }
}
