import { engines } from '../../../../src/runtime/index.ts'
import { conformant, courseOf, Playing, passedAt, running, sco } from './playing.ts'

const engine = engines.scorm2004
const progressOf = (playing: Playing, activity: string) =>
  engine.activityProgress(playing.course, playing.attempt, activity)

describe('attempts on an activity', () => {
  test('a suspended one goes on with its values and its time', () => {
    const playing = running().finish({
      'cmi.suspend_data': 'trang=3',
      'cmi.location': '3',
      'cmi.interactions.0.id': 'q',
      'cmi.session_time': 'PT1M',
      'cmi.exit': 'suspend',
      'adl.nav.request': '{target=one}choice',
    })
    playing.initialize()
    expect(playing.get('cmi.entry')).toBe('resume')
    expect(playing.get('cmi.suspend_data')).toBe('trang=3')
    expect(playing.get('cmi.interactions._count')).toBe('1')
    expect(playing.get('cmi.total_time')).toBe('PT0H1M0S')
    expect(playing.get('adl.nav.request')).toBe('_none_')
    expect(playing.factNames()).toEqual(['initialized', 'suspended', 'resumed'])
  })

  test('a new one begins empty, and the time of the former ones still counts as progress', () => {
    const playing = running().finish({
      'cmi.suspend_data': 'trang=3',
      'cmi.session_time': 'PT1M',
      'cmi.exit': 'normal',
      'adl.nav.request': '{target=one}choice',
    })
    playing.initialize()
    expect(playing.get('cmi.entry')).toBe('ab-initio')
    expect(playing.read('cmi.suspend_data')).toEqual(['', '403'])
    expect(playing.get('cmi.total_time')).toBe('PT0H0M0S')
    playing.finish({ 'cmi.session_time': 'PT2M' })
    expect(progressOf(playing, 'one')).toMatchObject({ centiseconds: 18_000, runs: 2 })
  })

  test('suspendAll suspends whatever cmi.exit says', () => {
    const playing = running().finish({
      'cmi.suspend_data': 'trang=3',
      'cmi.exit': 'normal',
      'adl.nav.request': 'suspendAll',
    })
    expect(playing.attempt.current).toBeUndefined()
    playing.begin().initialize()
    expect(playing.get('cmi.entry')).toBe('resume')
    expect(playing.get('cmi.suspend_data')).toBe('trang=3')
  })

  test.each(['time-out', 'logout'])('%s ends the course whatever else was asked', (exit) => {
    const playing = running().finish({
      'cmi.exit': exit,
      'cmi.suspend_data': 'x',
      'adl.nav.request': 'continue',
    })
    expect(playing.attempt.current).toBeUndefined()
    playing.begin().initialize()
    expect(playing.get('cmi.entry')).toBe('ab-initio')
  })
})

describe('a SCO that goes away without Terminate', () => {
  test('is suspended in the tolerant profile if it left a bookmark', () => {
    const playing = running().setAll({ 'cmi.location': '3' }).wait(90)
    playing.go({ to: 'continue' }).go({ to: 'previous' }).initialize()
    expect(playing.get('cmi.entry')).toBe('resume')
    expect(playing.get('cmi.location')).toBe('3')
    expect(playing.get('cmi.total_time')).toBe('PT0H1M30S')
  })

  test('ends its attempt in the conformant one', () => {
    const playing = running(conformant([sco('one'), sco('two')])).setAll({ 'cmi.location': '3' })
    playing.go({ to: 'continue' }).go({ to: 'previous' }).initialize()
    expect(playing.get('cmi.entry')).toBe('ab-initio')
  })

  test('what it reported counts', () => {
    const playing = running().setAll({ 'cmi.completion_status': 'completed' })
    playing.go({ to: 'continue' })
    expect(progressOf(playing, 'one').completion).toBe('completed')
  })

  test('a player that leaves, or a silent one, suspends all', () => {
    const playing = running().setAll({ 'cmi.location': '3' }).leave()
    expect(playing.journal.slice(-2).map(({ step }) => step)).toEqual([
      { do: 'abandon' },
      { do: 'navigate', request: { to: 'suspendAll' } },
    ])
    expect(playing.leave().journal).toHaveLength(5)
    expect(playing.begin().initialize().get('cmi.location')).toBe('3')
  })
})

