import { engines } from '../../../../src/runtime/index.ts'
import { conformant, courseOf, Playing, running, sco } from './playing.ts'

const opened = (): Playing => new Playing(conformant([sco('one'), sco('two')])).begin()

describe('calls out of order answer their own code', () => {
  test('before Initialize', () => {
    const playing = opened()
    const codes = [
      ['Terminate', ''],
      ['GetValue', 'cmi.location'],
      ['SetValue', 'cmi.location', 'x'],
      ['Commit', ''],
    ].map(([name, ...args]) => [playing.call(name!, ...args), playing.error])
    expect(codes).toEqual([
      ['false', '112'],
      ['', '122'],
      ['false', '132'],
      ['false', '142'],
    ])
  })

  test('after Terminate', () => {
    const playing = opened().initialize().finish()
    const codes = [
      ['Initialize', ''],
      ['Terminate', ''],
      ['GetValue', 'cmi.location'],
      ['SetValue', 'cmi.location', 'x'],
      ['Commit', ''],
    ].map(([name, ...args]) => [playing.call(name!, ...args), playing.error])
    expect(codes).toEqual([
      ['false', '104'],
      ['false', '113'],
      ['', '123'],
      ['false', '133'],
      ['false', '143'],
    ])
  })

  test('Initialize twice is 103', () => {
    const playing = opened().initialize()
    expect([playing.call('Initialize', ''), playing.error]).toEqual(['false', '103'])
  })

  test('with nothing open', () => {
    const playing = new Playing(conformant([sco('one')]))
    expect([playing.call('Initialize', ''), playing.error]).toEqual(['false', '102'])
    expect(playing.read('cmi.location')).toEqual(['', '122'])
  })
})

describe('arguments', () => {
  test.each(['Initialize', 'Commit', 'Terminate'])('%s takes an empty string only', (name) => {
    const playing = name === 'Initialize' ? opened() : opened().initialize()
    expect([playing.call(name, 'x'), playing.error]).toEqual(['false', '201'])
    expect([playing.call(name), playing.error]).toEqual(['false', '201'])
    expect(playing.call(name, '')).toBe('true')
  })

  test('the tolerant profile takes a left-out argument and says so', () => {
    const playing = running()
    expect(playing.call('Commit')).toBe('true')
    expect(playing.findings).toEqual(['commit was called without its empty argument'])
  })

  test('an empty name is 301 for GetValue and 351 for SetValue; a left-out value is 351', () => {
    const playing = opened().initialize()
    expect(playing.read('')).toEqual(['', '301'])
    expect(playing.codeOf('', 'x')).toBe('351')
    playing.call('SetValue', 'cmi.location')
    expect(playing.error).toBe('351')
  })
})

test('GetLastError, GetErrorString and GetDiagnostic leave the error as it is', () => {
  const playing = opened().initialize()
  playing.get('cmi.nothing')
  expect(playing.call('GetLastError')).toBe('401')
  expect(playing.call('GetErrorString', '403')).toBe('Data Model Element Value Not Initialized')
  expect(playing.call('GetErrorString', '999')).toBe('')
  expect(playing.call('GetDiagnostic', '')).toContain('cmi.nothing')
  expect(playing.call('GetDiagnostic', '404')).toBe('Data Model Element Is Read Only')
  expect(playing.error).toBe('401')
  playing.get('cmi.entry')
  expect(playing.call('GetLastError')).toBe('0')
})

test('adl.nav.request_valid answers from the look-ahead, with what the SCO said so far', () => {
  const gate = sco('two', {
    sequencing: {
      rules: {
        pre: [
          {
            combination: 'any',
            conditions: [
              { condition: 'satisfied', isNot: false, measureThreshold: 0 },
              { condition: 'always', isNot: false, measureThreshold: 0 },
            ],
            action: 'disabled',
          },
        ],
        exit: [],
        post: [],
      },
    },
  })
  const playing = running(courseOf([sco('one'), gate, sco('three')]))
  expect(playing.get('adl.nav.request_valid.continue')).toBe('false')
  expect(playing.get('adl.nav.request_valid.previous')).toBe('false')
  expect(playing.get('adl.nav.request_valid.choice.{target=three}')).toBe('true')
  expect(playing.get('adl.nav.request_valid.choice.{target=two}')).toBe('false')
  expect(playing.get('adl.nav.request_valid.choice.{target=nowhere}')).toBe('false')
  expect(playing.get('adl.nav.request_valid.jump.{target=two}')).toBe('true')
  expect(playing.codeOf('adl.nav.request_valid.continue', 'true')).toBe('404')
})

test('the API has the names of SCORM 2004', () => {
  expect(engines.scorm2004.apiName).toBe('API_1484_11')
  expect(Object.keys(engines.scorm2004.apiFunctions)).toHaveLength(8)
})
