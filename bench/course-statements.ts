import type { Agent, Statement } from '../src/xapi/index.ts'

/**
 * The statements of a ministry's courses, as a course of cmi5 or SCORM tells them: sessions of twenty, a few courses with most of
 * the learners, answers to questions with the question's definition, an instructor in every third session. Statement n is always
 * the same, and about 1.2 kB.
 */
export const sessionStatements = 20
export const courseCount = 100
export const lessonCount = 20
const instructorCount = 400

const site = 'https://hoctap.example.gov.vn'
const adl = 'http://adlnet.gov/expapi'
const family = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi']
const given = [
  'Hương',
  'Dũng',
  'Lan',
  'Tuấn',
  'Phương',
  'Hải',
  'Thảo',
  'Quân',
  'Yến',
  'Khánh',
  'Trang',
]

const script = [
  ...['initialized', 'experienced', 'progressed', 'experienced', 'interacted', 'progressed'],
  ...['answered', 'answered', 'answered', 'progressed', 'experienced', 'interacted', 'answered'],
  ...['answered', 'progressed', 'experienced', 'answered', 'completed', 'passed', 'terminated'],
]

/** Spreads numbers over `size`, always in the same way (the finalizer of murmur3). */
export function spread(n: number, salt: number, size: number): number {
  return Math.floor((mixed(n, salt) / 2 ** 32) * size)
}

function mixed(n: number, salt: number): number {
  let h = (n ^ Math.imul(salt, 0x9e3779b1)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

export function uuidNumber(n: number, salt: number): string {
  const hex = [0, 1, 2, 3].map((part) =>
    mixed(n, salt + part)
      .toString(16)
      .padStart(8, '0'),
  )
  const all = hex.join('')
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-9${all.slice(17, 20)}-${all.slice(20)}`
}

/** As many learners as there would be: each has about two sessions in a hundred thousand statements, and more with time. */
export const learnersFor = (statements: number): number =>
  Math.max(100, Math.round(statements / sessionStatements / 5))

export const registrationOf = (session: number): string => uuidNumber(session, 40)
export const courseIri = (course: number): string => `${site}/khoa-hoc/${course}`
export const lessonIri = (course: number, lesson: number): string =>
  `${courseIri(course)}/bai/${lesson}`
export const verbIri = (name: string): string => `${adl}/verbs/${name}`

export const learner = (n: number): Agent & { readonly objectType: 'Agent' } => ({
  objectType: 'Agent',
  name: `${family[spread(n, 1, family.length)]} Văn ${given[spread(n, 2, given.length)]} ${n}`,
  account: { homePage: `${site}/tai-khoan`, name: `hv-${String(n).padStart(8, '0')}` },
})

export const instructor = (n: number): Agent & { readonly objectType: 'Agent' } => ({
  objectType: 'Agent',
  name: `Giảng viên ${n}`,
  mbox: `mailto:giangvien${n}@example.gov.vn`,
})

/** The course of a session: low numbers are the more frequent, so one course of a hundred has a tenth of all statements. */
export const courseOf = (session: number): number =>
  Math.floor((mixed(session, 30) / 2 ** 32) ** 2 * courseCount)

/** The statement with this number in a store that will have `total`. */
export function courseStatement(n: number, total: number): Statement & { readonly id: string } {
  const session = Math.floor(n / sessionStatements)
  const step = n % sessionStatements
  const course = courseOf(session)
  const lesson = (spread(session, 31, lessonCount) + Math.floor(step / 7)) % lessonCount
  const verb = script[step]!
  const time = Date.UTC(2026, 0, 5, 1) + session * 97_000 + step * 20_000 + spread(n, 32, 15_000)
  return {
    id: uuidNumber(n, 50),
    actor: learner(spread(session, 33, learnersFor(total))),
    verb: { id: verbIri(verb), display: { 'en-US': verb, 'vi-VN': `đã ${verb}` } },
    object: verb === 'answered' ? question(course, lesson, step) : lessonActivity(course, lesson),
    ...resultOf(verb, { score: 40 + spread(n, 34, 61), step }),
    context: contextOf(session, course),
    timestamp: new Date(time).toISOString(),
  }
}

const lessonActivity = (course: number, lesson: number) => ({
  objectType: 'Activity' as const,
  id: lessonIri(course, lesson),
  definition: {
    type: `${adl}/activities/lesson`,
    name: { 'vi-VN': `Bài ${lesson + 1}: An toàn thông tin`, 'en-US': `Lesson ${lesson + 1}` },
  },
})

const question = (course: number, lesson: number, step: number) => ({
  objectType: 'Activity' as const,
  id: `${lessonIri(course, lesson)}/cau/${step}`,
  definition: {
    type: `${adl}/activities/cmi.interaction`,
    interactionType: 'choice',
    description: { 'vi-VN': `Câu ${step}: Khi nhận thư lạ có tệp đính kèm, cán bộ cần làm gì?` },
    correctResponsesPattern: ['b'],
    choices: ['a', 'b', 'c'].map((id) => ({ id, description: { 'vi-VN': `Phương án ${id}` } })),
  },
})

function resultOf(verb: string, { score, step }: { score: number; step: number }): object {
  switch (verb) {
    case 'answered':
      return {
        result: { success: score > 60, response: 'abc'[score % 3], duration: `PT${score}S` },
      }
    case 'completed':
      return { result: { completion: true, duration: `PT${score}M5S` } }
    case 'progressed':
      return {
        result: {
          extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': step * 5 },
        },
      }
    case 'passed':
      return {
        result: { score: { scaled: score / 100, raw: score, min: 0, max: 100 }, success: true },
      }
    default:
      return {}
  }
}

const contextOf = (session: number, course: number) => ({
  registration: registrationOf(session),
  contextActivities: {
    parent: [{ objectType: 'Activity' as const, id: courseIri(course) }],
    grouping: [
      {
        objectType: 'Activity' as const,
        id: courseIri(course),
        definition: { name: { 'vi-VN': `Khóa ${course} dành cho cán bộ, công chức, viên chức` } },
      },
    ],
    category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }],
  },
  platform: 'Cổng đào tạo trực tuyến',
  language: 'vi-VN',
  ...(session % 3 === 0 && { instructor: instructor(spread(session, 35, instructorCount)) }),
  extensions: {
    'https://w3id.org/xapi/cmi5/context/extensions/sessionid': uuidNumber(session, 60),
  },
})
