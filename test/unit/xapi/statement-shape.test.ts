import { Problem } from '../../../src/base/problem.ts'
import { type XapiVersion, xapiVersions } from '../../../src/xapi/negotiate-version.ts'
import { xapiValidators } from '../../../src/xapi/statements/validate-statement.ts'
import { type Json, statementOf } from '../../support/xapi-client.ts'

const validators = xapiValidators()

/** Undefined if the value is a statement, else where it is refused, and by which clause. */
function refusal(value: unknown, version: XapiVersion = '1.0.3'): string | undefined {
  try {
    validators.statement(value, version, '')
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return `${error.detail.pointer} ${error.detail.clause}`
  }
}

const agent = { mbox: 'mailto:an@example.vn' }
const account = { homePage: 'https://example.vn', name: 'an' }
const sha1 = 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9'
const uuid = '8f87ccde-bb56-4c2e-ab83-44982ef22df0'
const activity = { id: 'https://example.vn/lessons/1' }
const subStatement = {
  objectType: 'SubStatement',
  actor: agent,
  verb: { id: 'http://example.vn/planned' },
  object: activity,
}
const attachment = {
  usageType: 'http://example.vn/usage',
  display: { vi: 'Bài làm' },
  contentType: 'text/plain',
  length: 3,
  sha2: 'a'.repeat(64),
  fileUrl: 'https://example.vn/a.txt',
}

const accepted: [string, Json][] = [
  ['an agent by mbox', { actor: agent }],
  ['an agent by sha1', { actor: { mbox_sha1sum: sha1 } }],
  ['an agent by openid', { actor: { openid: 'https://an.example.vn' } }],
  ['an agent by account', { actor: { objectType: 'Agent', account } }],
  ['an anonymous group', { actor: { objectType: 'Group', member: [agent] } }],
  ['an identified group without members', { actor: { objectType: 'Group', account } }],
  ['an agent as object', { object: { objectType: 'Agent', ...agent } }],
  ['a group as object', { object: { objectType: 'Group', ...agent, member: [agent] } }],
  ['a reference', { object: { objectType: 'StatementRef', id: uuid } }],
  ['a SubStatement', { object: subStatement }],
  [
    'a SubStatement about a reference',
    { object: { ...subStatement, object: { objectType: 'StatementRef', id: uuid } } },
  ],
  [
    'an interaction',
    {
      object: {
        ...activity,
        definition: {
          interactionType: 'choice',
          correctResponsesPattern: ['a[,]b'],
          choices: [{ id: 'a', description: { vi: 'A' } }, { id: 'b' }],
        },
      },
    },
  ],
  [
    'null and empty values in extensions',
    { result: { extensions: { 'http://a': null, 'http://b': '', 'http://c': {} } } },
  ],
  ['a score at its bounds', { result: { score: { scaled: -1, raw: 0, min: 0, max: 10 } } }],
  [
    'a full result',
    { result: { success: true, completion: false, response: '', duration: 'PT1M' } },
  ],
  [
    'context activities alone and in arrays',
    { context: { contextActivities: { parent: activity, other: [activity] } } },
  ],
  [
    'a full context',
    {
      context: {
        registration: uuid,
        instructor: { objectType: 'Group', member: [agent] },
        team: { objectType: 'Group', account },
        revision: '1',
        platform: 'x',
        language: 'vi-VN',
        statement: { objectType: 'StatementRef', id: uuid },
        extensions: {},
      },
    },
  ],
  ['an attachment', { attachments: [attachment] }],
  ['no attachments', { attachments: [] }],
  ['an authority of two', { authority: { objectType: 'Group', member: [{ account }, agent] } }],
  [
    'voiding a reference',
    {
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: uuid },
    },
  ],
  ['upper case ids', { id: uuid.toUpperCase() }],
  ['version 1.0', { version: '1.0' }],
  ['version 1.0.9', { version: '1.0.9' }],
]

