import type { AccountItem, GrantItem, SessionItem } from '../../src/access/wire.ts'
import type { AuditItem } from '../../src/audit/wire.ts'
import type { ClassDetail, ClassMemberItem, ClassSummary } from '../../src/cohorts/wire.ts'
import type { OrganisationItem } from '../../src/people/wire.ts'
import type { AnswerList } from '../../src/questions/wire.ts'
import * as data from './fixture-data.ts'
import { questions } from './fixture-questions.ts'

const id = (group: number, number: number) =>
  `${String(group).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`
const ago = (minutes: number) => new Date(data.now - minutes * 60_000).toISOString()
const day = 24 * 60

export const organisations: readonly OrganisationItem[] = (
  [
    [1, 'SNV', 'Sở Nội vụ tỉnh Bắc Giang', undefined, 12],
    [2, 'SNV-CCVC', 'Phòng Công chức, viên chức', 1, 34],
    [3, 'SNV-TTR', 'Thanh tra Sở', 1, 9],
    [4, 'UBND-YT', 'Ủy ban nhân dân huyện Yên Thế', undefined, 0],
    [5, 'UBND-YT-VP', 'Văn phòng HĐND và UBND huyện', 4, 27],
  ] as const
).map(([number, code, name, parent, learners]) => ({
  id: id(31, number),
  code,
  name,
  ...(parent !== undefined && { parent: id(31, parent) }),
  createdAt: ago(200 * day),
  learners,
}))

const packages = data.packages.slice(0, 3).map(({ id: packageId, title }) => ({
  id: packageId,
  title,
}))

export const classes: readonly ClassDetail[] = [
  {
    id: id(32, 1),
    code: 'K12-2026',
    name: 'Bồi dưỡng ngạch chuyên viên, khóa 12',
    startsOn: '2026-09-07',
    endsOn: '2026-12-18',
    organisation: organisations[0]!.id,
    createdAt: ago(80 * day),
    packages,
    learners: 9,
    staff: [{ account: id(9, 5), name: 'Đỗ Quang Huy', role: 'class-manager' }],
  },
  {
    id: id(32, 2),
    code: 'LĐCP-03',
    name: 'Lãnh đạo, quản lý cấp phòng',
    startsOn: '2026-11-30',
    createdAt: ago(10 * day),
    packages: packages.slice(0, 1),
    learners: 0,
    staff: [],
  },
]

const levels = ['corroborated', 'reported', 'attested'] as const
const states = ['completed', 'incomplete', 'not-attempted'] as const

const members: readonly ClassMemberItem[] = data.learners.slice(0, 9).map((learner, row) => ({
  id: learner.id,
  name: learner.name,
  ...(learner.code !== undefined && { code: learner.code }),
  ...(row % 3 < 2 && {
    organisation: { id: organisations[row % 3]!.id, name: organisations[row % 3]!.name },
  }),
  enrolledAt: ago(60 * day),
  progress: packages.map((one, column) => {
    const completion = states[(row + column) % 3]!
    return {
      package: one.id,
      registration: data.registrations[0]!.id,
      completion,
      success: completion === 'completed' ? 'passed' : 'unknown',
      evidence: completion === 'completed' ? levels[row % 3]! : null,
      score: completion === 'completed' ? 0.65 + row / 30 : null,
      progress: completion === 'completed' ? 1 : completion === 'incomplete' ? 0.4 : 0,
      lastActivityAt: completion === 'not-attempted' ? null : ago(300 * (row + 1)),
    }
  }),
}))

function summaryOf(classId: string): ClassSummary {
  const all = classId === classes[0]!.id ? members.flatMap(({ progress }) => progress) : []
  const count = (level: string) => all.filter(({ evidence }) => evidence === level).length
  return {
    class: classId,
    registrations: all.length,
    byEvidence: {
      reported: count('reported'),
      corroborated: count('corroborated'),
      attested: count('attested'),
    },
  }
}

const grant = (
  number: number,
  role: GrantItem['role'],
  place: GrantItem['place'],
  placeName?: string,
): GrantItem => ({
  id: id(33, number),
  role,
  place,
  ...(placeName !== undefined && { placeName }),
  createdAt: ago(90 * day),
})

