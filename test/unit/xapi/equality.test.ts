import { differencesMax, differencesOf } from '../../../src/xapi/statements/differences.ts'
import { equalityOf } from '../../../src/xapi/statements/equality.ts'
import type { Statement } from '../../../src/xapi/statements/statement.ts'
import { type Json, statementOf } from '../../support/xapi-client.ts'

const isSame = (a: Json, b: Json): boolean =>
  equalityOf(statementOf(a) as unknown as Statement) ===
  equalityOf(statementOf(b) as unknown as Statement)

const an = { mbox: 'mailto:an@example.vn' }
const binh = { mbox: 'mailto:binh@example.vn' }
const lesson = { id: 'https://example.vn/lessons/1' }
const subStatement = (changes: Json) => ({
  object: { objectType: 'SubStatement', ...statementOf(changes) },
})

const same: [string, Json, Json][] = [
  ['ids', { id: '8f87ccde-bb56-4c2e-ab83-44982ef22df0' }, {}],
  ['authorities', { authority: an }, { authority: binh }],
  ['stored times and versions', { stored: '2026-01-01T00:00:00Z', version: '1.0.0' }, {}],
  [
    'spellings of a timestamp',
    { timestamp: '2026-09-05T14:30:00.500+07:00' },
    { timestamp: '2026-09-05T07:30:00.5Z' },
  ],
  ['definitions', { object: lesson }, { object: { ...lesson, definition: { name: { vi: 'x' } } } }],
  ['displays', { verb: { id: 'http://a' } }, { verb: { id: 'http://a', display: { vi: 'x' } } }],
  [
    'orders of members',
    { actor: { objectType: 'Group', member: [an, binh] } },
    { actor: { objectType: 'Group', member: [binh, an] } },
  ],
  ['attachments', { attachments: [] }, {}],
  [
    'orders of properties',
    { result: { success: true, completion: true } },
    { result: { completion: true, success: true } },
  ],
  [
    'orders of keys in extensions',
    { result: { extensions: { 'http://a': { b: 1, a: 2 } } } },
    { result: { extensions: { 'http://a': { a: 2, b: 1 } } } },
  ],
  ['case of a host', { actor: an }, { actor: { mbox: 'mailto:an@EXAMPLE.vn' } }],
  ['an objectType that is understood', { actor: an }, { actor: { objectType: 'Agent', ...an } }],
  [
    'single and arrayed context activities',
    { context: { contextActivities: { parent: lesson } } },
    { context: { contextActivities: { parent: [lesson] } } },
  ],
  [
    'case of a registration',
    { context: { registration: '8f87ccde-bb56-4c2e-ab83-44982ef22df0' } },
    { context: { registration: '8F87CCDE-BB56-4C2E-AB83-44982EF22DF0' } },
  ],
  [
    'precision of a duration beyond a hundredth',
    { result: { duration: 'PT0.12S' } },
    { result: { duration: 'PT0.1237S' } },
  ],
  [
    'displays within a SubStatement',
    subStatement({ verb: { id: 'http://a' } }),
    subStatement({ verb: { id: 'http://a', display: { vi: 'x' } } }),
  ],
]

const different: [string, Json, Json][] = [
  ['actors', { actor: an }, { actor: binh }],
  ['names of an actor', { actor: an }, { actor: { ...an, name: 'An' } }],
  ['an agent and a group', { actor: an }, { actor: { objectType: 'Group', ...an } }],
  [
    'members',
    { actor: { objectType: 'Group', member: [an] } },
    { actor: { objectType: 'Group', member: [an, binh] } },
  ],
  ['verbs', { verb: { id: 'http://a' } }, { verb: { id: 'http://b' } }],
  ['objects', { object: lesson }, { object: { id: 'https://example.vn/lessons/2' } }],
  ['timestamps', { timestamp: '2026-09-05T07:30:00Z' }, { timestamp: '2026-09-05T07:30:01Z' }],
  ['spellings of a duration', { result: { duration: 'PT120S' } }, { result: { duration: 'PT2M' } }],
  ['results', { result: { success: true } }, { result: { success: false } }],
  ['a result and none', { result: {} }, {}],
  [
    'extensions',
    { context: { extensions: { 'http://a': [1, 2] } } },
    { context: { extensions: { 'http://a': [2, 1] } } },
  ],
  [
    'values in extensions of another type',
    { result: { extensions: { 'http://a': '1' } } },
    { result: { extensions: { 'http://a': 1 } } },
  ],
  [
    'kinds of context activity',
    { context: { contextActivities: { parent: [lesson] } } },
    { context: { contextActivities: { other: [lesson] } } },
  ],
  ['languages', { context: { language: 'vi' } }, { context: { language: 'en' } }],
  [
    'instructor and team',
    { context: { instructor: { objectType: 'Group', ...an } } },
    { context: { team: { objectType: 'Group', ...an } } },
  ],
  ['SubStatements', subStatement({}), subStatement({ actor: binh })],
  ...['__proto__', 'constructor', 'toString'].map((key): [string, Json, Json] => [
    `values of the name ${key}`,
    { result: { extensions: { 'http://a': {} } } },
    { result: { extensions: { 'http://a': JSON.parse(`{"${key}":{}}`) } } },
  ]),
]

describe('equalityOf()', () => {
  test.each(same)('does not count %s', (_name, a, b) => expect(isSame(a, b)).toBe(true))
  test.each(different)('tells %s apart', (_name, a, b) => expect(isSame(a, b)).toBe(false))
})

describe('differencesOf()', () => {
  const between = (a: Json, b: Json) =>
    differencesOf(statementOf(a) as unknown as Statement, statementOf(b) as unknown as Statement)

  test.each(same)('finds no difference in %s', (_name, a, b) => expect(between(a, b)).toEqual([]))
  test.each(different)('finds one in %s', (_name, a, b) =>
    expect(between(a, b)).not.toHaveLength(0),
  )

  test('says where, and what is there on both sides', () => {
    const stored = {
      actor: an,
      result: { duration: 'PT1S', extensions: { 'http://a/~b': { list: [1, 2] } } },
      context: { contextActivities: { parent: lesson } },
      timestamp: '2026-09-05T07:30:00Z',
    }
    const sent = {
      actor: { ...an, name: 'An' },
      result: { duration: 'PT2S', extensions: { 'http://a/~b': { list: [1, 3] } }, success: true },
      context: { contextActivities: { parent: [{ id: 'http://other' }] } },
      timestamp: '2026-09-05T07:30:01Z',
    }
    expect(between(stored, sent)).toEqual([
      { pointer: '/actor/name', sent: 'An' },
      { pointer: '/result/duration', stored: 'PT1S', sent: 'PT2S' },
      { pointer: '/result/extensions/http:~1~1a~1~0b/list/1', stored: 2, sent: 3 },
      { pointer: '/result/success', sent: true },
      { pointer: '/context/contextActivities/parent/0', sent: { id: 'http://other' } },
      {
        pointer: '/timestamp',
        stored: '2026-09-05T07:30:00Z',
        sent: '2026-09-05T07:30:01Z',
      },
    ])
  })

  test('stays short: ten places, and values cut', () => {
    const many = (value: number) => ({
      result: {
        extensions: Object.fromEntries(
          Array.from({ length: 30 }, (_, index) => [`http://a/${index}`, value]),
        ),
      },
    })
    expect(between(many(1), many(2))).toHaveLength(differencesMax)
    const [found] = between({}, { result: { response: 'x'.repeat(5_000) } })
    expect(JSON.stringify(found).length).toBeLessThan(600)
  })
})