describe('facts', () => {
  test('a status is told when the book determines it, not when the SCO sets it', () => {
    const playing = running(courseOf([sco('one', { sequencing: passedAt(0.5) })]))
    playing.setAll({ 'cmi.success_status': 'failed', 'cmi.completion_status': 'completed' })
    playing.setAll({ 'cmi.score.scaled': '0.8' })
    expect(playing.facts).toEqual([
      { fact: 'initialized' },
      { fact: 'completed' },
      { fact: 'passed', score: { scaled: 0.8 } },
    ])
  })

  test('an answered interaction and the score are told at the next boundary', () => {
    const playing = running().setAll({
      'cmi.interactions.0.id': 'q',
      'cmi.interactions.0.type': 'numeric',
      'cmi.interactions.0.learner_response': '3',
      'cmi.score.raw': '7',
    })
    expect(playing.factNames()).toEqual(['initialized'])
    playing.setAll({ 'cmi.interactions.1.id': 'r' })
    expect(playing.facts.slice(1)).toEqual([{ fact: 'responded', index: 0 }])
    playing.call('Commit', '')
    expect(playing.facts.at(-1)).toEqual({ fact: 'scored', score: { raw: 7, scaled: 0.07 } })
  })

  test('the sequencer completes what stayed silent, and an asset is told of when it ends', () => {
    const playing = new Playing(courseOf([sco('page', { kind: 'asset' }), sco('two')])).begin()
    playing.wait(5).go({ to: 'continue' })
    expect(playing.factNames()).toEqual(['initialized', 'completed', 'passed', 'terminated'])
    expect(playing.facts.at(-1)).toMatchObject({ runCentiseconds: 500 })
  })
})

describe('objectives', () => {
  test('begin with those of the manifest, in their order', () => {
    const playing = running(courseOf([sco('one', { sequencing: passedAt(0.5, 'goal') })]))
    expect(playing.get('cmi.objectives._count')).toBe('1')
    expect(playing.get('cmi.objectives.0.id')).toBe('goal')
    expect(playing.codeOf('cmi.objectives.0.id', 'other')).toBe('351')
  })

  test('bring what another activity wrote through a global objective', () => {
    const reads = { readSatisfiedStatus: true, readNormalizedMeasure: true }
    const none = {
      writeSatisfiedStatus: false,
      writeNormalizedMeasure: false,
      readRawScore: false,
      readMinScore: false,
      readMaxScore: false,
      readCompletionStatus: false,
      readProgressMeasure: false,
      writeRawScore: false,
      writeMinScore: false,
      writeMaxScore: false,
      writeCompletionStatus: false,
      writeProgressMeasure: false,
    }
    const objective = { isPrimary: true, satisfiedByMeasure: false, minNormalizedMeasure: 1 }
    const writer = { ...reads, ...none, target: 'g', writeSatisfiedStatus: true }
    const reader = { ...reads, ...none, target: 'g' }
    const playing = running(
      courseOf([
        sco('one', { sequencing: { objectives: [{ ...objective, id: 'w', maps: [writer] }] } }),
        sco('two', { sequencing: { objectives: [{ ...objective, id: 'r', maps: [reader] }] } }),
      ]),
    )
    playing.finish({ 'cmi.success_status': 'failed', 'adl.nav.request': 'continue' }).initialize()
    expect(playing.get('cmi.objectives.0.success_status')).toBe('failed')
    expect(engine.sharedKeys(playing.course)).toBeUndefined()
  })
})

