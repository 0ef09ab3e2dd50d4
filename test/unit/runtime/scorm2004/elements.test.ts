import { conformant, courseOf, type Playing, passedAt, running, sco } from './playing.ts'

const strict = (): Playing => running(conformant([sco('one'), sco('two')]))

describe('what GetValue answers at first', () => {
  test.each([
    ['cmi._version', '1.0', '0'],
    ['cmi.completion_status', 'unknown', '0'],
    ['cmi.success_status', 'unknown', '0'],
    ['cmi.credit', 'credit', '0'],
    ['cmi.mode', 'normal', '0'],
    ['cmi.entry', 'ab-initio', '0'],
    ['cmi.learner_id', 'b7a1', '0'],
    ['cmi.learner_name', 'Trần Thị Ánh', '0'],
    ['cmi.total_time', 'PT0H0M0S', '0'],
    ['cmi.time_limit_action', 'continue,no message', '0'],
    ['cmi.learner_preference.audio_level', '1', '0'],
    ['cmi.learner_preference.language', '', '0'],
    ['cmi.learner_preference.audio_captioning', '0', '0'],
    ['cmi.interactions._count', '0', '0'],
    ['cmi.score._children', 'scaled,raw,min,max', '0'],
    ['adl.nav.request', '_none_', '0'],
    ['cmi.location', '', '403'],
    ['cmi.suspend_data', '', '403'],
    ['cmi.launch_data', '', '403'],
    ['cmi.max_time_allowed', '', '403'],
    ['cmi.scaled_passing_score', '', '403'],
    ['cmi.completion_threshold', '', '403'],
    ['cmi.score.scaled', '', '403'],
    ['cmi.exit', '', '405'],
    ['cmi.session_time', '', '405'],
    ['cmi', '', '401'],
    ['cmi.objectives', '', '401'],
    ['cmi.core.lesson_status', '', '401'],
    ['cmi.objectives.0.id', '', '301'],
    ['cmi.interactions.0.objectives._count', '', '301'],
    ['cmi.location._children', '', '301'],
    ['cmi.location._count', '', '301'],
    ['cmi.score._version', '', '301'],
  ])('%s: %j, %s', (element, value, code) => {
    expect(strict().read(element)).toEqual([value, code])
  })

  test('what the manifest says', () => {
    const activity = sco('one', {
      dataFromLms: 'Dữ liệu',
      timeLimitAction: 'exit,message',
      completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.8, progressWeight: 1 },
      sequencing: { ...passedAt(0.6), limits: { attemptAbsoluteDurationLimit: 'PT30M' } },
    })
    const playing = running(conformant([activity]))
    expect(playing.get('cmi.launch_data')).toBe('Dữ liệu')
    expect(playing.get('cmi.time_limit_action')).toBe('exit,message')
    expect(playing.get('cmi.completion_threshold')).toBe('0.8')
    expect(playing.get('cmi.scaled_passing_score')).toBe('0.6')
    expect(playing.get('cmi.max_time_allowed')).toBe('PT30M')
  })
})

describe('the code of a set in the conformant profile', () => {
  test.each([
    ['cmi.completion_status', 'done', '406'],
    ['cmi.completion_status', 'not attempted', '0'],
    ['cmi.credit', 'credit', '404'],
    ['cmi._version', '1.0', '404'],
    ['cmi.objectives._count', '3', '404'],
    ['cmi.objectives', 'x', '401'],
    ['cmi.location._count', 'x', '401'],
    ['cmi.exit', 'normal', '0'],
    ['cmi.exit', 'left', '406'],
    ['cmi.score.scaled', '1.01', '407'],
    ['cmi.score.scaled', 'x', '406'],
    ['cmi.score.raw', '7.000099999887765544', '0'],
    ['cmi.score.raw', '1e-7', '406'],
    ['cmi.progress_measure', '-0.1', '407'],
    ['cmi.learner_preference.audio_level', '-1', '407'],
    ['cmi.learner_preference.audio_captioning', '2', '406'],
    ['cmi.learner_preference.language', 'vi-VN', '0'],
    ['cmi.learner_preference.language', 'frl', '406'],
    ['cmi.session_time', 'PT1H5M', '0'],
    ['cmi.session_time', 'P1Y2M3DT', '406'],
    ['cmi.session_time', 'PT1.234S', '406'],
    ['cmi.comments_from_learner.0.comment', '{lang=vi}Hay quá', '0'],
    ['cmi.comments_from_learner.0.comment', '{lang=}x', '406'],
    ['cmi.comments_from_learner.0.timestamp', '2026-11-22T10:00:00', '0'],
    ['cmi.comments_from_learner.0.timestamp', '2026-02-30', '406'],
    ['cmi.comments_from_learner.0.timestamp', '2026-11-22T10:00:00Z', '406'],
    ['cmi.comments_from_learner.1.comment', 'x', '351'],
    ['cmi.comments_from_lms.0.comment', 'x', '404'],
    ['cmi.objectives.0.success_status', 'passed', '408'],
    ['cmi.objectives.0.id', 'urn:', '406'],
    ['cmi.objectives.0.id', 'an id', '406'],
    ['cmi.objectives.0.id', 'urn:vn:mục-tiêu', '406'],
    ['cmi.interactions.01.id', 'x', '351'],
    ['adl.nav.request', 'forward', '406'],
    ['adl.nav.request', 'choice', '406'],
    ['adl.nav.request', '{target=two}choice', '0'],
    ['adl.data.0.store', 'x', '351'],
  ])('%s to %j: %s', (element, value, code) => {
    expect(strict().codeOf(element, value)).toBe(code)
  })

  test("an objective's id never changes, and no two are the same", () => {
    const playing = strict().setAll({ 'cmi.objectives.0.id': 'a', 'cmi.objectives.1.id': 'b' })
    expect(playing.codeOf('cmi.objectives.0.id', 'a')).toBe('0')
    expect(playing.codeOf('cmi.objectives.0.id', 'c')).toBe('351')
    expect(playing.codeOf('cmi.objectives.2.id', 'b')).toBe('351')
    expect(playing.get('cmi.objectives._count')).toBe('2')
  })

  test('a response needs the id and the type', () => {
    const playing = strict()
    expect(playing.codeOf('cmi.interactions.0.type', 'choice')).toBe('408')
    playing.setAll({ 'cmi.interactions.0.id': 'q' })
    expect(playing.codeOf('cmi.interactions.0.learner_response', 'a')).toBe('408')
    expect(playing.codeOf('cmi.interactions.0.correct_responses.0.pattern', 'a')).toBe('408')
  })
})

