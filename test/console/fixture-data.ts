import type { CredentialItem, Me } from '../../src/access/wire.ts'
import type { PackageDetail } from '../../src/content/wire.ts'
import type { LearnerItem } from '../../src/people/wire.ts'
import type {
  PackageProgress,
  ProgressItem,
  RegistrationDetail,
} from '../../src/registrations/wire.ts'
import type { StatementRow } from '../../src/xapi/wire.ts'

/** A school as the console's tests meet it: plausible, always the same, and 'now' is a fixed day. */
export const now = Date.parse('2026-11-21T03:20:00Z')

const id = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString()

const names = [
  'Nguyễn Văn An',
  'Trần Thị Ánh',
  'Lê Hoàng Ân',
  'Phạm Quốc Bảo',
  'Hoàng Thị Bích',
  'Vũ Đình Chiến',
  'Đặng Thị Dung',
  'Bùi Tiến Dũng',
  'Đỗ Hải Đăng',
  'Ngô Minh Đức',
  'Dương Thị Giang',
  'Lý Thu Hà',
  'Phan Thanh Hải',
  'Trịnh Thị Hạnh',
  'Đinh Công Hiếu',
  'Mai Thị Hoa',
  'Lương Xuân Hòa',
  'Tạ Quang Huy',
  'Cao Thị Hương',
  'Đoàn Trung Kiên',
  'Hồ Thị Lan',
  'Nguyễn Thị Phương Linh',
  'Trương Đức Long',
  'Châu Thị Mai',
  'Lâm Gia Minh',
  'Võ Hoài Nam',
  'Nguyễn Hữu Nghĩa',
  'Quách Thị Ngọc',
  'Thái Bá Phúc',
  'Kiều Minh Phương',
  'Hà Văn Quân',
  'Lê Thị Quỳnh',
  'Nguyễn Ngọc Sơn',
  'Đào Thị Tâm',
  'Nguyễn Công Thành',
  'Vương Thị Thảo',
  'Tôn Nữ Thùy Trang',
  'Phùng Anh Tuấn',
  'La Thị Uyên',
  'Nguyễn Thị Yến',
] as const

const registrationsOf = new Map<string, number>()

export const learners: LearnerItem[] = names.map((name, n) => ({
  id: id(1, n + 1),
  name,
  code: `HV-2026-${String(n + 1).padStart(3, '0')}`,
  ...(n % 4 !== 3 && { email: `hv${String(n + 1).padStart(3, '0')}@truongboiduong.example` }),
  // Of the organisations in fixture-school.ts; the first learner has none.
  ...(n > 0 && { organisation: id(31, (n % 5) + 1) }),
  createdAt: ago(60 * 24 * 20 - n * 7),
}))

const titles = [
  'Kỹ năng soạn thảo văn bản hành chính theo Nghị định 30/2020/NĐ-CP',
  'An toàn thông tin cho cán bộ, công chức',
  'Quản lý nhà nước ngạch chuyên viên: Chuyên đề 3',
  'Golf Explained – Run-time Advanced Calls',
  'Đạo đức công vụ và văn hóa công sở',
]

const scos = [
  'Mở đầu và mục tiêu',
  'Thể thức văn bản',
  'Kỹ thuật trình bày',
  'Tình huống thực hành',
  'Bài kiểm tra cuối khóa',
]

export const packages: PackageDetail[] = titles.map((title, n) => {
  const version = n === 0 ? 3 : n === 3 ? 2 : 1
  const isDoubtful = n === 3
  const versions = Array.from({ length: version }, (_, v) => ({
    id: id(3, n * 10 + version - v),
    number: version - v,
    fileName:
      n === 3 ? 'RuntimeAdvancedCalls_SCORM12.zip' : `khoa-hoc-${n + 1}-v${version - v}.zip`,
    sha256: `${n}${v}9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00`
      .padEnd(64, 'a')
      .slice(0, 64),
    zipBytes: 4_210_553 * (n + 1),
    contentBytes: 7_910_553 * (n + 1),
    files: 148 + n * 31,
    createdAt: ago(60 * 24 * (3 + n * 2 + v * 9)),
    verdict: isDoubtful ? ('warnings' as const) : ('ok' as const),
  }))
  return {
    id: id(2, n + 1),
    title,
    standard: 'scorm12',
    edition: '1.2',
    profile: 'tolerant',
    version,
    verdict: isDoubtful ? 'warnings' : 'ok',
    warnings: isDoubtful ? 3 : 0,
    sizeBytes: 7_910_553 * (n + 1),
    createdAt: ago(60 * 24 * (30 + n)),
    updatedAt: versions[0]!.createdAt,
    versions,
    activities: [
      {
        id: 'B0',
        title,
        kind: 'cluster',
        children: scos.map((sco, s) => ({
          id: `I_SCO${s}`,
          title: sco,
          kind: s === 0 ? 'asset' : 'sco',
          children: [],
        })),
      },
    ],
    findings: isDoubtful
      ? [
          {
            severity: 'warning',
            code: 'href-case-mismatch',
            message:
              'The manifest names "shared/ScormFunctions.js", the package has "shared/scormfunctions.js".',
            file: 'imsmanifest.xml',
            line: 61,
            column: 12,
          },
          {
            severity: 'warning',
            code: 'file-missing',
            message: 'The manifest lists "Etiquette/questions.js", which is not in the package.',
            file: 'imsmanifest.xml',
            line: 74,
            column: 9,
          },
          {
            severity: 'warning',
            code: 'schemaversion-unknown',
            message: 'schemaversion is "1.2 beta".',
            file: 'imsmanifest.xml',
            line: 8,
            column: 7,
          },
          {
            severity: 'info',
            code: 'file-unlisted',
            message: '12 files are not listed in the manifest, e.g. "Playing/Thumbs.db".',
          },
          {
            severity: 'info',
            code: 'a-code-of-tomorrow',
            message: 'A finding that this console has no words for.',
          },
        ]
      : [],
  }
})