const refused: [string, Json, string][] = [
  ['no identifier', { actor: { name: 'An' } }, '/actor xAPI-Data 2.4.2'],
  ['two identifiers', { actor: { ...agent, account } }, '/actor/account xAPI-Data 2.4.2'],
  [
    'mbox and sha1',
    { actor: { ...agent, mbox_sha1sum: sha1 } },
    '/actor/mbox_sha1sum xAPI-Data 2.4.2',
  ],
  [
    'an address without mailto',
    { actor: { mbox: 'an@example.vn' } },
    '/actor/mbox xAPI-Data 2.4.2',
  ],
  [
    'an unknown property of an agent',
    { actor: { ...agent, 'e/mail': 'x' } },
    '/actor/e~1mail xAPI-Data 2.4.2',
  ],
  [
    'an agent in lower case',
    { actor: { objectType: 'agent', ...agent } },
    '/actor/objectType xAPI-Data 2.4.2',
  ],
  [
    'a group in lower case',
    { actor: { objectType: 'group', member: [agent] } },
    '/actor/objectType xAPI-Data 2.4.2',
  ],
  [
    'an agent that is not called one',
    { object: { objectType: 'Group', member: [{ objectType: 'Group', member: [agent] }] } },
    '/object/member/0/objectType xAPI-Data 2.4.4',
  ],
  [
    'a SubStatement as context statement',
    { context: { statement: subStatement } },
    '/context/statement/objectType xAPI-Data 2.4.6',
  ],
  [
    'members of an agent',
    { actor: { ...agent, member: [agent] } },
    '/actor/member xAPI-Data 2.4.2',
  ],
  [
    'an anonymous group without members',
    { actor: { objectType: 'Group' } },
    '/actor xAPI-Data 2.4.2',
  ],
  [
    'a group in a group',
    { actor: { objectType: 'Group', member: [{ objectType: 'Group', ...agent }] } },
    '/actor/member/0/objectType xAPI-Data 2.4.2',
  ],
  [
    'an account without name',
    { actor: { account: { homePage: 'https://a' } } },
    '/actor/account xAPI-Data 2.4.2',
  ],
  ['null', { actor: null }, '/actor xAPI-Data 2.4.2'],
  ['a verb without id', { verb: { display: {} } }, '/verb xAPI-Data 2.4.3'],
  ['a verb that is no IRI', { verb: { id: 'answered' } }, '/verb/id xAPI-Data 2.4.3'],
  [
    'a language that is none',
    { verb: { id: 'http://a', display: { a12345678: 'x' } } },
    '/verb/display/a12345678 xAPI-Data 4.2',
  ],
  [
    'a word that is no text',
    { verb: { id: 'http://a', display: { vi: null } } },
    '/verb/display/vi xAPI-Data 4.2',
  ],
  ['an activity without id', { object: { definition: {} } }, '/object xAPI-Data 2.4.4'],
  ['an agent as object without objectType', { object: agent }, '/object xAPI-Data 2.4.4'],
  [
    'an unknown objectType',
    { object: { objectType: 'Statement', id: uuid } },
    '/object/objectType xAPI-Data 2.4.4',
  ],
  [
    'a type that is no IRI',
    { object: { ...activity, definition: { type: 'course' } } },
    '/object/definition/type xAPI-Data 2.4.4',
  ],
  [
    'an interaction without type',
    { object: { ...activity, definition: { choices: [] } } },
    '/object/definition xAPI-Data 2.4.4',
  ],
  [
    'an unknown interaction',
    { object: { ...activity, definition: { interactionType: 'Choice' } } },
    '/object/definition/interactionType xAPI-Data 2.4.4',
  ],
  [
    'a component without id',
    { object: { ...activity, definition: { interactionType: 'choice', choices: [{}] } } },
    '/object/definition/choices/0 xAPI-Data 2.4.4',
  ],
  [
    'one component twice',
    {
      object: {
        ...activity,
        definition: { interactionType: 'likert', scale: [{ id: 'a' }, { id: 'a' }] },
      },
    },
    '/object/definition/scale/1/id xAPI-Data 2.4.4.1',
  ],
  [
    'a key of extensions that is no IRI',
    { result: { extensions: { points: 1 } } },
    '/result/extensions/points xAPI-Data 4.1',
  ],
  [
    'a nested SubStatement',
    { object: { ...subStatement, object: subStatement } },
    '/object/object/objectType xAPI-Data 2.4.4',
  ],
  [
    'a SubStatement with id',
    { object: { ...subStatement, id: uuid } },
    '/object/id xAPI-Data 2.4.4',
  ],
  [
    'scaled over 1',
    { result: { score: { scaled: 1.01 } } },
    '/result/score/scaled xAPI-Data 2.4.5',
  ],
  ['a score in text', { result: { score: { raw: '5' } } }, '/result/score/raw xAPI-Data 2.4.5'],
  [
    'raw under min',
    { result: { score: { raw: 1, min: 2 } } },
    '/result/score/raw xAPI-Data 2.4.5.1',
  ],
  [
    'raw over max',
    { result: { score: { raw: 3, max: 2 } } },
    '/result/score/raw xAPI-Data 2.4.5.1',
  ],
  [
    'min not under max',
    { result: { score: { min: 2, max: 2 } } },
    '/result/score/min xAPI-Data 2.4.5.1',
  ],
  [
    'a duration by another form',
    { result: { duration: 'P0001-01-01' } },
    '/result/duration xAPI-Data 2.4.5',
  ],
  [
    'a registration that is no UUID',
    { context: { registration: '1' } },
    '/context/registration xAPI-Data 2.4.6',
  ],
  ['an agent as team', { context: { team: agent } }, '/context/team xAPI-Data 2.4.6'],
  [
    'platform without an activity',
    { object: { objectType: 'Agent', ...agent }, context: { platform: 'x' } },
    '/context/platform xAPI-Data 2.4.6',
  ],
  [
    'revision in a SubStatement without an activity',
    {
      object: {
        ...subStatement,
        object: { objectType: 'Agent', ...agent },
        context: { revision: '1' },
      },
    },
    '/object/context/revision xAPI-Data 2.4.6',
  ],
  [
    'an unknown kind of context activity',
    { context: { contextActivities: { Parent: [activity] } } },
    '/context/contextActivities/Parent xAPI-Data 2.4.6',
  ],
  ['a minus zero offset', { timestamp: '2026-09-05T07:30:00-00:00' }, '/timestamp xAPI-Data 2.4.7'],
  [
    'an authority of three',
    { authority: { objectType: 'Group', member: [agent, agent, agent] } },
    '/authority/member xAPI-Data 2.4.9',
  ],
  [
    'an identified group as authority',
    { authority: { objectType: 'Group', account, member: [agent, agent] } },
    '/authority/account xAPI-Data 2.4.9',
  ],
  ['version 0.9.9', { version: '0.9.9' }, '/version xAPI-Data 2.4.10'],
  ['version 1.1.0', { version: '1.1.0' }, '/version xAPI-Data 2.4.10'],
  [
    'an attachment without sha2',
    { attachments: [{ ...attachment, sha2: undefined }] },
    '/attachments/0 xAPI-Data 2.4.11',
  ],
  [
    'a negative length',
    { attachments: [{ ...attachment, length: -1 }] },
    '/attachments/0/length xAPI-Data 2.4.11',
  ],
  ['an id that is no UUID', { id: 'abc' }, '/id xAPI-Data 2.4.1'],
  ['an unknown property', { Actor: agent }, '/Actor xAPI-Data 2.4'],
  [
    'voiding an activity',
    { verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } },
    '/object/objectType xAPI-Data 2.3.2',
  ],
]

