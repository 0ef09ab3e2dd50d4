import { engines } from '../../../../src/runtime/index.ts'
import { courseOf, Playing, sco } from './playing.ts'

const answer = (index: number, response: string, result = 'correct') => ({
  [`cmi.interactions.${index}.id`]: `q${index}`,
  [`cmi.interactions.${index}.type`]: 'choice',
  [`cmi.interactions.${index}.student_response`]: response,
  [`cmi.interactions.${index}.result`]: result,
})

const responded = (...indexes: number[]) =>
  indexes.map((index) => ({ fact: 'responded' as const, index }))

/** A run that has begun; what came before is told. */
const begun = (course = courseOf(sco('one'))) => {
  const playing = new Playing(course).begin()
  playing.told()
  return playing
}

test('initialize is told as initialized, or resumed', () => {
  const playing = new Playing().begin()
  expect(playing.told()).toEqual([{ fact: 'initialized' }])
  playing.finish('suspend').told()
  expect(playing.begin().told()).toEqual([{ fact: 'resumed' }])
})

describe('responded', () => {
  test('is told once for each answered interaction, at the commit', () => {
    const playing = begun().setAll(answer(0, 'a'))
    expect(playing.told()).toEqual([])
    playing.call('commit', '')
    expect(playing.told()).toEqual(responded(0))
    playing.call('commit', '')
    expect(playing.told()).toEqual([])
  })

  test('is told when the next interaction begins', () => {
    const playing = begun().setAll(answer(0, 'a')).setAll({ 'cmi.interactions.1.id': 'q1' })
    expect(playing.told()).toEqual(responded(0))
  })

  test('is told at Finish and when the SCO goes away, in the order of the answers', () => {
    const two = { 'cmi.interactions.0.id': 'q0', 'cmi.interactions.1.id': 'q1' }
    const answers = {
      'cmi.interactions.1.student_response': 'b',
      'cmi.interactions.0.student_response': 'a',
    }
    const finished = begun()
      .setAll({ ...two, ...answers })
      .finish()
    expect(finished.told().slice(0, 2)).toEqual(responded(1, 0))
    const left = begun()
      .setAll({ ...two, ...answers })
      .abandon()
    expect(left.told().slice(0, 2)).toEqual(responded(1, 0))
  })

  test('is told again only when the answer or its result changes', () => {
    const playing = begun().setAll(answer(0, 'a', 'wrong'))
    playing.call('commit', '')
    playing.told()
    playing.setAll(answer(0, 'a', 'wrong')).call('commit', '')
    expect(playing.told()).toEqual([])
    playing.setAll(answer(0, 'b', 'correct')).call('commit', '')
    expect(playing.told()).toEqual(responded(0))
  })

  test('is not told of an interaction that has no answer', () => {
    const playing = begun().setAll({ 'cmi.interactions.0.id': 'q0' })
    playing.call('commit', '')
    expect(playing.told()).toEqual([])
  })

  test('is told anew in a new run that answers the same', () => {
    const playing = begun().setAll(answer(0, 'a')).finish()
    playing.told()
    playing.begin().setAll(answer(0, 'a')).call('commit', '')
    expect(playing.told()).toEqual([{ fact: 'initialized' }, ...responded(0)])
  })
})

describe('scored', () => {
  test('is told at the next boundary with the score as it is then', () => {
    const playing = begun().setAll({ 'cmi.core.score.raw': '6', 'cmi.core.score.max': '10' })
    expect(playing.told()).toEqual([])
    playing.call('commit', '')
    const score = { raw: 6, max: 10, scaled: 0.6 }
    expect(playing.told()).toEqual([{ fact: 'scored', score }])
  })

  test('is told again only when the score changes, or in another run', () => {
    const raw = (value: string) => ({ 'cmi.core.score.raw': value })
    const playing = begun().setAll(raw('50'))
    playing.call('commit', '')
    playing.told()
    playing.setAll(raw('50')).call('commit', '')
    expect(playing.told()).toEqual([])
    playing.setAll(raw('60')).finish()
    expect(playing.told()[0]).toEqual({ fact: 'scored', score: { raw: 60, scaled: 0.6 } })
    playing.begin().setAll(raw('60')).abandon()
    expect(playing.told()[1]).toEqual({ fact: 'scored', score: { raw: 60, scaled: 0.6 } })
  })

  test('is not told of a blank score, and waits when an interaction begins', () => {
    const playing = begun().setAll({ 'cmi.core.score.raw': '' })
    playing.call('commit', '')
    expect(playing.told()).toEqual([])
    playing.setAll({ 'cmi.core.score.raw': '5', ...answer(0, 'a'), ...answer(1, 'b') })
    expect(playing.told()).toEqual(responded(0))
    playing.call('commit', '')
    expect(playing.told().map(({ fact }) => fact)).toEqual(['responded', 'scored'])
  })
})

