import { parsePrerequisites } from '../../../../src/runtime/index.ts'
import { admission } from '../../../../src/runtime/scorm12/admission.ts'
import { cluster, courseOf, Playing, sco } from './playing.ts'

/** Items a to e with the statuses that these tests start from; `gate` carries the script. */
const statuses = { a: 'completed', b: 'passed', c: 'failed', d: 'incomplete' }

function admissionWith(script: string) {
  const items = ['a', 'b', 'c', 'd', 'e'].map((id) => sco(id))
  const playing = new Playing(courseOf(...items, sco('gate', { prerequisites: script })))
  for (const [id, status] of Object.entries(statuses)) {
    playing.begin(id).setAll({ 'cmi.core.lesson_status': status }).finish()
  }
  return admission(playing.course, playing.attempt, 'gate')
}

describe('admission()', () => {
  test.each([
    '',
    ' a ',
    'a&b',
    'c|a',
    '~c',
    '~(c&a)',
    'c="failed"',
    'c=failed',
    'C1|a&b',
    'd="incomplete"&e="not attempted"',
    'e=not attempted',
    'b=P',
    'a<>passed',
    '(a|c)&b',
    '2*{a,b,c}',
    '{a,b}',
    '1*{c&a,d|b}',
    '0*{c}',
  ])('admits with %j', (script) => {
    expect(admissionWith(script)).toEqual({ admitted: true })
  })

  test.each([
    ['c', ['c']],
    ['a&c&d', ['c', 'd']],
    ['c|d', ['c', 'd']],
    ['~a', ['a']],
    ['~(a&b)', ['a', 'b']],
    ['b=completed', ['b']],
    ['b<>"passed"', ['b']],
    ['3*{a,b,c}', ['c']],
    ['{a,e}', ['e']],
    ['c|a&d', ['c', 'd']],
    ['~a|b&e', ['a', 'e']],
  ])('refuses with %j and says what is missing', (script, missing) => {
    expect(admissionWith(script)).toEqual({ admitted: false, reason: 'prerequisites', missing })
  })

  test.each([
    'a&',
    '(a',
    'a b',
    '2*a',
    'x*{a}',
    '{}',
    '=a',
    'a="done"',
    '"',
    ')',
    '~',
    'zzz',
    '~zzz',
  ])('locks nobody out with %j, which cannot be read or names no item', (script) =>
    expect(admissionWith(script)).toEqual({ admitted: true }),
  )

  test('an item that was passed once stays a met prerequisite after a worse revisit', () => {
    const playing = new Playing(courseOf(sco('a'), sco('gate', { prerequisites: 'a' })))
    playing.begin('a').setAll({ 'cmi.core.lesson_status': 'passed' }).finish()
    playing.begin('a').setAll({ 'cmi.core.lesson_status': 'incomplete' }).finish()
    expect(admission(playing.course, playing.attempt, 'gate').admitted).toBe(true)
  })

  test('a cluster is met when all in it is done, and a locked cluster locks what is in it', () => {
    const locked = { ...cluster('late', sco('c')), prerequisites: 'early' }
    const playing = new Playing(courseOf(cluster('early', sco('a'), sco('b')), locked))
    playing.begin('a').finish()
    const admissionToC = () => admission(playing.course, playing.attempt, 'c')
    expect(admissionToC()).toEqual({ admitted: false, reason: 'prerequisites', missing: ['early'] })
    playing.begin('b').finish()
    expect(admissionToC()).toEqual({ admitted: true })
  })
})

describe('parsePrerequisites()', () => {
  test('binds ~ before & before |', () => {
    const item = (id: string) => ({ kind: 'item', id })
    expect(parsePrerequisites('~a&b|c')).toEqual({
      script: {
        kind: 'or',
        operands: [
          { kind: 'and', operands: [{ kind: 'not', operand: item('a') }, item('b')] },
          item('c'),
        ],
      },
    })
  })

  test('takes identifiers with dots, hyphens, colons and letters of any language', () => {
    expect(parsePrerequisites('I_SCO-1.2:bài')).toEqual({
      script: { kind: 'item', id: 'I_SCO-1.2:bài' },
    })
  })

  test.each([
    [`${'('.repeat(33)}a${')'.repeat(33)}`, 'nested deeper than 32'],
    ['~'.repeat(100), 'nested deeper than 32'],
    ['1*{'.repeat(2_000), 'longer than 4096 characters'],
    ['1*{'.repeat(1_000), 'nested deeper than 32'],
    ['a&', 'unexpected end'],
    ['(a', ') is missing'],
    ['a b', 'unexpected b'],
    ['"', 'unexpected "\\""'],
    ['a=done', 'done is not a status'],
    ['x*{a}', 'x is not a count'],
  ])('names the problem of a script it cannot read', (script, problem) => {
    expect(parsePrerequisites(script)).toEqual({ problem })
  })
})