test('the tolerant profile takes what tools write, and says so', () => {
  const playing = running()
  playing.setAll({
    'cmi.objectives.0.id': 'Mục tiêu 1',
    'cmi.interactions.0.id': 'Câu hỏi số 1',
    'cmi.interactions.0.type': 'choice',
    'cmi.interactions.0.timestamp': '2026-11-22T10:00:00.123Z',
    'cmi.interactions.0.learner_response': 'Hà Nội',
    'cmi.score.raw': '1e-7',
    'cmi.session_time': 'PT1.234S',
    'cmi.location': 'x'.repeat(1_001),
  })
  expect(playing.findings).toHaveLength(7)
  expect(playing.get('cmi.interactions.0.learner_response')).toBe('Hà Nội')
})

test('sizes are minimum guarantees in both profiles', () => {
  const playing = strict().setAll({ 'cmi.suspend_data': 'đ'.repeat(300_000) })
  expect(playing.get('cmi.suspend_data')).toBe('đ'.repeat(300_000))
  expect(playing.findings).toEqual([
    'cmi.suspend_data: 300000 characters; SCORM 2004 guarantees only 64000',
  ])
})

describe('statuses are determined on GetValue', () => {
  const determined = sco('one', {
    completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.6, progressWeight: 1 },
    sequencing: passedAt(0.6),
  })

  test('by the measure and the score alone, where the manifest has a threshold for them', () => {
    const playing = running(conformant([determined])).setAll({
      'cmi.completion_status': 'completed',
      'cmi.success_status': 'passed',
    })
    const both = () => [playing.get('cmi.completion_status'), playing.get('cmi.success_status')]
    expect(both()).toEqual(['unknown', 'unknown'])
    playing.setAll({ 'cmi.progress_measure': '0.59', 'cmi.score.scaled': '0.59' })
    expect(both()).toEqual(['incomplete', 'failed'])
    playing.setAll({ 'cmi.progress_measure': '0.6', 'cmi.score.scaled': '0.6' })
    expect(both()).toEqual(['completed', 'passed'])
  })

  test('by the SCO, where it has none', () => {
    const playing = strict().setAll({
      'cmi.completion_status': 'completed',
      'cmi.progress_measure': '0',
      'cmi.success_status': 'passed',
      'cmi.score.scaled': '-1',
    })
    expect(playing.get('cmi.completion_status')).toBe('completed')
    expect(playing.get('cmi.success_status')).toBe('passed')
  })
})

describe('adl.data', () => {
  const store = (target: string, readSharedData: boolean, writeSharedData: boolean) => ({
    target,
    readSharedData,
    writeSharedData,
  })
  const course = () =>
    conformant([
      sco('one', {
        data: [store('a', true, true), store('b', false, true), store('c', true, false)],
      }),
      sco('two', { data: [store('b', true, false)] }),
    ])

  test('is shared between activities, with the permissions of each', () => {
    const playing = running(course())
    expect(playing.get('adl.data._count')).toBe('3')
    expect(playing.get('adl.data.1.id')).toBe('b')
    expect(playing.read('adl.data.0.store')).toEqual(['', '403'])
    playing.setAll({ 'adl.data.0.store': 'một', 'adl.data.1.store': 'hai' })
    expect(playing.get('adl.data.0.store')).toBe('một')
    expect(playing.read('adl.data.1.store')).toEqual(['', '405'])
    expect(playing.codeOf('adl.data.2.store', 'x')).toBe('404')
    expect(playing.codeOf('adl.data.0.id', 'x')).toBe('404')
    playing.finish({ 'adl.nav.request': 'continue' }).initialize()
    expect(playing.read('adl.data.0.store')).toEqual(['hai', '0'])
    expect(playing.codeOf('adl.data.0.store', 'x')).toBe('404')
  })

  test('is not in earlier editions', () => {
    const { scorm2004, ...rest } = course()
    const playing = running({ ...rest, scorm2004: { ...scorm2004!, edition: '3rd' } })
    expect(playing.read('adl.data._count')).toEqual(['', '401'])
    expect(playing.codeOf('adl.data.0.store', 'x')).toBe('401')
    expect(playing.read('adl.nav.request_valid.jump.{target=two}')).toEqual(['', '401'])
  })
})

test('names and values that belong to no data model never throw', () => {
  const playing = running(courseOf([sco('__proto__'), sco('toString')]))
  for (const name of ['__proto__', 'cmi.__proto__', 'constructor', 'cmi.objectives.__proto__.id']) {
    expect(playing.read(name)).toEqual(['', '401'])
    expect(playing.codeOf(name, '\ud800')).toBe('401')
  }
})