describe('progress of the course', () => {
  test('is what the root activity rolled up, and stays when the learner begins again', () => {
    const playing = running()
    const course = () => engine.courseProgress(playing.course, playing.attempt)
    expect(course()).toMatchObject({ completion: 'incomplete', progress: 0, runs: 1 })
    playing.finish({ 'cmi.completion_status': 'completed', 'adl.nav.request': 'continue' })
    expect(course()).toMatchObject({ completion: 'incomplete', progress: 0.5 })
    playing.initialize().finish({
      'cmi.completion_status': 'completed',
      'cmi.score.scaled': '0.9',
      'adl.nav.request': 'exitAll',
    })
    expect(course()).toMatchObject({ completion: 'completed', progress: 1 })
    playing.begin().initialize()
    expect(course()).toMatchObject({ completion: 'completed', progress: 1 })
  })
})

test('an interaction comes out in the shape that all standards share', () => {
  const playing = running().setAll({
    'cmi.interactions.0.id': 'q1',
    'cmi.interactions.0.type': 'matching',
    'cmi.interactions.0.description': '{lang=vi}Nối sông với thành phố',
    'cmi.interactions.0.timestamp': '2026-11-22T10:00:00',
    'cmi.interactions.0.weighting': '2',
    'cmi.interactions.0.learner_response': 'hong[.]hanoi[,]huong[.]hue',
    'cmi.interactions.0.correct_responses.0.pattern': 'hong[.]hanoi[,]huong[.]hue',
    'cmi.interactions.0.result': 'correct',
    'cmi.interactions.0.latency': 'PT12.5S',
    'cmi.interactions.0.objectives.0.id': 'rivers',
  })
  expect(engine.interaction(playing.attempt, 'one', 0)).toStrictEqual({
    id: 'q1',
    type: 'matching',
    description: { text: 'Nối sông với thành phố', language: 'vi' },
    timestamp: '2026-11-22T10:00:00',
    weighting: 2,
    response: 'hong[.]hanoi[,]huong[.]hue',
    correctResponses: ['hong[.]hanoi[,]huong[.]hue'],
    result: 'correct',
    latencyCentiseconds: 1_250,
    objectives: ['rivers'],
  })
  expect(engine.interaction(playing.attempt, 'one', 1)).toBeUndefined()
})

describe('a test that was failed, left and resumed', () => {
  const judged = { objectives: [{ ...passedAt(0.6).objectives![0]!, satisfiedByMeasure: false }] }
  const failedAndResumed = () => {
    const playing = running(courseOf([sco('one', { sequencing: judged }), sco('two')]))
    playing.finish({
      'cmi.success_status': 'failed',
      'cmi.exit': 'suspend',
      'adl.nav.request': 'suspendAll',
    })
    return playing.begin().initialize()
  }

  test('is passed when the SCO says so, though its objective began as failed', () => {
    const playing = failedAndResumed()
    expect(playing.get('cmi.objectives.0.success_status')).toBe('failed')
    playing.finish({ 'cmi.success_status': 'passed' })
    expect(playing.attempt.sequencing?.activities.one?.objectives).toMatchObject({
      primary: { satisfied: true },
    })
  })

  test('is failed when the SCO judges the objective so again', () => {
    const playing = failedAndResumed()
    playing.finish({
      'cmi.success_status': 'passed',
      'cmi.objectives.0.success_status': 'failed',
    })
    expect(playing.attempt.sequencing?.activities.one?.objectives).toMatchObject({
      primary: { satisfied: false },
    })
  })
})

describe('the course as a whole', () => {
  test('is not failed because a lesson was begun, whatever the default roll-up says', () => {
    const third = { ...courseOf([]).scorm2004!, edition: '3rd' as const }
    const playing = running(courseOf([sco('one'), sco('two')], { scorm2004: third }))
    playing.finish({ 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' })
    playing.go({ to: 'continue' }).initialize().setAll({ 'cmi.exit': 'suspend' }).leave()
    expect(playing.attempt.sequencing?.activities.course?.objectives).toMatchObject({
      '': { satisfied: false },
    })
    expect(engine.courseProgress(playing.course, playing.attempt).success).toBe('unknown')
  })
})
