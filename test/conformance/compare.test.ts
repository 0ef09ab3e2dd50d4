import type { Command } from '../../conformance/cases.ts'
import { differencesOf } from '../../conformance/compare.ts'

const isRight = (command: Partial<Command>, value: string, error = '0'): boolean =>
  differencesOf([{ call: 'GetValue', error: '0', ...command }], [{ value, error }], 'learner-1')
    .length === 0

describe('an answer', () => {
  test('is compared with its error code', () => {
    const command = { element: 'cmi.location', expect: 'page 3' }
    expect(isRight(command, 'page 3')).toBe(true)
    expect(isRight(command, 'page 4')).toBe(false)
    expect(isRight(command, 'page 3', '403')).toBe(false)
  })

  test('is compared by value where it is a number or a duration', () => {
    expect(isRight({ element: 'cmi.score.raw', expect: '7.50' }, '7.5')).toBe(true)
    expect(isRight({ element: 'cmi.score.raw', expect: '7.50' }, '7.51')).toBe(false)
    expect(isRight({ element: 'cmi.total_time', expect: 'PT1H30M' }, 'PT90M')).toBe(true)
    expect(isRight({ element: 'cmi.total_time', expect: 'PT1H30M' }, 'PT91M')).toBe(false)
  })

  test('may write the delimiters of a response that are the default, and in any order', () => {
    const command = {
      element: 'cmi.interactions.0.correct_responses.0.pattern',
      interactionType: 'fill-in',
      expect: '{case_matters=true}{lang=vi}một[,]hai',
    }
    expect(
      isRight(command, '{lang=vi}{case_matters=true}{order_matters=true}một[,]{lang=en}hai'),
    ).toBe(true)
    expect(isRight(command, '{lang=vi}một[,]hai')).toBe(false)
    expect(isRight(command, '{case_matters=true}{lang=vi}một[,]ba')).toBe(false)
  })

  test('is compared as a set where it lists names', () => {
    expect(isRight({ element: 'cmi.score._children', expect: 'raw,min' }, 'min,raw')).toBe(true)
    expect(isRight({ element: 'cmi.score._children', expect: 'raw,min' }, 'min')).toBe(false)
    const ids = { call: 'CompareObjectiveIds', ids: ['b', 'a'] }
    expect(isRight(ids, 'a b')).toBe(true)
    expect(isRight(ids, 'a b c')).toBe(false)
    expect(isRight({ ...ids, ids: [] }, '')).toBe(true)
  })

  test('that finds an index by its id is that id', () => {
    const command = { element: 'cmi.objectives.&goal&.id', expect: '' }
    expect(isRight(command, 'goal')).toBe(true)
    expect(isRight(command, '')).toBe(false)
  })

  test('about navigation may be unknown, but not anything', () => {
    const command = {
      element: 'adl.nav.request_valid.continue',
      expect: 'true',
      lenient: 'true|false|unknown',
    }
    expect(isRight(command, 'unknown')).toBe(true)
    expect(isRight(command, 'perhaps')).toBe(false)
    expect(isRight(command, 'unknown', '401')).toBe(false)
  })

  test('about the learner is the learner’s own', () => {
    const id = { element: 'cmi.learner_id', expect: 'm', expectLearner: true }
    expect(isRight(id, 'learner-1')).toBe(true)
    expect(isRight(id, 'm')).toBe(false)
  })

  test('of an error text has a length that is laid down, and nothing else', () => {
    const command = { call: 'GetErrorString', arg: '402', expect: 'less255' }
    expect(isRight(command, 'x'.repeat(255))).toBe(true)
    expect(isRight(command, 'x'.repeat(256))).toBe(false)
  })

  test('that never came is a difference', () => {
    expect(
      differencesOf([{ call: 'Commit', arg: '', expect: 'true', error: '0' }], [], ''),
    ).toEqual(['Commit(""): not called'])
  })
})
