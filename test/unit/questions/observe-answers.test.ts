import fc from 'fast-check'
import { newUuid } from '../../../src/base/ids.ts'
import type { Principal } from '../../../src/base/principal.ts'
import { listQuestions } from '../../../src/questions/list-questions.ts'
import { observeAnswers } from '../../../src/questions/observe-answers.ts'
import { keptMost } from '../../../src/questions/question.ts'
import { createRegistration, createTrial } from '../../../src/registrations/index.ts'
import { insertPrepared, prepareStatement, type Statement } from '../../../src/xapi/index.ts'
import { appUrl, courseOf, insertCourse, insertLearner, sco } from '../../support/launch-stage.ts'
import { temporaryStorage } from '../../support/storage.ts'

const now = () => new Date('2026-03-02T01:00:00.000Z')

async function openClass() {
  const { storage, remove } = await temporaryStorage(now)
  const version = await insertCourse(storage, courseOf(sco('one')), now())
  const register = async () => {
    const learner = await insertLearner(storage, 'Trần Thị Ánh', now())
    const { id } = await createRegistration(storage, now)({ package: version.package, learner })
    return { learner, registration: id }
  }
  /** Each group of statements in a transaction of its own. */
  const send = async (...groups: Sent[][]) => {
    for (const group of groups) {
      const incoming = group.map((statement) =>
        prepareStatement(statement, { authority: { mbox: 'mailto:a@b.example' } }),
      )
      await storage.transact((tx) =>
        insertPrepared(tx, incoming, { observers: [observeAnswers(appUrl)], origin: 'api' }),
      )
    }
  }
  const list = (which: 'first' | 'last' = 'first', more: object = {}) =>
    listQuestions(storage)(version.package, { which, ...more }, [])
  return { storage, remove, version, register, send, list }
}

type Sent = Statement & { readonly id: string }
type Taker = { readonly learner: string; readonly registration: string }

const answered = ({ learner, registration }: Taker, more: object = {}): Sent =>
  ({
    id: newUuid(),
    actor: { account: { homePage: appUrl, name: learner } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    object: { id: 'https://tool.example/q1', definition: { interactionType: 'choice' } },
    result: { success: true, response: 'a' },
    context: { registration },
    timestamp: '2026-03-01T08:00:00Z',
    ...more,
  }) as Sent

const wrong = { result: { success: false, response: 'b' } }
const at = (minute: number) => ({
  timestamp: `2026-03-01T08:${String(minute).padStart(2, '0')}:00Z`,
})

const voids = (id: string): Sent =>
  ({
    id: newUuid(),
    actor: { mbox: 'mailto:a@b.example' },
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id },
  }) as Sent