export const registrations: RegistrationDetail[] = [0, 1, 2, 4].flatMap((p, round) =>
  learners.slice(0, [40, 26, 14, 9][round]).map((learner, n) => makeRegistration(p, learner, n)),
)

function makeRegistration(p: number, learner: LearnerItem, n: number): RegistrationDetail {
  registrationsOf.set(learner.id, (registrationsOf.get(learner.id) ?? 0) + 1)
  const roll = (n * 7 + p * 5) % 10
  const completion = roll < 5 ? 'completed' : roll < 8 ? 'incomplete' : 'not-attempted'
  const success = completion !== 'completed' ? 'unknown' : roll === 4 ? 'failed' : 'passed'
  const progress =
    completion === 'completed' ? 1 : completion === 'incomplete' ? 0.2 + (n % 4) * 0.2 : 0
  const scaled = success === 'failed' ? 0.35 : 0.5 + ((n * 13 + p) % 50) / 100
  const isBegun = completion !== 'not-attempted'
  const last = isBegun ? ago(13 + n * 47 + p * 300) : null
  const figures = {
    completion,
    success,
    score:
      success === 'unknown' ? null : { scaled, raw: Math.round(scaled * 100), min: 0, max: 100 },
    progress,
    seconds: isBegun ? 400 + ((n * 331 + p * 97) % 5200) : 0,
    attempts: isBegun ? 1 + (n % 3) : 0,
    firstActivityAt: isBegun ? ago(60 * 24 * 5 + n * 60) : null,
    lastActivityAt: last,
  } as const
  return {
    ...figures,
    id: id(4, p * 100 + n + 1),
    learner: { id: learner.id, name: learner.name },
    package: { id: packages[p]!.id, title: packages[p]!.title },
    version: packages[p]!.version,
    isTrial: false,
    createdAt: ago(60 * 24 * 9 + n),
    ...evidenceOf(figures, n),
    attemptsOnCourse: attemptsOf(figures, packages[p]!.version),
    activities: scos.map((title, s) => {
      const share = progress * scos.length - s
      return {
        ...figures,
        activity: `I_SCO${s}`,
        title,
        completion: share >= 1 ? 'completed' : share > 0 ? 'incomplete' : 'not-attempted',
        success: s === 4 ? success : 'unknown',
        score: s === 4 ? figures.score : null,
        progress: Math.min(1, Math.max(0, share)),
        seconds: share > 0 ? Math.round(figures.seconds / 5) : 0,
        attempts: share > 0 ? 1 : 0,
        lastActivityAt: share > 0 ? last : null,
      }
    }),
  }
}