describe.each(xapiVersions)('a statement of %s', (version) => {
  test.each(accepted)('may have %s', (_name, changes) => {
    expect(refusal(statementOf(changes), version)).toBeUndefined()
  })

  test.each(refused)('may not have %s', (_name, changes, where) => {
    expect(refusal(statementOf(changes), version)).toBe(where)
  })

  test.each(['actor', 'verb', 'object'])('needs %s', (name) => {
    const { [name]: _left, ...others } = statementOf()
    expect(refusal(others, version)).toBe(' xAPI-Data 2.4')
  })

  test.each([null, 1, 'x', [], true])('is not %j', (value) => {
    expect(refusal(value, version)).toBe(' xAPI-Data 2.4')
  })
})

describe('what only one version knows', () => {
  const contextAgents = [
    { objectType: 'contextAgent', agent, relevantTypes: ['http://example.vn/tutor'] },
  ]
  const contextGroups = [{ objectType: 'contextGroup', group: { objectType: 'Group', account } }]

  test.each([
    ['contextAgents', { context: { contextAgents } }],
    ['contextGroups', { context: { contextGroups } }],
    [
      'both in a SubStatement',
      { object: { ...subStatement, context: { contextAgents, contextGroups } } },
    ],
    ['version 2.0.0', { version: '2.0.0' }],
  ])('%s belongs to 2.0 alone', (_name, changes) => {
    expect(refusal(statementOf(changes), '2.0.0')).toBeUndefined()
    expect(refusal(statementOf(changes), '1.0.3')).toBeDefined()
  })

  test.each([
    ['another objectType', { contextAgents: [{ objectType: 'contextagent', agent }] }],
    ['no objectType', { contextAgents: [{ agent }] }],
    ['no agent', { contextAgents: [{ objectType: 'contextAgent' }] }],
    [
      'a group as agent',
      { contextAgents: [{ objectType: 'contextAgent', agent: { objectType: 'Group', account } }] },
    ],
    [
      'no relevant types',
      { contextAgents: [{ objectType: 'contextAgent', agent, relevantTypes: [] }] },
    ],
    [
      'a relevant type that is no IRI',
      { contextGroups: [{ ...contextGroups[0], relevantTypes: ['tutor'] }] },
    ],
  ])('2.0 refuses %s', (_name, context) => {
    expect(refusal(statementOf({ context }), '2.0.0')).toMatch(
      /^\/context\/context(Agents|Groups)\/0/,
    )
  })

  test.each(['20260905T073000Z', '2026-09-05T07:30:00', '2026-09-05'])(
    '%s is a timestamp for 1.0.3 alone',
    (timestamp) => {
      expect(refusal(statementOf({ timestamp }), '1.0.3')).toBeUndefined()
      expect(refusal(statementOf({ timestamp }), '2.0.0')).toBe('/timestamp xAPI-Data 2.4.7')
    },
  )
})
