import { answerOf } from '../../../src/questions/read-answer.ts'
import type { Statement } from '../../../src/xapi/index.ts'

const appUrl = 'https://hoc.example'
const course = { appUrl, package: 'p1', registration: 'r1' }
const now = new Date('2026-03-02T08:00:00Z')
const courseId = `${appUrl}/activities/packages/p1`
const question = {
  id: `${courseId}/items/b%C3%A0i%201/interactions/c1`,
  definition: {
    type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
    interactionType: 'choice',
    name: { und: 'c1' },
  },
}
const read = (more: object, object: object = question) =>
  answerOf(
    {
      actor: { account: { homePage: appUrl, name: 'a' } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
      object: object as never,
      ...more,
    } as Statement,
    course,
    now,
  )

describe('answerOf()', () => {
  test('takes the verbs of cmi5 and of the SCORM profile, about questions only', () => {
    const verb = (name: string) => ({ verb: { id: `http://adlnet.gov/expapi/verbs/${name}` } })
    expect(read(verb('answered'))).toBeDefined()
    expect(read(verb('responded'))).toBeDefined()
    expect(read(verb('completed'))).toBeUndefined()
    const lesson = { id: 'x:l', definition: { type: 'http://adlnet.gov/expapi/activities/lesson' } }
    expect(read({ result: { response: 'a' } }, lesson)).toBeUndefined()
    expect(read({ result: { response: 'a' } }, { id: 'x:q' })).toMatchObject({ response: 'a' })
    expect(read({ result: { success: true } }, { id: 'x:q' })).toBeUndefined()
  })

  test.each([
    [
      { success: true, score: { scaled: 0.4 } },
      { result: 'correct', credit: 1 },
    ],
    [{ success: false }, { result: 'wrong', credit: 0 }],
    [{ score: { scaled: 0.25 } }, { result: 'points', points: 0.25, credit: 0.25 }],
    [{ score: { raw: 3, max: 4 } }, { result: 'points', points: 3, credit: 0.75 }],
    [{ score: { raw: 4, min: 2, max: 6 } }, { result: 'points', points: 4, credit: 0.5 }],
    [{ score: { raw: 3 } }, { result: 'points', points: 3 }],
    [{ response: 'a' }, { result: 'neutral' }],
  ])('%j counts as %j', (result, expected) => {
    const { result: kind, credit, points } = read({ result })!
    expect({ result: kind, credit, points }).toEqual({
      credit: undefined,
      points: undefined,
      ...expected,
    })
  })

  test('parts whose order says nothing come in one order, others stay', () => {
    const response = (interactionType: string, text: string) =>
      read(
        { result: { response: text } },
        { ...question, definition: { ...question.definition, interactionType } },
      )!.response
    expect(response('choice', 'c[,]a')).toBe('a[,]c')
    expect(response('matching', '2[.]b[,]1[.]a')).toBe('1[.]a[,]2[.]b')
    expect(response('sequencing', 'c[,]a')).toBe('c[,]a')
    expect(response('true-false', 'True')).toBe('true')
    expect(response('fill-in', 'Hà Nội'.normalize('NFD'))).toBe('Hà Nội')
  })

  test('a long response is cut with a mark, between characters', () => {
    const text = `${'a'.repeat(999)}😀${'b'.repeat(50)}`
    const { response } = read({ result: { response: text } })!
    expect(response!.endsWith(' […]')).toBe(true)
    expect(response!.isWellFormed()).toBe(true)
    expect(response!.length).toBe(1_004)
  })

  test('reads latency, and a time that is never later than the statement was stored', () => {
    expect(read({ result: { duration: 'PT1M2.5S' } })!.latency).toBe(6_250)
    expect(read({ result: { duration: 'P3D' } })!.latency).toBeUndefined()
    expect(read({ timestamp: '2026-03-01T00:00:00Z' })!.at).toEqual(new Date('2026-03-01T00:00Z'))
    expect(read({ timestamp: '2027-01-01T00:00:00Z' })!.at).toEqual(now)
    expect(read({})!.at).toEqual(now)
  })

  test('finds the attempt and the lesson among the activities above', () => {
    const context = (...ids: string[]) => ({
      context: { contextActivities: { grouping: ids.map((id) => ({ id })) } },
    })
    const lesson = `${courseId}/items/b%C3%A0i%201`
    expect(read(context(courseId, `${lesson}?attempt=r1`))).toMatchObject({ attempt: 1 })
    expect(read(context(lesson, `${lesson}?attempt=r1.3`))).toMatchObject({
      attempt: 3,
      definition: { item: 'bài 1' },
    })
    expect(read(context(`${lesson}?attempt=r10`))).toMatchObject({ attempt: 1 })
    const parent = {
      context: {
        contextActivities: {
          parent: [{ id: 'https://tool.example/quiz', definition: { name: { vi: 'Ôn tập' } } }],
        },
      },
    }
    expect(read(parent)!.definition).toMatchObject({
      item: 'https://tool.example/quiz',
      itemName: { vi: 'Ôn tập' },
    })
  })

  test('a definition that is too large goes without its components', () => {
    const choices = Array.from({ length: 100 }, (_, id) => ({
      id: String(id),
      description: { vi: 'x'.repeat(900) },
    }))
    const large = { ...question, definition: { ...question.definition, choices } }
    expect(read({}, large)!.definition).toEqual({ type: 'choice', name: { und: 'c1' } })
  })
})