/** Of every third result something speaks against it, and every seventh is vouched for. */
function evidenceOf(
  { completion, success, seconds }: ProgressItem,
  n: number,
): Pick<RegistrationDetail, 'evidence' | 'evidenceReport'> {
  const isDecided = completion === 'completed' || success !== 'unknown'
  const isDoubtful = n % 3 === 0
  const isAttested = n % 7 === 0
  const level = isAttested ? 'attested' : isDoubtful ? 'reported' : 'corroborated'
  const wallSeconds = isDoubtful ? 40 : seconds + 60
  return {
    evidence: isDecided ? level : null,
    evidenceReport: {
      attempt: 1,
      level: isDecided ? level : null,
      figures: {
        wallSeconds,
        heardSeconds: wallSeconds,
        journalSeconds: wallSeconds,
        claimedSeconds: seconds,
        commits: isDoubtful ? 1 : 14,
        entries: 60,
        answers: 10,
        files: isDoubtful ? 0 : 42,
        lessons: 5,
        lessonsFetched: isDoubtful ? 0 : 5,
        toolClaims: 0,
      },
      findings:
        isDecided && isDoubtful
          ? [
              { code: 'no-file-fetched', facts: { files: 0, entries: 60 } },
              {
                code: 'time-exceeds-wall-clock',
                facts: { claimedSeconds: seconds, wallSeconds },
              },
            ]
          : [],
      attestations:
        isDecided && isAttested
          ? [
              {
                id: id(9, 500 + n),
                attempt: 1,
                by: { id: id(8, 2), name: 'Đỗ Quang Huy' },
                at: ago(300),
                note: 'Có mặt cả buổi.',
                withdrawal: {
                  by: { id: id(8, 2), name: 'Đỗ Quang Huy' },
                  at: ago(240),
                  reason: 'Nhầm với học viên cùng tên.',
                },
              },
              {
                id: id(9, n + 1),
                attempt: 1,
                by: { id: id(8, 1), name: 'Lê Thị Hạnh' },
                at: ago(120),
                note: 'Làm bài kiểm tra tại phòng B2, có giám sát.',
                withdrawal: null,
              },
            ]
          : [],
    },
  }
}

/** One attempt; of who has begun several runs two, the first of them without a result. */
function attemptsOf(
  figures: ProgressItem,
  version: number,
): RegistrationDetail['attemptsOnCourse'] {
  const { firstActivityAt, attempts, score } = figures
  if (firstActivityAt === null) return []
  const newest = {
    ...figures,
    evidence: null,
    counts: true,
    version,
    startedAt: firstActivityAt,
    endedAt: null,
  }
  if (attempts < 3 || score === null) return [{ ...newest, number: 1 }]
  const startedAt = ago(60 * 24 * 7)
  const first = { ...newest, number: 1, counts: false, startedAt, endedAt: firstActivityAt }
  return [
    { ...first, completion: 'incomplete', success: 'unknown', score: null, progress: 0.4 },
    { ...newest, number: 2 },
  ]
}

for (const learner of learners)
  Object.assign(learner, { registrations: registrationsOf.get(learner.id) ?? 0 })

export function figuresOf(packageId: string): PackageProgress {
  const all = registrations.filter((one) => one.package.id === packageId)
  const count = (fits: (one: RegistrationDetail) => boolean) => all.filter(fits).length
  const steps = [0, 300, 900, 1800, 3600, 7200, null]
  const scored = all.filter((one) => one.score)
  return {
    package: packageId,
    registrations: all.length,
    byCompletion: {
      'not-attempted': count((one) => one.completion === 'not-attempted'),
      incomplete: count((one) => one.completion === 'incomplete'),
      completed: count((one) => one.completion === 'completed'),
    },
    bySuccess: {
      unknown: count((one) => one.success === 'unknown'),
      passed: count((one) => one.success === 'passed'),
      failed: count((one) => one.success === 'failed'),
    },
    byEvidence: {
      reported: count((one) => one.evidence === 'reported'),
      corroborated: count((one) => one.evidence === 'corroborated'),
      attested: count((one) => one.evidence === 'attested'),
    },
    scores: Array.from({ length: 10 }, (_, n) => ({
      from: n / 10,
      to: (n + 1) / 10,
      count: count(
        (one) => one.score !== null && Math.min(9, Math.floor(one.score.scaled * 10)) === n,
      ),
    })),
    times: steps.slice(0, -1).map((from, n) => ({
      fromSeconds: from!,
      toSeconds: steps[n + 1] ?? null,
      count: count(
        (one) =>
          one.seconds > 0 && one.seconds >= from! && one.seconds < (steps[n + 1] ?? Infinity),
      ),
    })),
    averageScore: scored.length
      ? scored.reduce((sum, one) => sum + one.score!.scaled, 0) / scored.length
      : null,
    medianSecondsEstimate: all.length ? 2640 : null,
  }
}

const verbs = [
  'initialized',
  'answered',
  'answered',
  'completed',
  'passed',
  'suspended',
  'resumed',
  'terminated',
  'failed',
]

const credentialKeys = ['3f1c9a60b2d44e7f8a1b2c3d4e5f6071', '51de77aa90bc4d218f3e6a0b9c8d7e6f']

