import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid, uuidOf } from '../src/base/ids.ts'
import { analyseQuestion } from '../src/questions/analyse-question.ts'
import { listQuestions } from '../src/questions/list-questions.ts'
import { keepAnswers } from '../src/questions/observe-answers.ts'
import { noProgress } from '../src/registrations/index.ts'
import type { Course } from '../src/runtime/index.ts'
import { openSqliteStorage } from '../src/storage/sqlite/open-storage.ts'
import type { Statement } from '../src/xapi/index.ts'

/**
 * How long the questions report takes over many answers, and what keeping an answer costs:
 *   node bench/questions.ts [LEARNERS [QUESTIONS]]
 * Answers are kept by the observer, without the statements themselves.
 */
const [learners = 10_000, questions = 100] = process.argv.slice(2).map(Number)
const appUrl = 'http://localhost:8080'
const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'))
const storage = openSqliteStorage(folder, () => new Date())
const [packageId, version] = [newUuid(), newUuid()]
const createdAt = new Date()
const course: Course = { standard: 'scorm12', id: 'c', title: 'Khóa học', activities: [] }
await storage.transact(async (tx) => {
  await tx.insertPackage({ id: packageId, createdAt })
  await tx.insertPackageVersion(
    {
      id: version,
      package: packageId,
      number: 1,
      standard: 'scorm12',
      edition: '1.2',
      title: course.title,
      course,
      verdict: 'ok',
      findings: [],
      fileName: 'c.zip',
      sha256: '0'.repeat(64),
      zipBytes: 1,
      contentBytes: 1,
      files: 0,
      createdAt,
      createdBy: 'bench',
    },
    [],
  )
})

let seed = 7
const random = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}
const choices = ['a', 'b', 'c', 'd'].map((id) => ({ id }))

function answer(learner: string, registration: string, n: number, ability: number): Statement {
  const isRight = random() < (ability + n / questions) / 2
  return {
    actor: { account: { homePage: appUrl, name: learner } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    object: {
      id: `${appUrl}/activities/packages/${packageId}/items/bai/interactions/${n}`,
      definition: { interactionType: 'choice', correctResponsesPattern: ['a'], choices },
    },
    result: {
      success: isRight,
      response: isRight ? 'a' : choices[1 + Math.floor(random() * 3)]!.id,
      duration: `PT${Math.ceil(random() * 90)}S`,
    },
    context: { registration },
    timestamp: new Date(createdAt.getTime() - random() * 1e9).toISOString(),
  }
}

let seq = 1
let began = performance.now()
for (let index = 0; index < learners; index++) {
  const [learner, registration] = [uuidOf('learner', index), uuidOf('registration', index)]
  const ability = random()
  const read = Array.from({ length: questions }, (_, n) => ({
    statement: answer(learner, registration, n, ability),
    stored: { seq: Date.now() * 1_000 + seq++, id: newUuid() },
  }))
  await storage.transact(async (tx) => {
    await tx.insertRegistration({
      id: registration,
      learner,
      package: packageId,
      version,
      isTrial: false,
      createdAt,
      counted: 1,
      progress: { ...noProgress, activities: [] },
    })
    // As a course sends them: a few at a time.
    for (let from = 0; from < read.length; from += 5) {
      await keepAnswers(tx, appUrl, read.slice(from, from + 5))
    }
  })
}
const kept = performance.now() - began
console.log(
  `${learners * questions} answers kept, ${((kept * 1_000) / (learners * questions)).toFixed(0)} µs each`,
)

const measure = async (name: string, run: () => Promise<unknown>) => {
  const times: number[] = []
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 5)
    last = performance.now()
  }, 5)
  for (let round = 0; round < 5; round++) {
    began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  clearInterval(timer)
  const median = times.sort((a, b) => a - b)[2]!
  console.log(`${name}: ${median.toFixed(0)} ms, event loop held ${longest.toFixed(0)} ms at most`)
}
const list = () => listQuestions(storage)(packageId, { which: 'first' }, [])
await measure('list, first answers', list)
await measure('list, last answers', () => listQuestions(storage)(packageId, { which: 'last' }, []))
const { items } = await list()
const question = items[0]!.id
await measure('one question', () =>
  analyseQuestion(storage)({ package: packageId, question }, { which: 'first' }, []),
)
await storage.close()
rmSync(folder, { recursive: true })
