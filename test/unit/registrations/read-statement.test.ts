import { reportOf } from '../../../src/registrations/read-statement.ts'
import type { Result, Statement } from '../../../src/xapi/index.ts'

const now = new Date('2026-03-02T10:00:00Z')
const statement = (verb: string, result?: Result, timestamp?: string): Statement => ({
  actor: { account: { homePage: 'http://localhost', name: 'x' } },
  verb: { id: verb.includes(':') ? verb : `http://adlnet.gov/expapi/verbs/${verb}` },
  object: { id: 'http://localhost/course' },
  ...(result && { result }),
  ...(timestamp && { timestamp }),
})

describe('reportOf()', () => {
  test.each([
    ['initialized', undefined, { completion: 'incomplete', attempts: 1 }],
    ['completed', undefined, { completion: 'completed' }],
    ['completed', { completion: false }, { completion: 'incomplete' }],
    [
      'passed',
      { completion: true, score: { scaled: 0.8 } },
      { completion: 'completed', success: 'passed', score: { scaled: 0.8 } },
    ],
    ['passed', { success: false }, { completion: 'incomplete', success: 'passed' }],
    [
      'failed',
      { score: { raw: 3, max: 10 } },
      { completion: 'incomplete', success: 'failed', score: { scaled: 0.3, raw: 3, max: 10 } },
    ],
    [
      'scored',
      { score: { raw: 75 } },
      { completion: 'incomplete', score: { scaled: 0.75, raw: 75 } },
    ],
    ['scored', { score: { raw: 750 } }, { completion: 'incomplete' }],
    [
      'progressed',
      { extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 40 } },
      { completion: 'incomplete', progress: 0.4 },
    ],
    ['progressed', { score: { scaled: 0.75 } }, { completion: 'incomplete', progress: 0.75 }],
    [
      'progressed',
      { extensions: { 'https://w3id.org/xapi/cmi5/result/extensions/progress': 140 } },
      { completion: 'incomplete' },
    ],
    [
      'terminated',
      { duration: 'PT1M30.5S', success: true },
      { completion: 'incomplete', success: 'passed', centiseconds: 9050 },
    ],
    ['suspended', { duration: 'PT1H' }, { completion: 'incomplete', centiseconds: 360_000 }],
    ['completed', { duration: 'PT1H' }, { completion: 'completed' }],
  ] as const)('%s %j', (verb, result, expected) => {
    expect(reportOf(statement(verb, result), now)).toEqual({ at: now, ...expected })
  })

  test('says nothing for other verbs', () => {
    for (const verb of ['answered', 'toString', '', 'http://example.com/verbs/completed']) {
      expect(reportOf(statement(verb), now)).toBeUndefined()
    }
  })

  test('is dated by the statement, but never after it was stored', () => {
    const at = (timestamp: string) =>
      reportOf(statement('completed', undefined, timestamp), now)?.at
    expect(at('2026-03-01T08:00:00+07:00')).toEqual(new Date('2026-03-01T01:00:00Z'))
    expect(at('2031-01-01T00:00:00Z')).toEqual(now)
  })
})

test.each([
  [undefined, 0],
  ['PT0S', 0],
  ['PT1.234S', 123],
  ['PT1,5S', 150],
  ['P1DT1H', 9_000_000],
  ['P1W', 60_480_000],
  ['P1Y', 3_153_600_000],
  ['P99Y', 0],
])('a run of %s counts %d hundredths of a second', (duration, expected) => {
  const ended = statement('terminated', duration === undefined ? {} : { duration })
  expect(reportOf(ended, now)?.centiseconds).toBe(expected)
})
