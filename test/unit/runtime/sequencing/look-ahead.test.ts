import type { ContentsEntry, Course } from '../../../../src/runtime/index.ts'
import {
  cluster,
  content,
  course,
  Learning,
  map,
  primary,
  rules,
  setByContent,
} from './learning.ts'

const entries = (list: readonly ContentsEntry[]): ContentsEntry[] =>
  list.flatMap((one) => [one, ...entries(one.children)])
const entry = (learning: Learning, activity: string, report?: Parameters<Learning['look']>[0]) =>
  entries(learning.look(report).contents).find((one) => one.activity === activity)

describe('lookAhead()', () => {
  test('before the session, contents can be chosen and controls lead nowhere', () => {
    const learning = new Learning(course({}, content('a'), content('b')))
    const { controls } = learning.look()
    expect(Object.values(controls).map(({ refusal }) => refusal?.code)).toEqual(
      Array(7).fill('NB.2.1-2'),
    )
    expect(entry(learning, 'b')).toMatchObject({ isShown: true, isAllowed: true, isCurrent: false })
  })

  test('answers as if the open activity had ended with what it reported', () => {
    const passes = map('passed', { writeSatisfiedStatus: true })
    const needs = map('passed', { readSatisfiedStatus: true })
    const learning = new Learning(
      course(
        {},
        content('test', { ...setByContent, objectives: [primary({ maps: [passes] })] }),
        content('gated', {
          ...rules({ pre: [['disabled', 'not satisfied']] }),
          objectives: [primary({ maps: [needs] })],
        }),
      ),
    ).start()
    const before = learning.tracked
    const said = (success: 'passed' | 'failed') => ({ objectives: [], isSuspended: false, success })
    expect(entry(learning, 'gated', said('passed'))).toMatchObject({ isAllowed: true })
    expect(entry(learning, 'gated', said('failed'))).toMatchObject({
      isAllowed: false,
      refusal: { code: 'DB.1.1-3' },
    })
    expect(learning.tracked).toBe(before)
  })

  test('an open activity whose postcondition leads elsewhere makes every way lead there', () => {
    const learning = new Learning(
      course({}, content('a', rules({ post: [['previous', 'not satisfied']] })), content('b')),
    ).start()
    const failed = { objectives: [], isSuspended: false, success: 'failed' as const }
    expect(entry(learning, 'b')).toMatchObject({ isAllowed: true })
    expect(entry(learning, 'b', failed)).toMatchObject({
      isAllowed: false,
      refusal: { code: 'SB.2.1-3' },
    })
  })

  test('tells why an activity cannot be chosen', () => {
    const learning = new Learning(
      course(
        {},
        content('a'),
        content('b', rules({ pre: [['disabled', 'always']] })),
        content('c', rules({ pre: [['hiddenFromChoice', 'always']] })),
        content('d', { isVisible: false }),
      ),
    ).start()
    expect(entry(learning, 'b')).toMatchObject({
      isShown: true,
      isAllowed: false,
      refusal: { code: 'DB.1.1-3' },
    })
    expect(entry(learning, 'c')).toMatchObject({ isShown: false, refusal: { code: 'SB.2.9-3' } })
    expect(entry(learning, 'd')).toMatchObject({ isShown: false, isAllowed: true })
    expect(entry(learning, 'a')).toMatchObject({ isCurrent: true })
  })

  test('hides the controls that the package hides, while its activity is open', () => {
    const learning = new Learning(
      course({}, content('a', { hideLmsUi: ['continue', 'suspendAll'] }), content('b')),
    ).start()
    const shown = () =>
      Object.entries(learning.look().controls).flatMap(([name, { isShown }]) =>
        isShown ? [name] : [],
      )
    expect(shown()).toEqual(['previous', 'exit', 'exitAll', 'abandon', 'abandonAll'])
    learning.go({ to: 'exit' })
    expect(shown()).toHaveLength(7)
  })

  test('offers Continue where it gets through; in the conformant profile wherever flow is on', () => {
    const room = cluster('room', { controlMode: { flow: false } }, content('b'))
    const tolerant = course({}, content('a'), room)
    const controls = (played: Course) => new Learning(played).start().look().controls
    const stopped = (code: string) => ({ isShown: true, isAllowed: false, refusal: { code } })
    const conformant = controls({ ...tolerant, profile: 'conformant' })
    expect(conformant.continue).toEqual({ isShown: true, isAllowed: true })
    expect(conformant.previous).toEqual(stopped('SB.2.1-3'))
    expect(controls(tolerant).continue).toEqual(stopped('SB.2.2-1'))
    const stuck = course({}, content('a', rules({ post: [['previous', 'always']] })), content('b'))
    expect(controls(stuck).continue).toEqual(stopped('SB.2.1-3'))
    expect(controls({ ...stuck, profile: 'conformant' }).continue.isAllowed).toBe(true)
  })

  test('does not offer the whole course where nothing else can be chosen', () => {
    const closed = new Learning(
      course({ controlMode: { choice: false } }, content('a'), content('b')),
    )
    expect(entry(closed, 'course')).toMatchObject({ isShown: false })
    const single = new Learning(course({ controlMode: { flow: false } }, content('only'))).start()
    expect(single.came).toBe('only')
    expect(entry(single, 'course')).toMatchObject({ isShown: false })
    expect(entry(single, 'only')).toMatchObject({ isShown: true, isAllowed: false })
  })
})