describe('status', () => {
  test.each([
    ['passed', ['passed']],
    ['failed', ['failed']],
    ['completed', ['completed']],
    ['browsed', ['completed']],
    ['incomplete', []],
  ])('%s is told at once as %j, and not again when it is set again', (status, facts) => {
    const playing = begun()
    for (let time = 0; time < 2; time += 1) playing.set('cmi.core.lesson_status', status)
    expect(playing.told().map(({ fact }) => fact)).toEqual(facts)
  })

  test('that Finish decides is told before the end of the run', () => {
    const playing = begun(courseOf(sco('one', { masteryScore: '50' })))
    playing.setAll({ 'cmi.core.score.raw': '70' }).wait(5).finish()
    const score = { raw: 70, scaled: 0.7 }
    const result = { completion: 'completed', success: 'passed', score }
    expect(playing.told()).toEqual([
      { fact: 'scored', score },
      { fact: 'passed', score },
      { fact: 'terminated', result, runCentiseconds: 500 },
    ])
  })

  test('of an asset is told when it is first opened', () => {
    const playing = new Playing(courseOf(sco('page', { kind: 'asset' }))).open('page')
    expect(playing.told().map(({ fact }) => fact)).toEqual(['initialized', 'completed'])
    playing.wait(3).abandon()
    expect(playing.told()).toMatchObject([{ fact: 'terminated', runCentiseconds: 300 }])
    expect(
      playing
        .open('page')
        .told()
        .map(({ fact }) => fact),
    ).toEqual(['initialized'])
  })
})

describe('the end of a run', () => {
  test.each([
    ['suspend', 'suspended'],
    ['', 'terminated'],
    ['logout', 'terminated'],
  ])('with exit %j is %s, with the run it ends', (exit, fact) => {
    const playing = begun().setAll({ 'cmi.core.session_time': '00:00:07.25' }).finish(exit)
    expect(playing.told().at(-1)).toMatchObject({ fact, runCentiseconds: 725 })
  })

  test('is suspended when an abandoned run will be resumed, else terminated', () => {
    expect(begun().abandon().told()).toMatchObject([{ fact: 'terminated' }])
    const left = begun().setAll({ 'cmi.suspend_data': 'x' }).abandon()
    expect(left.told()).toMatchObject([{ fact: 'suspended' }])
  })

  test('is told once, and not for a SCO that was never initialized', () => {
    const playing = begun().finish()
    expect(playing.told()).toHaveLength(2)
    expect(playing.abandon().told()).toEqual([])
    expect(playing.open().abandon().told()).toEqual([])
  })
})

describe('interaction()', () => {
  const read = (playing: Playing, index: number) =>
    engines.scorm12.interaction(playing.attempt, 'one', index)

  test('reads all that the SCO recorded about one question', () => {
    const playing = begun().setAll({
      ...answer(0, 'a,c', '0.5'),
      'cmi.interactions.0.time': '08:30:00',
      'cmi.interactions.0.weighting': '2',
      'cmi.interactions.0.latency': '00:00:12.5',
      'cmi.interactions.0.correct_responses.0.pattern': 'a,c',
      'cmi.interactions.0.correct_responses.1.pattern': 'a,b',
      'cmi.interactions.0.objectives.0.id': 'mk',
    })
    expect(read(playing, 0)).toStrictEqual({
      id: 'q0',
      type: 'choice',
      timeOfDay: '08:30:00',
      weighting: 2,
      response: 'a[,]c',
      correctResponses: ['a[,]c', 'a[,]b'],
      result: 0.5,
      latencyCentiseconds: 1_250,
      objectives: ['mk'],
    })
  })

  test('leaves out what was not set, and names the question by its index without an id', () => {
    const playing = begun().setAll({ 'cmi.interactions.0.result': 'wrong' })
    expect(read(playing, 0)).toStrictEqual({
      id: '0',
      correctResponses: [],
      result: 'incorrect',
      objectives: [],
    })
  })

  test.each([1, -1, 0.5, Number.NaN])('has none at %d', (index) => {
    expect(read(begun().setAll(answer(0, 'a')), index)).toBeUndefined()
  })
})
