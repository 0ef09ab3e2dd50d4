import { engines } from '../../../../src/runtime/index.ts'
import { courseOf, Playing, sco } from './playing.ts'

const engine = engines.scorm12

test('the adapter has the eight functions of SCORM 1.2 and is found as API', () => {
  expect(engine.apiName).toBe('API')
  expect(Object.keys(engine.apiFunctions)).toEqual([
    'LMSInitialize',
    'LMSFinish',
    'LMSGetValue',
    'LMSSetValue',
    'LMSCommit',
    'LMSGetLastError',
    'LMSGetErrorString',
    'LMSGetDiagnostic',
  ])
})

describe('order of calls', () => {
  test('Initialize, Commit and Finish answer "true" in their order', () => {
    const playing = new Playing().open()
    expect(playing.call('initialize', '')).toBe('true')
    expect(playing.call('commit', '')).toBe('true')
    expect(playing.call('finish', '')).toBe('true')
    expect(playing.journal.map(({ step }) => step.do)).toEqual([
      'open',
      'initialize',
      'commit',
      'finish',
    ])
  })

  test.each(['initialize', 'commit', 'finish'] as const)(
    '%s with an argument answers 201',
    (name) => {
      const playing = name === 'initialize' ? new Playing().open() : new Playing().begin()
      expect([playing.call(name, 'x'), playing.error]).toEqual(['false', '201'])
      expect([playing.call(name, '', ''), playing.error]).toEqual(['false', '201'])
    },
  )

  test.each(['initialize', 'commit', 'finish'] as const)(
    '%s without its argument is taken and reported',
    (name) => {
      const playing = name === 'initialize' ? new Playing().open() : new Playing().begin()
      expect([playing.call(name), playing.error]).toEqual(['true', '0'])
      expect(playing.findings).toHaveLength(1)
    },
  )

  test('Initialize twice, and again after Finish, answers 101', () => {
    const playing = new Playing().begin()
    expect([playing.call('initialize', ''), playing.error]).toEqual(['false', '101'])
    playing.finish()
    expect([playing.call('initialize', ''), playing.error]).toEqual(['false', '101'])
  })

  test.each(['commit', 'finish'] as const)('%s answers 301 outside a run', (name) => {
    const playing = new Playing().open()
    expect([playing.call(name, ''), playing.error]).toEqual(['false', '301'])
    playing.call('initialize', '')
    playing.finish()
    expect([playing.call(name, ''), playing.error]).toEqual(['false', '301'])
  })

  test('nothing open, an unknown current and an asset answer 101', () => {
    expect(new Playing().call('initialize', '')).toBe('false')
    const asset = new Playing(courseOf(sco('one', { kind: 'asset' }))).open()
    expect([asset.call('initialize', ''), asset.error]).toEqual(['false', '101'])
  })

  test('a new run may be opened after Finish, and a SCO may be initialized in it', () => {
    const playing = new Playing().begin().finish()
    expect(playing.begin().error).toBe('0')
    expect(playing.attempt.activities.one?.runs).toBe(2)
  })

  test('SetValue takes two arguments: 201', () => {
    const playing = new Playing().begin()
    expect([playing.call('setValue', 'cmi.suspend_data'), playing.error]).toEqual(['false', '201'])
    expect([playing.call('setValue'), playing.error]).toEqual(['false', '201'])
    expect([playing.call('getValue'), playing.error]).toEqual(['', '201'])
  })
})

describe('errors', () => {
  const codes: [string, string][] = [
    ['0', 'No error'],
    ['101', 'General exception'],
    ['201', 'Invalid argument error'],
    ['202', 'Element cannot have children'],
    ['203', 'Element not an array. Cannot have count'],
    ['301', 'Not initialized'],
    ['401', 'Not implemented error'],
    ['402', 'Invalid set value, element is a keyword'],
    ['403', 'Element is read only'],
    ['404', 'Element is write only'],
    ['405', 'Incorrect Data Type'],
  ]

  test.each(codes)('GetErrorString(%s) is "%s"', (code, text) => {
    expect(new Playing().call('getErrorString', code)).toBe(text)
  })

  test('the table of the engine has these codes and no other', () => {
    expect(Object.entries(engine.errorStrings)).toEqual(codes)
  })

  test.each(['407', '', 'x', '__proto__', 'toString'])('GetErrorString(%j) is empty', (code) => {
    expect(new Playing().call('getErrorString', code)).toBe('')
  })

  test('GetLastError answers the last call, and asking changes nothing', () => {
    const playing = new Playing().begin().set('cmi.core.student_id', 'x')
    for (const ask of ['getLastError', 'getLastError'] as const) {
      expect(playing.call(ask)).toBe('403')
    }
    expect(playing.call('getErrorString', '405')).toBe('Incorrect Data Type')
    expect(playing.call('getLastError')).toBe('403')
    playing.get('cmi.core.student_id')
    expect(playing.call('getLastError')).toBe('0')
  })

  test('GetDiagnostic says more about the last error, and the name of another code', () => {
    const playing = new Playing().begin().set('cmi.core.score.raw', '120')
    expect(playing.call('getDiagnostic', '')).toBe('cmi.core.score.raw: must be from 0 to 100')
    expect(playing.call('getDiagnostic', '405')).toContain('must be from 0 to 100')
    expect(playing.call('getDiagnostic', '301')).toBe('Not initialized')
    expect(playing.call('getLastError')).toBe('405')
  })

  test('GetDiagnostic answers at most 255 characters', () => {
    const request = { function: 'getDiagnostic', args: [''], at: '', lastError: '201' } as const
    const lastDiagnostic = 'x'.repeat(400)
    const { course, attempt } = new Playing()
    expect(engine.call(course, attempt, { ...request, lastDiagnostic }).result).toHaveLength(255)
  })
})