describe('observeAnswers()', () => {
  let stage: Awaited<ReturnType<typeof openClass>>
  beforeEach(async () => {
    stage = await openClass()
  })
  afterEach(() => stage.remove())

  test('first and last are told by the time of the answer, not by when it came', async () => {
    const one = await stage.register()
    await stage.send(
      [answered(one, { ...at(5), ...wrong })],
      [answered(one, at(9))],
      [answered(one, { ...at(1), result: { score: { scaled: 0.5 } } })],
    )
    expect((await stage.list()).items).toMatchObject([
      { answered: 1, shareCorrect: 0, difficulty: 0.5 },
    ])
    expect((await stage.list('last')).items).toMatchObject([{ shareCorrect: 1, difficulty: 0.5 }])
  })

  test('leaves out trials, other people, and registrations of others', async () => {
    const [one, two] = [await stage.register(), await stage.register()]
    const { version, storage } = stage
    const account: Principal = { kind: 'account', id: newUuid(), name: 'Quản trị', scopes: ['all'] }
    const trial = await createTrial(storage, now)(version.package, account)
    await stage.send([
      answered({ ...one, registration: two.registration }),
      answered({ ...one, registration: newUuid() }),
      answered(one, { actor: { mbox: 'mailto:an@hoc.example' } }),
      answered({ learner: trial.learner, registration: trial.id }),
    ])
    expect(await stage.list()).toMatchObject({ learners: 0, items: [] })
  })

  test('without a registration, the course above says which one is meant', async () => {
    const one = await stage.register()
    const above = (id: string) => ({
      context: { contextActivities: { grouping: [{ id: `${appUrl}/activities/packages/${id}` }] } },
    })
    await stage.send([
      answered(one, above(stage.version.package)),
      answered(one, above(newUuid())),
      answered(one, { context: {} }),
    ])
    const { items } = await stage.storage.queryAnswers(one.registration, { limit: 5 })
    expect(items).toHaveLength(1)
  })

  test('voiding takes an answer back, whichever of the two came first', async () => {
    const one = await stage.register()
    const [first, second] = [answered(one, { ...at(1), ...wrong }), answered(one, at(2))]
    await stage.send([voids(second.id)], [second], [first])
    expect((await stage.list('last')).items).toMatchObject([{ shareCorrect: 0 }])
    const third = answered(one, at(3))
    await stage.send([third], [voids(first.id)])
    expect((await stage.list()).items).toMatchObject([{ answered: 1, shareCorrect: 1 }])
    await stage.send([voids(third.id)])
    expect(await stage.list()).toMatchObject({ learners: 0, items: [] })
    expect((await stage.storage.queryAnswers(one.registration, { limit: 5 })).items).toEqual([])
  })

  test('figures are the same in whatever order and groups statements come', async () => {
    const takers = [await stage.register(), await stage.register()]
    const kinds = [{ success: true }, { success: false }, { score: { scaled: 0.5 } }, {}]
    const all = takers.flatMap((taker, n) =>
      Array.from({ length: 6 }, (_, index) =>
        answered(taker, {
          ...at((index * 7 + n) % 20),
          object: {
            id: `https://tool.example/q${index % 2}`,
            definition: { interactionType: 'choice' },
          },
          result: { ...kinds[(index + n) % 4], response: String(index), duration: `PT${index}S` },
        }),
      ),
    )
    const events = [...all, voids(all[0]!.id), voids(all[7]!.id)]
    await stage.send(...events.map((one) => [one]))
    const expected = [await stage.list(), await stage.list('last')]
    const byActivity = (lists: typeof expected) =>
      lists.map(({ items }) =>
        items
          .map(({ id: _, ...item }) => item)
          .toSorted((a, b) => a.activity.localeCompare(b.activity)),
      )
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.integer({ min: 1, max: 5 }),
        async (shuffled, size) => {
          const other = await openClass()
          const again = new Map<string, Taker>()
          for (const { registration } of takers) again.set(registration, await other.register())
          const moved = shuffled.map((one) => {
            const taker = again.get(one.context?.registration ?? '')
            if (!taker) return one
            const actor = { account: { homePage: appUrl, name: taker.learner } }
            return { ...one, actor, context: { registration: taker.registration } }
          })
          const groups = Array.from({ length: Math.ceil(moved.length / size) }, (_, index) =>
            moved.slice(index * size, (index + 1) * size),
          )
          await other.send(...groups)
          const found = [await other.list(), await other.list('last')]
          await other.remove()
          expect(byActivity(found)).toEqual(byActivity(expected))
        },
      ),
      { numRuns: 8 },
    )
  }, 60_000)

  test('attempts and versions are told apart, and together the earliest answer is the first', async () => {
    const one = await stage.register()
    const attempt = (number: number) => ({
      context: {
        registration: one.registration,
        contextActivities: { grouping: [{ id: `x:a?attempt=${one.registration}.${number}` }] },
      },
    })
    await stage.send([
      answered(one, { ...at(9), ...wrong, ...attempt(2) }),
      answered(one, { ...at(1), ...attempt(3) }),
    ])
    const shares = async (more: object, which: 'first' | 'last' = 'first') =>
      (await stage.list(which, more)).items.map(({ shareCorrect }) => shareCorrect)
    expect(await shares({ attempt: 2 })).toEqual([0])
    expect(await shares({ attempt: 3 })).toEqual([1])
    expect(await shares({ attempt: 1 })).toEqual([])
    expect(await shares({ version: 1 })).toEqual([1])
    expect(await shares({}, 'last')).toEqual([0])
    await expect(shares({ version: 2 })).rejects.toMatchObject({ code: 'package-not-found' })
  })

  test('keeps the first answers and the last one of a learner who never stops', async () => {
    const one = await stage.register()
    const count = keptMost.answersToQuestion + 20
    const all = Array.from({ length: count }, (_, index) =>
      answered(one, {
        timestamp: new Date(Date.UTC(2026, 1, 1) + index * 1_000).toISOString(),
        result: { success: index === count - 1, response: 'a' },
      }),
    )
    await stage.send(all)
    const { items } = await stage.storage.queryAnswers(one.registration, { limit: 500 })
    expect(items).toHaveLength(keptMost.answersToQuestion)
    expect(items.at(-1)).toMatchObject({ result: 'correct', statement: all.at(-1)!.id })
    expect((await stage.list('last')).items).toMatchObject([{ shareCorrect: 1 }])
  })
})