export const statements: StatementRow[] = Array.from({ length: 420 }, (_, n) => {
  const one = registrations[(n * 3) % registrations.length]!
  const verb = verbs[n % verbs.length]!
  const sco = scos[n % scos.length]!
  const object = {
    id: `http://localhost:8080/activities/packages/${one.package.id}/items/I_SCO${n % 5}${verb === 'answered' ? '/interactions/q4' : ''}`,
    name: verb === 'answered' ? `${sco} – Câu ${(n % 12) + 1}` : sco,
    type: 'Activity' as const,
  }
  const result =
    verb === 'answered'
      ? { success: n % 4 !== 1, response: 'văn bản quy phạm pháp luật' }
      : verb === 'passed' || verb === 'failed'
        ? {
            score: { scaled: verb === 'passed' ? 0.85 : 0.35, raw: 85, min: 0, max: 100 },
            success: verb === 'passed',
            duration: 'PT24M10S',
          }
        : verb === 'terminated'
          ? { duration: 'PT12M5S' }
          : null
  const timestamp = ago(4 + n * 23)
  const external = n % 29 === 28
  return {
    id: id(5, n + 1),
    stored: timestamp,
    timestamp,
    actor: external
      ? { name: 'mailto:khach@example.org' }
      : { name: one.learner.name, learner: one.learner.id },
    verb: external
      ? { id: 'https://example.org/verbs/da-tai-ve', display: 'đã tải về' }
      : { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: verb },
    object,
    result,
    registration: external ? null : one.id,
    statement: {
      id: id(5, n + 1),
      actor: {
        objectType: 'Agent',
        account: { homePage: 'http://localhost:8080', name: one.learner.id },
      },
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { en: verb } },
      object: { objectType: 'Activity', id: object.id, definition: { name: { vi: object.name } } },
      ...(result && { result }),
      context: {
        registration: one.id,
        platform: 'hocba',
        language: 'vi',
        contextActivities: {
          grouping: [{ id: `http://localhost:8080/activities/packages/${one.package.id}` }],
        },
      },
      authority: {
        objectType: 'Agent',
        account: { homePage: 'http://localhost:8080', name: credentialKeys[n % 2]! },
      },
      timestamp,
      stored: timestamp,
      version: '1.0.0',
    },
  }
})

export const credentials: CredentialItem[] = [
  {
    key: '3f1c9a60b2d44e7f8a1b2c3d4e5f6071',
    name: 'Storyline – phòng Đào tạo',
    scopes: ['statements/write', 'statements/read/mine', 'state', 'define', 'profile'],
    createdAt: ago(60 * 24 * 12),
    lastUsedAt: ago(42),
    state: 'active',
    allowedOrigins: ['https://baigiang.truongboiduong.example'],
    filter: {
      activities: packages
        .slice(0, 2)
        .map((one) => `http://localhost:8080/activities/packages/${one.id}`),
    },
  },
  {
    key: '90ab12cd34ef56ab78cd90ef12ab34cd',
    name: 'Báo cáo Power BI',
    scopes: ['all/read'],
    createdAt: ago(60 * 24 * 3),
    state: 'active',
  },
  {
    key: '51de77aa90bc4d218f3e6a0b9c8d7e6f',
    name: 'LMS của Sở Nội vụ',
    scopes: ['statements/write', 'define'],
    createdAt: ago(60 * 24 * 80),
    lastUsedAt: ago(3),
    state: 'active',
    previousSecretUntil: new Date(now + 20 * 3_600_000).toISOString(),
  },
  {
    key: '0c4f8e21d6b74a9390e5f7a8b1c2d3e4',
    name: 'Hội thảo tháng 11',
    scopes: ['statements/write', 'statements/read/mine', 'state', 'define', 'profile'],
    createdAt: ago(60 * 24 * 40),
    lastUsedAt: ago(60 * 26),
    expiresAt: new Date(now + 6 * 86_400_000).toISOString(),
    state: 'active',
  },
  {
    key: 'd2a91b7c5e604f38a1c9e8d7f6b5a403',
    name: 'Thử nghiệm H5P',
    scopes: ['statements/write', 'statements/read', 'packages/read'],
    createdAt: ago(60 * 24 * 120),
    expiresAt: ago(60 * 24 * 30),
    state: 'expired',
  },
]

export const me = {
  id: id(9, 1),
  name: 'Trần Thị Mai Hương',
  email: 'huong@truongboiduong.example',
  roles: ['administrator'],
  grants: [
    {
      id: id(9, 2),
      role: 'administrator',
      place: { kind: 'installation' },
      createdAt: ago(60 * 24 * 300),
    },
  ],
  scopes: ['all'],
  mayLocally: [],
  hasPassword: true,
  hasSecondFactor: false,
} satisfies Me

export const secondFactor = {
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/hocba:huong%40truongboiduong.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=hocba',
}

export const recovery = {
  recoveryCodes: Array.from({ length: 10 }, (_, n) => `${1000 + n * 317}-${9000 - n * 211}`),
}
