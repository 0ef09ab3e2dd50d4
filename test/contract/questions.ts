import { newUuid } from '../../src/base/ids.ts'
import { marksOf } from '../../src/questions/answer-sheet.ts'
import type { KeptAnswer, Sheet } from '../../src/questions/index.ts'
import { preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 8, minute))

const sheet = (more: Partial<Sheet> = {}): Sheet => ({
  package: 'p',
  learner: newUuid(),
  registration: newUuid(),
  attempt: 1,
  version: 'v',
  first: marksOf([
    { question: 1, response: 2, time: 1_750_000_000_123, credit: 0.5, latency: Number.NaN },
    { question: 70_000, response: 0, time: 5, credit: Number.NaN, latency: 8_640_000 },
  ]),
  ...more,
})

export const questions: Chapter = (engine) => {
  const store = freshStore(engine)
  const keyOf = (activity: string, most = 10, packageId = 'p') =>
    store.storage.transact((tx) =>
      tx.questionKey({ id: `${packageId} ${activity}`, package: packageId, activity }, most),
    )
  const put = (...sheets: Sheet[]) =>
    store.storage.transact(async (tx) => {
      for (const one of sheets) await tx.putSheet(one)
    })
  const answer = (question: number, more: Partial<KeptAnswer> = {}): KeptAnswer => ({
    seq: 1,
    registration: 'r',
    attempt: 1,
    version: 'v',
    question,
    at: at(0),
    response: 0,
    result: 'neutral',
    ...more,
  })

  test('a question is added once, and none beyond the most that a package may have', async () => {
    const one = await keyOf('a', 2)
    expect(await keyOf('a', 2)).toBe(one)
    const two = await keyOf('b', 2)
    expect(await keyOf('c', 2)).toBeUndefined()
    expect(await keyOf('c', 2, 'other')).toBeDefined()
    expect(
      (await store.storage.listQuestions('p')).map(({ key, activity }) => [key, activity]),
    ).toEqual([
      [one, 'a'],
      [two, 'b'],
    ])
    expect(await store.storage.findQuestion('p a')).toEqual({
      key: one,
      id: 'p a',
      package: 'p',
      activity: 'a',
      definitions: new Map(),
    })
    expect(await store.storage.findQuestion('p c')).toBeUndefined()
  })

  test('a definition is kept per version, the last one written', async () => {
    const key = (await keyOf('a'))!
    await store.storage.transact(async (tx) => {
      await tx.putDefinition(key, 'v1', { type: 'choice' })
      await tx.putDefinition(key, 'v2', { type: 'numeric' })
      await tx.putDefinition(key, 'v1', { type: 'choice', text: { vi: 'Hỏi?' } })
      expect(await tx.findDefinition(key, 'v1')).toEqual({ type: 'choice', text: { vi: 'Hỏi?' } })
      expect(await tx.findDefinition(key, 'v3')).toBeUndefined()
    })
    const { definitions } = (await store.storage.findQuestion('p a'))!
    expect(definitions.get('v2')).toEqual({ type: 'numeric' })
    expect(definitions.size).toBe(2)
  })

  test('responses are numbered from 1, each once, up to the most', async () => {
    const key = (await keyOf('a'))!
    const numbers = await store.storage.transact(async (tx) => {
      const found = []
      for (const text of ['x', 'y', 'x', 'z', 'y'])
        found.push(await tx.responseNumber(key, text, 2))
      return found
    })
    expect(numbers).toEqual([1, 2, 1, undefined, 2])
    expect(await store.storage.listResponses(key)).toEqual(
      new Map([
        [1, 'x'],
        [2, 'y'],
      ]),
    )
  })

  test('answers come back by place in the order of their time, and are kept once', async () => {
    const key = (await keyOf('a'))!
    const full = answer(key, {
      seq: 5,
      at: at(1),
      response: 3,
      result: 'points',
      credit: 0.25,
      points: 2.5,
      latency: 1_234,
    })
    const [early, late] = [answer(key, { seq: 9 }), answer(key, { seq: 7, at: at(1) })]
    await store.storage.transact(async (tx) => {
      for (const one of [full, early, late]) expect(await tx.insertAnswer(one)).toBe(true)
      expect(await tx.insertAnswer({ ...full, response: 4 })).toBe(false)
      await tx.insertAnswer(answer(key, { seq: 11, attempt: 2 }))
      expect(await tx.answersAt(full)).toEqual([early, full, late])
      await tx.deleteAnswer(5)
      expect(await tx.answersAt(full)).toEqual([early, late])
    })
  })

  test('an answer is found by its statement, and a list has its text and whether it is the last', async () => {
    const key = (await keyOf('a'))!
    const statements = [preparedStatement(), preparedStatement(), preparedStatement()]
    const stored = await store.storage.transact((tx) => tx.insertStatements(statements))
    await store.storage.transact(async (tx) => {
      const response = (await tx.responseNumber(key, 'a[,]b', 5))!
      const place = { registration: 'r', attempt: 1, version: 'v', question: key }
      const given = stored.map(({ seq }, index) =>
        answer(key, { ...place, seq, at: at(index), response: index === 0 ? response : 0 }),
      )
      for (const one of given) await tx.insertAnswer(one)
      expect(await tx.findAnswer(statements[0]!.id)).toEqual(given[0])
      expect(await tx.findAnswer(newUuid())).toBeUndefined()
    })
    const first = await store.storage.queryAnswers('r', { limit: 2 })
    expect(first.items.map(({ statement, text, isLast }) => ({ statement, text, isLast }))).toEqual(
      [
        { statement: statements[0]!.id, text: 'a[,]b', isLast: false },
        { statement: statements[1]!.id, text: undefined, isLast: false },
      ],
    )
    const rest = await store.storage.queryAnswers('r', { limit: 2, cursor: first.cursor! })
    expect(rest.items).toMatchObject([{ statement: statements[2]!.id, isLast: true }])
    expect(rest.cursor).toBeUndefined()
    expect((await store.storage.queryAnswers('other', { limit: 2 })).items).toEqual([])
  })

  test('a sheet comes back to the bit, is replaced, and goes when it is empty', async () => {
    const one = sheet()
    const last = marksOf([{ question: 1, response: 9, time: 7, credit: 1, latency: 1 }])
    await put(one)
    await store.reopen()
    await store.storage.transact(async (tx) => expect(await tx.findSheet(one)).toEqual(one))
    await put({ ...one, last })
    await store.storage.transact(async (tx) => {
      expect(await tx.findSheet(one)).toEqual({ ...one, last })
      await tx.putSheet({ ...one, first: marksOf([]) })
      expect(await tx.findSheet(one)).toBeUndefined()
    })
  })

  test('querySheets() gives every sheet once, those of a learner together, filtered', async () => {
    const learners = Array.from({ length: 4 }, () => newUuid())
    const all = learners.flatMap((learner) => [
      sheet({ learner }),
      sheet({ learner, attempt: 2 }),
      sheet({ learner, version: 'w' }),
    ])
    await put(...all, sheet({ package: 'other' }))
    const read = async (filter: object) => {
      const found: Sheet[] = []
      let cursor: string | undefined
      do {
        const page = await store.storage.querySheets(
          { package: 'p', withLast: false, ...filter },
          { limit: 5, ...(cursor !== undefined && { cursor }) },
        )
        found.push(...page.items)
        cursor = page.cursor
      } while (cursor !== undefined)
      return found
    }
    const found = await read({})
    expect(new Set(found.map(({ registration }) => registration)).size).toBe(12)
    const order = found.map(({ learner }) => learner)
    expect(order).toEqual(order.toSorted())
    expect(await read({ attempt: 2 })).toHaveLength(4)
    expect(await read({ version: 'w' })).toHaveLength(4)
    expect(await read({ version: 'w', attempt: 2 })).toEqual([])
  })

  test('querySheets() leaves last answers out unless they are asked for', async () => {
    await put({ ...sheet(), last: marksOf([]) })
    const query = async (withLast: boolean) =>
      (await store.storage.querySheets({ package: 'p', withLast }, { limit: 1 })).items[0]!
    expect(await query(false)).not.toHaveProperty('last')
    expect(await query(true)).toHaveProperty('last')
  })

  test('a new store has nothing to catch up with', async () => {
    expect(await store.storage.listCatchUps()).toEqual([])
  })
}
