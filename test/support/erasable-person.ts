import { createHash } from 'node:crypto'
import type { Storage } from '../../src/storage/port.ts'
import { documentOf } from '../../src/xapi/documents/document.ts'
import { equalityOf, indexKeys, type Statement, voidedVerb } from '../../src/xapi/index.ts'
import { learnedFrom } from '../../src/xapi/statements/learn-statement.ts'
import type { PreparedStatement } from '../../src/xapi/statements/store.ts'
import { account, classOf, person, registration, version } from '../contract/school.ts'

const at = new Date('2026-03-01T08:00:00.000Z')

export const idOf = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** Somebody whose words are found nowhere else. */
export const erasable = {
  id: idOf(1),
  account: idOf(2),
  registration: idOf(3),
  name: 'Đỗ Thị Hương Zqx',
  code: 'HV-70001',
  email: 'huong.zqx@canary.example.vn',
  words: ['tôi nghĩ zqxw', 'ảnh zqxw', 'trang zqxw'],
} as const

/** What must not be found once they are erased. */
export const tracesOfErasable: readonly string[] = [
  ...erasable.words,
  ...[erasable.id, erasable.account, erasable.name, erasable.code, erasable.email],
]

/** Somebody else, and the class in which both are. */
export const other = { id: idOf(11), name: 'Lê Văn Khác', email: 'khac@example.vn' } as const
export const sharedClass = idOf(21)
export const ownAnswer = idOf(101)
export const sharedBoard = {
  resource: 'activity-profile',
  agent: '',
  activity: 'https://example.vn/lessons/1',
  registration: '',
  id: 'board',
} as const

const me = { objectType: 'Agent', name: erasable.name, mbox: `mailto:${erasable.email}` } as const
const teacher = { objectType: 'Agent', name: 'Cô Giáo', mbox: 'mailto:co@example.vn' } as const
const authority = { objectType: 'Agent', mbox: 'mailto:lrs@example.vn' } as const
const file = Buffer.from(`${erasable.words[1]} - ${erasable.name}`)
const sha2 = createHash('sha256').update(file).digest('hex')

/** What is said of a statement; the rest is filled in. */
type Sketch = Partial<Statement> & Pick<Statement, 'actor'>

const refersTo = (id: string) => ({ objectType: 'StatementRef', id }) as const

/** Of the person, about them, and of others; some refer to others, one is voided, one has a file. */
function sketches(answers: number): Sketch[] {
  const lesson = (number: number) => ({ id: `https://example.vn/lessons/${number}` })
  return [
    { id: ownAnswer, actor: me, result: { response: erasable.words[0] } },
    { id: idOf(102), actor: me, result: { response: erasable.words[2] } },
    { actor: teacher, object: refersTo(ownAnswer) },
    { actor: teacher, verb: { id: voidedVerb }, object: refersTo(idOf(102)) },
    { actor: { account: { homePage: 'https://school.example.vn', name: erasable.code } } },
    { actor: teacher, context: { instructor: me } },
    { actor: teacher, object: { ...me } },
    {
      actor: teacher,
      object: {
        id: `https://x.example.vn/users/${erasable.email}`,
        definition: { name: { vi: `Trang của ${erasable.name}` } },
      },
    },
    {
      actor: me,
      attachments: [
        {
          usageType: 'https://example.vn/photo',
          display: { vi: 'Ảnh' },
          contentType: 'text/plain',
          length: file.length,
          sha2,
        },
      ],
    },
    ...Array.from({ length: answers }, (_, number) => ({ actor: me, object: lesson(number) })),
    ...Array.from({ length: answers }, (_, number) => ({ actor: teacher, object: lesson(number) })),
  ] as Sketch[]
}

function prepared(sketch: Sketch, number: number): PreparedStatement {
  const statement = {
    id: idOf(200 + number),
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    object: { id: 'https://example.vn/lessons/1' },
    timestamp: '2026-03-01T07:00:00.000Z',
    authority,
    ...sketch,
  } as Statement & { readonly id: string; readonly authority: typeof authority }
  return {
    id: statement.id,
    json: JSON.stringify(statement),
    needsTimestamp: false,
    equality: equalityOf(statement),
    keys: indexKeys(statement),
    isVoiding: statement.verb.id === voidedVerb,
    ...learnedFrom(statement),
    ...(statement.attachments && {
      files: [{ sha2, contentType: 'text/plain', content: file }],
    }),
  }
}