export const accounts: readonly AccountItem[] = [
  {
    ...data.me,
    createdAt: ago(300 * day),
    lastSignInAt: ago(30),
    state: 'open',
    grants: [...data.me.grants],
  },
  {
    id: id(9, 5),
    name: 'Đỗ Quang Huy',
    email: 'huy@truongboiduong.example',
    createdAt: ago(90 * day),
    lastSignInAt: ago(2 * day),
    state: 'open',
    grants: [
      grant(1, 'class-manager', { kind: 'class', id: classes[0]!.id }, classes[0]!.name),
      grant(2, 'producer', { kind: 'own' }),
    ],
  },
  {
    id: id(9, 6),
    name: 'Vũ Thị Thanh Tâm',
    email: 'tam.vu@sonoivu.example',
    createdAt: ago(3 * day),
    state: 'invited',
    grants: [grant(3, 'organisation-user', { kind: 'organisation', id: organisations[0]!.id })],
  },
  {
    id: id(9, 7),
    name: 'Ngô Văn Lâm',
    email: 'lam@truongboiduong.example',
    createdAt: ago(250 * day),
    lastSignInAt: ago(120 * day),
    state: 'closed',
    grants: [grant(4, 'lecturer', { kind: 'installation' })],
  },
]

const sessions: readonly SessionItem[] = [
  {
    id: id(34, 1),
    createdAt: ago(200),
    lastSeenAt: ago(1),
    network: '203.0.113.7',
    browser:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36',
    isCurrent: true,
  },
  {
    id: id(34, 2),
    createdAt: ago(3 * day),
    lastSeenAt: ago(9 * 60),
    network: '198.51.100.23',
    browser:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) Version/20.1 Mobile Safari/604.1',
    isCurrent: false,
  },
]

const by = (account: AccountItem) =>
  ({ kind: 'account', id: account.id, name: account.name }) as const

const entry = (seq: number, one: Omit<AuditItem, 'seq' | 'requestId' | 'network' | 'at'>) => ({
  seq,
  at: ago(40 * (60 - seq)),
  requestId: id(35, seq),
  network: '203.0.113.7',
  ...one,
})

export const auditItems: readonly AuditItem[] = [
  entry(58, {
    kind: 'change',
    operation: 'createGrant',
    actor: by(accounts[0]!),
    about: [accounts[1]!.id, classes[0]!.id],
    details: { after: { role: 'class-manager', place: { kind: 'class', id: classes[0]!.id } } },
  }),
  entry(57, {
    kind: 'read',
    operation: 'getLearner',
    actor: { kind: 'account', id: id(9, 8), name: 'Hoàng Thị Kiểm' },
    about: [data.learners[0]!.id],
    details: {},
  }),
  entry(55, {
    kind: 'change',
    operation: 'changeOrganisation',
    actor: by(accounts[0]!),
    about: [organisations[2]!.id],
    details: {
      before: { code: 'SNV-TTR', name: 'Phòng Thanh tra' },
      after: { code: 'SNV-TTR', name: 'Thanh tra Sở' },
    },
  }),
  entry(51, {
    kind: 'change',
    operation: 'enrolLearners',
    actor: by(accounts[1]!),
    about: [classes[0]!.id],
    details: { after: { enrolled: 9 } },
  }),
]

/** Two answers of whoever has come far enough to be asked. */
const answersOf = (registration: string): AnswerList => {
  const { progress = 0 } = data.registrations.find(({ id }) => id === registration) ?? {}
  const asked = progress < 1 ? [] : questions.slice(0, 2)
  return {
    registration,
    items: asked.map((question, n) => ({
      question,
      attempt: 1,
      at: ago(2 * day - n),
      response: n === 0 ? 'b' : null,
      label: n === 0 ? 'Chủ tịch Ủy ban nhân dân tỉnh' : null,
      result: n === 0 ? 'correct' : 'wrong',
      points: null,
      credit: n === 0 ? 1 : 0,
      latencySeconds: n === 0 ? 12.5 : null,
      isLast: true,
      statement: id(36, n + 1),
    })),
  }
}

/** What the server says of classes, organisations, accounts and the audit log. */
export function answerSchool({
  method,
  path,
  isEmpty,
}: {
  method: string
  path: string
  isEmpty: boolean
}): { status: number; body?: object } | undefined {
  if (method !== 'GET') return undefined
  const list = (items: readonly object[]) => ({
    status: 200,
    body: { items: isEmpty ? [] : items },
  })
  if (path === '/classes') return list(classes)
  if (path === '/organisations') return list(organisations)
  if (path === '/accounts') return list(accounts)
  if (path === '/audit') return list(auditItems)
  if (path === '/me/sessions') return { status: 200, body: { items: sessions } }
  const [, kind, one, more] = path.split('/')
  if (kind === 'accounts' && more === 'sessions') {
    const others = sessions.map((session) => ({ ...session, isCurrent: false }))
    return { status: 200, body: { items: one === accounts[1]!.id ? others : [] } }
  }
  if (kind === 'registrations' && more === 'answers') {
    return { status: 200, body: answersOf(one!) }
  }
  if (kind !== 'classes') return undefined
  if (more === 'learners') return list(members)
  if (more === 'summary') return { status: 200, body: summaryOf(one!) }
  const found = classes.find((each) => each.id === one)
  return found
    ? { status: 200, body: found }
    : { status: 404, body: { code: 'class-not-found', message: 'Not there.' } }
}
