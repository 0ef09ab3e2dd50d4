import {
  firstActivity,
  nextActivity,
  previousActivity,
} from '../../../../src/runtime/scorm12/navigation.ts'
import { cluster, courseOf, Playing, sco } from './playing.ts'

const asset = (id: string) => sco(id, { kind: 'asset' })

const run = (playing: Playing, id: string, values: Record<string, string>, exit = '') =>
  playing.begin(id).setAll(values).finish(exit)

const status = (value: string) => ({ 'cmi.core.lesson_status': value })
const score = (raw: string, min?: string, max?: string) => ({
  'cmi.core.score.raw': raw,
  ...(min && { 'cmi.core.score.min': min }),
  ...(max && { 'cmi.core.score.max': max }),
})

describe('activityProgress()', () => {
  test('an activity that was never opened, and an unknown one, are not attempted', () => {
    const untouched = {
      completion: 'not-attempted',
      success: 'unknown',
      progress: 0,
      centiseconds: 0,
      runs: 0,
    }
    expect(new Playing().activity()).toEqual(untouched)
    expect(new Playing().activity('__proto__')).toEqual(untouched)
  })

  test('an opened SCO is incomplete and half way; an opened asset is done', () => {
    const playing = new Playing(courseOf(sco('one'), asset('page'))).open()
    expect(playing.activity()).toMatchObject({ completion: 'incomplete', progress: 0.5 })
    playing.open('page').wait(20).abandon()
    expect(playing.activity('page')).toMatchObject({
      completion: 'completed',
      success: 'unknown',
      progress: 1,
      centiseconds: 2_000,
    })
  })

  test.each([
    ['incomplete', 'incomplete', 'unknown'],
    ['browsed', 'completed', 'unknown'],
    ['completed', 'completed', 'unknown'],
    ['passed', 'completed', 'passed'],
    ['failed', 'completed', 'failed'],
  ])('lesson_status %s is %s and %s', (own, completion, success) => {
    const playing = new Playing().begin().setAll(status(own))
    expect(playing.activity()).toMatchObject({ completion, success })
  })

  test.each([
    ['passed', 'incomplete', 'passed', 'completed'],
    ['passed', 'failed', 'passed', 'completed'],
    ['failed', 'passed', 'passed', 'completed'],
    ['completed', 'incomplete', 'unknown', 'completed'],
    ['completed', 'failed', 'failed', 'completed'],
    ['failed', 'completed', 'failed', 'completed'],
  ])('%s and %s in a later run make success %s', (first, second, success, completion) => {
    const playing = run(new Playing(), 'one', status(first))
    run(playing, 'one', status(second))
    expect(playing.activity()).toMatchObject({ completion, success })
    expect(playing.begin().get('cmi.core.lesson_status')).toBe(second)
  })

  test("within a run the SCO's last word counts", () => {
    const playing = new Playing().begin().setAll({ ...status('passed'), ...score('90') })
    playing.setAll({ ...status('failed'), ...score('30') })
    expect(playing.activity()).toMatchObject({ success: 'failed', score: { scaled: 0.3 } })
  })

  test('over runs the best scaled score counts', () => {
    const playing = run(new Playing(), 'one', score('80'))
    run(playing, 'one', score('0'))
    expect(playing.activity().score).toEqual({ raw: 80, scaled: 0.8 })
    run(playing, 'one', score('90'))
    expect(playing.activity().score).toEqual({ raw: 90, scaled: 0.9 })
  })

  test.each([
    [score('75'), { raw: 75, scaled: 0.75 }],
    [score('8', '0', '10'), { raw: 8, min: 0, max: 10, scaled: 0.8 }],
    [score('20', '10', '40'), { raw: 20, min: 10, max: 40, scaled: 0.3333 }],
    [score('20', '', '40'), { raw: 20, max: 40, scaled: 0.5 }],
    [score('50', '60', '100'), { raw: 50, scaled: 0.5 }],
    [score('50', '100', '100'), { raw: 50, scaled: 0.5 }],
  ])('%j is the score %j', (values, expected) => {
    expect(new Playing().begin().setAll(values).activity().score).toEqual(expected)
  })

  test('a cluster rolls up what is in it', () => {
    const playing = new Playing(courseOf(cluster('part', sco('one'), sco('two')), sco('three')))
    run(playing, 'one', { ...status('passed'), ...score('60') })
    expect(playing.activity('part')).toMatchObject({ completion: 'incomplete', progress: 0.5 })
    run(playing, 'two', score('80'))
    expect(playing.activity('part')).toMatchObject({
      completion: 'completed',
      success: 'passed',
      score: { raw: 70, scaled: 0.7 },
    })
  })
})