/** Fills a store with the person's traces in every place, and somebody else's. @param answers statements of each */
export async function fillWithErasable(storage: Storage, answers = 40): Promise<void> {
  const { id, name, code, email, words } = erasable
  const learner = { code, codeFold: code.toLowerCase(), email, createdAt: at }
  await storage.transact(async (tx) => {
    await tx.insertPerson(person(name, { id, ...learner }))
    await tx.insertPerson(person(other.name, { id: other.id, email: other.email, createdAt: at }))
    await tx.insertClass(classOf('L1', { id: sharedClass, createdAt: at }))
    for (const one of [id, other.id]) await tx.insertClassMember(sharedClass, one, at)
    await tx.insertAccount(
      account(`nv.${email}`, { id: erasable.account, name, person: id, createdAt: at }),
    )
    await tx.insertSession({
      ...{ id: idOf(31), idHash: 'hash', account: erasable.account, network: '203.0.113.7' },
      ...{ browser: 'Firefox', createdAt: at, lastSeenAt: at },
    })
    const course = { package: idOf(41), version: idOf(42), createdAt: at }
    const mine = registration({ id: erasable.registration, learner: id, ...course })
    const theirs = registration({ id: idOf(12), learner: other.id, ...course })
    for (const one of [mine, theirs]) {
      await tx.insertRegistration(one)
      await tx.putCourseAttempt(one.id, {
        ...{ number: 1, version: one.version, startedAt: at, progress: one.progress },
      })
    }
    const uploaded = version('Bài', { package: course.package, createdBy: erasable.account })
    await tx.insertPackage({ id: course.package, createdAt: at })
    await tx.insertPackageVersion({ ...uploaded, id: course.version }, [])
    const question = (await tx.questionKey(
      { id: idOf(51), package: course.package, activity: 'q' },
      10,
    ))!
    const common = (await tx.responseNumber(question, 'một câu chung', 500))!
    const own = (await tx.responseNumber(question, words[0], 500))!
    const place = { attempt: 1, version: course.version, question, at, result: 'neutral' } as const
    await tx.insertAnswer({ ...place, registration: mine.id, seq: 1, response: own })
    await tx.insertAnswer({ ...place, registration: mine.id, seq: 2, response: common })
    await tx.insertAnswer({ ...place, registration: theirs.id, seq: 3, response: common })
  })
  await storage.transact((tx) => tx.insertStatements(sketches(answers).map(prepared)))
  await fillOtherPlaces(storage)
}

async function fillOtherPlaces(storage: Storage): Promise<void> {
  const { id, name, email, words } = erasable
  const agent = `mailto:${email}`
  await storage.transact(async (tx) => {
    const mine = { activity: sharedBoard.activity, registration: '', id: 'mark', agent }
    await tx.putDocument(
      { ...mine, resource: 'state' },
      documentOf('text/plain', Buffer.from(words[2])),
    )
    const best = [{ mbox: agent, name, points: 7 }, { mbox: `mailto:${other.email}` }]
    await tx.putDocument(
      sharedBoard,
      documentOf('application/json', Buffer.from(JSON.stringify({ best }))),
    )
    await tx.insertRefusedRequests([
      {
        ...{ id: idOf(61), at, area: 'xapi', method: 'POST', path: '/xapi/statements' },
        ...{ endpoint: '/xapi/statements', status: 400, code: 'invalid-statement' },
        ...{ message: 'no', source: { kind: 'unknown' }, milliseconds: 3, bytes: 20 },
        ...{ isPersonal: true, hasBody: true, headers: { host: 'localhost' } },
        body: Buffer.from(JSON.stringify({ actor: me, result: words[0] })),
      },
    ])
    await tx.insertCredential({
      ...{ key: 'k1', name: 'Máy', secretHash: 'x', scopes: ['all'], createdAt: at },
      createdBy: erasable.account,
    })
    await tx.insertAuditEntry({
      ...{ at, kind: 'change', operation: 'updateLearner', request: 'req-1', about: [id] },
      actor: { kind: 'account', id: erasable.account, name },
      ...{ network: '203.0.113.7', details: { after: { name, email } } },
    })
  })
}
