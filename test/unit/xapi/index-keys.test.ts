import { agentKey, indexKeys } from '../../../src/xapi/statements/index-keys.ts'
import type { Actor, Statement } from '../../../src/xapi/statements/statement.ts'
import { type Json, statementOf } from '../../support/xapi-client.ts'

const named = (name: string) => ({ mbox: `mailto:${name}@example.vn` })
const keysOf = (changes: Json) =>
  indexKeys(
    statementOf({
      actor: named('actor'),
      authority: named('authority'),
      ...changes,
    }) as unknown as Statement & {
      authority: Actor
    },
  )
const keyed = (...names: string[]) => names.map((name) => `mailto:${name}@example.vn`)

test('agentKey() is one text for every way to write the same agent', () => {
  expect(agentKey({ mbox: 'mailto:An@Example.VN' })).toBe('mailto:An@example.vn')
  expect(agentKey({ mbox: 'MAILTO:An@example.vn' })).toBe('mailto:An@example.vn')
  expect(agentKey({ mbox_sha1sum: 'ABC' })).toBe('sha1:abc')
  expect(agentKey({ openid: 'https://An.vn' })).toBe('openid:https://An.vn')
  expect(agentKey({ account: { homePage: 'https://a.vn', name: 'An|x' }, name: 'An' })).toBe(
    'account:https://a.vn|An|x',
  )
  expect(agentKey({ objectType: 'Group', member: [] })).toBeUndefined()
})

describe('indexKeys()', () => {
  test('finds a statement by actor and by an agent that is its object', () => {
    const { agents, activities } = keysOf({ object: { objectType: 'Agent', ...named('object') } })
    expect(agents).toEqual(keyed('actor', 'object'))
    expect(activities).toEqual([])
  })

  test('finds a statement by the members of a group, and by the group if it is identified', () => {
    const group = { objectType: 'Group', ...named('group'), member: [named('a'), named('b')] }
    expect(keysOf({ actor: group }).agents).toEqual(keyed('group', 'a', 'b'))
    expect(keysOf({ actor: { objectType: 'Group', member: [named('a')] } }).agents).toEqual(
      keyed('a'),
    )
  })

  test('relates every agent in context, SubStatement and authority', () => {
    const { agents, relatedAgents } = keysOf({
      object: {
        objectType: 'SubStatement',
        ...statementOf({
          actor: named('sub-actor'),
          object: { objectType: 'Agent', ...named('sub-object') },
          context: { instructor: named('sub-instructor') },
        }),
      },
      context: {
        instructor: named('instructor'),
        team: { objectType: 'Group', member: [named('team-member')] },
        contextAgents: [{ objectType: 'contextAgent', agent: named('context-agent') }],
        contextGroups: [
          {
            objectType: 'contextGroup',
            group: { objectType: 'Group', member: [named('context-member')] },
          },
        ],
      },
    })
    expect(agents).toEqual(keyed('actor'))
    expect([...relatedAgents].sort()).toEqual(
      keyed(
        'actor',
        'authority',
        'sub-actor',
        'sub-object',
        'sub-instructor',
        'instructor',
        'team-member',
        'context-agent',
        'context-member',
      ).sort(),
    )
  })

  test('relates every activity in context and SubStatement', () => {
    const at = (id: string) => ({ id: `http://${id}` })
    const sub = {
      objectType: 'SubStatement',
      ...statementOf({
        object: at('sub'),
        context: { contextActivities: { grouping: [at('sub-grouping')] } },
      }),
    }
    const { activities, relatedActivities } = keysOf({
      object: sub,
      context: {
        contextActivities: {
          parent: at('parent'),
          other: [at('other')],
          category: [at('category')],
        },
      },
    })
    expect(activities).toEqual([])
    expect([...relatedActivities].sort()).toEqual([
      'http://category',
      'http://other',
      'http://parent',
      'http://sub',
      'http://sub-grouping',
    ])
  })

  test('keeps registration and reference in lower case, and no reference of context or SubStatement', () => {
    const upper = '8F87CCDE-BB56-4C2E-AB83-44982EF22DF0'
    const reference = { objectType: 'StatementRef', id: upper }
    expect(keysOf({ object: reference, context: { registration: upper } })).toMatchObject({
      registration: upper.toLowerCase(),
      refersTo: upper.toLowerCase(),
    })
    expect(keysOf({ context: { statement: reference } }).refersTo).toBeUndefined()
    expect(
      keysOf({ object: { objectType: 'SubStatement', ...statementOf({ object: reference }) } })
        .refersTo,
    ).toBeUndefined()
  })
})