describe('courseProgress()', () => {
  const three = () => new Playing(courseOf(sco('one'), cluster('in', sco('two')), asset('page')))

  test('is completed when every SCO and asset is done, hidden ones included', () => {
    const playing = new Playing(courseOf(sco('one'), sco('two', { isVisible: false })))
    expect(playing.whole).toMatchObject({ completion: 'not-attempted', progress: 0 })
    playing.open()
    expect(playing.whole).toMatchObject({ completion: 'incomplete', progress: 0 })
    run(playing, 'one', status('completed'))
    expect(playing.whole).toMatchObject({ completion: 'incomplete', progress: 0.5 })
    run(playing, 'two', status('browsed'))
    expect(playing.whole).toMatchObject({ completion: 'completed', progress: 1 })
  })

  test('is passed only when complete, and failed as soon as a SCO is', () => {
    const playing = three()
    run(playing, 'one', status('passed'))
    expect(playing.whole.success).toBe('unknown')
    run(playing, 'two', status('failed'))
    expect(playing.whole).toMatchObject({ completion: 'incomplete', success: 'failed' })
    run(playing, 'two', status('passed'))
    playing.open('page').abandon()
    expect(playing.whole).toMatchObject({ completion: 'completed', success: 'passed' })
  })

  test('is complete with success unknown when no SCO says passed or failed', () => {
    const playing = run(new Playing(), 'one', status('completed'))
    expect(playing.whole).toMatchObject({ completion: 'completed', success: 'unknown' })
  })

  test.each([
    [score('8', '0', '10'), score('4', '0', '10'), { raw: 6, min: 0, max: 10, scaled: 0.6 }],
    [score('8', '0', '10'), score('40'), { raw: 60, min: 0, max: 100, scaled: 0.6 }],
    [score('50'), score('75'), { raw: 62.5, scaled: 0.625 }],
    [score('50'), {}, { raw: 50, scaled: 0.5 }],
  ])('the mean of %j and %j is %j', (one, two, expected) => {
    const playing = run(run(three(), 'one', one), 'two', two)
    expect(playing.whole.score).toEqual(expected)
  })

  test('adds the times and takes the most runs', () => {
    const time = { 'cmi.core.session_time': '00:00:10' }
    const playing = run(run(run(three(), 'one', time), 'two', time), 'one', time)
    expect(playing.whole).toMatchObject({ centiseconds: 3_000, runs: 2 })
  })

  test('of a course without anything to launch is not attempted', () => {
    const playing = new Playing(courseOf(cluster('empty')))
    expect(playing.whole).toMatchObject({ completion: 'not-attempted', progress: 0 })
    expect(firstActivity(playing.course, playing.attempt)).toBeUndefined()
  })
})

describe('navigation', () => {
  const course = courseOf(
    sco('one'),
    cluster('part', sco('two', { prerequisites: 'one' }), asset('page')),
    sco('hidden', { isVisible: false }),
    sco('test', { prerequisites: 'two' }),
  )
  const first = (playing: Playing) => firstActivity(playing.course, playing.attempt)
  const nextOf = (playing: Playing, id: string) => nextActivity(playing.course, playing.attempt, id)
  const previousOf = (playing: Playing, id: string) =>
    previousActivity(playing.course, playing.attempt, id)

  test('follows the manifest and passes over what is locked', () => {
    const playing = new Playing(course)
    expect(first(playing)).toBe('one')
    expect(nextOf(playing, 'one')).toBe('page')
    expect(nextOf(playing, 'hidden')).toBeUndefined()
    expect(previousOf(playing, 'page')).toBe('one')
    expect(previousOf(playing, 'one')).toBeUndefined()
    run(playing, 'one', {})
    expect(nextOf(playing, 'one')).toBe('two')
    expect(previousOf(playing, 'page')).toBe('two')
    expect(nextOf(playing, 'nowhere')).toBeUndefined()
  })

  test('begins with the first one that is not done', () => {
    const playing = run(new Playing(course), 'one', {})
    expect(first(playing)).toBe('two')
  })

  test('comes back to the suspended one, unless it is done', () => {
    const playing = run(new Playing(course), 'hidden', status('incomplete'), 'suspend')
    expect(first(playing)).toBe('hidden')
    run(playing, 'hidden', status('completed'), 'suspend')
    expect(first(playing)).toBe('one')
  })

  test('comes back to the first one when all are done', () => {
    const playing = new Playing(course)
    for (const id of ['one', 'two', 'hidden', 'test']) run(playing, id, {})
    playing.open('page').abandon()
    expect(first(playing)).toBe('one')
  })
})
