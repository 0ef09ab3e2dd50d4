import type { Json } from '../../support/xapi-client.ts'
import {
  lacks,
  type Mistake,
  type Mutation,
  mutationsOf,
  repeats,
  respells,
  sets,
  without,
} from './mutation.ts'
import { noObject, noProperties } from './of-things.ts'

/** Mistakes in statements, SubStatements, contexts and attachments [xAPI-Data 2.3, 2.4, 2.4.4.3, 2.4.6, 2.4.11]. */

const agent = { mbox: 'mailto:binh@example.vn' }
const account = { homePage: 'https://example.vn', name: 'b' }
const activity = { id: 'https://example.vn/lessons/1' }
const verb = { id: 'http://example.vn/verbs/planned' }
const reference = { objectType: 'StatementRef', id: '8f87ccde-bb56-4c2e-ab83-44982ef22df0' }
const nested = { objectType: 'SubStatement', actor: agent, verb, object: activity }

const objectOf = (whole: Json) => whole.object as Json
const isAboutActivity = (whole: Json) =>
  [undefined, 'Activity'].includes(objectOf(whole).objectType as undefined)

/** `revision` and `platform` say something about an activity. */
const describesActivity =
  (key: string) =>
  (whole: Json): Mistake => {
    const context = { ...(whole.context as Json | undefined), [key]: '1' }
    const object = isAboutActivity(whole) ? { objectType: 'Agent', ...agent } : whole.object
    const others = without(without(context, 'revision'), 'platform')
    return {
      value: { ...whole, object, context: { ...others, [key]: '1' } },
      blame: [`/context/${key}`],
    }
  }

const bodyMutations = {
  ...noProperties,
  'no actor': lacks('actor'),
  'no verb': lacks('verb'),
  'no object': lacks('object'),
  'an actor in another case': respells('actor', 'Actor'),
  'a verb in another case': respells('verb', 'VERB'),
  'an actor twice': repeats('actor'),
  'a verb twice': repeats('verb'),
  'an object twice': repeats('object'),
  'a context twice': repeats('context'),
  'an object that is null': sets('object', null),
  'an object that is a list': sets('object', [activity]),
  'an object that is a text': sets('object', activity.id),
  'an agent as object without objectType': sets('object', agent, '/object'),
  'an unknown objectType of the object': sets(
    'object',
    { objectType: 'Statement', id: reference.id },
    '/object/objectType',
  ),
  'objectType of the object a number': sets(
    'object',
    { ...activity, objectType: 1 },
    '/object/objectType',
  ),
  'a revision of an agent': describesActivity('revision'),
  'a platform of an agent': describesActivity('platform'),
  'attachments as an object': sets('attachments', {}),
  'attachments null': sets('attachments', null),
  'an attachment that is a text': sets('attachments', ['x'], '/attachments/0'),
}

// A list in the place of a statement is a batch, and so no mistake.
const { 'a list': _list, ...noStatement } = noObject

const wholeMutations = mutationsOf('statement', {
  ...noStatement,
  ...bodyMutations,
  'an unknown property statement': sets('statement', reference),
  'an objectType': sets('objectType', 'Activity'),
  'an id in another case': sets('ID', reference.id),
  'a stored time that is none': sets('stored', 'yesterday'),
  'a time twice': repeats('timestamp'),
  'an authority of one': sets(
    'authority',
    { objectType: 'Group', member: [agent] },
    '/authority/member',
  ),
  'an authority of three': sets(
    'authority',
    { objectType: 'Group', member: [agent, { account }, agent] },
    '/authority/member',
  ),
  'an identified group as authority': sets(
    'authority',
    { objectType: 'Group', account, member: [agent, agent] },
    '/authority/account',
  ),
  'an authority without identifier': sets(
    'authority',
    { objectType: 'Agent', name: 'x' },
    '/authority',
  ),
  'voiding an activity': voidsWrongly,
  'a SubStatement in a SubStatement': sets(
    'object',
    { ...nested, object: nested },
    '/object/object/objectType',
  ),
  'a SubStatement with an id': sets('object', { ...nested, id: reference.id }, '/object/id'),
})

function voidsWrongly(whole: Json): Mistake {
  return {
    value: {
      ...without(whole, 'context'),
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: activity,
    },
    blame: ['/object/objectType', '/object'],
  }
}

const subStatementMutations = mutationsOf('subStatement', {
  ...bodyMutations,
  'an id': sets('id', reference.id),
  'a stored time': sets('stored', '2026-09-05T07:30:00Z'),
  'a version': sets('version', '1.0.0'),
  'an authority': sets('authority', agent),
  'another SubStatement': sets('object', nested, '/object/objectType'),
  'an objectType in another case': sets('objectType', 'Substatement'),
  'no objectType': (whole) => ({
    value: without(whole, 'objectType'),
    blame: ['', '/actor', '/verb', '/object'],
  }),
})

const referenceMutations = mutationsOf('reference', {
  ...noObject,
  ...noProperties,
  'no id': lacks('id'),
  'an objectType in another case': sets('objectType', 'statementRef'),
  'objectType null': sets('objectType', null),
  'an id twice': repeats('id'),
  'a definition': sets('definition', {}),
})

const contextMutations = [
  ...mutationsOf('context', {
    ...noObject,
    ...noProperties,
    'an agent as team': sets('team', agent),
    'a team of nobody': sets('team', { objectType: 'Group' }),
    'an instructor without identifier': sets('instructor', { name: 'x' }),
    'a statement by id alone': sets('statement', reference.id),
    'a statement without objectType': sets('statement', { id: reference.id }),
    'a SubStatement as statement': sets('statement', nested, '/statement/objectType'),
    'a registration in another case': respells('registration', 'Registration'),
    'a registration twice': repeats('registration'),
    'activities as a list': sets('contextActivities', [activity]),
    'activities null': sets('contextActivities', null),
  }),
  ...mutationsOf(
    'context',
    {
      'agents in roles': sets('contextAgents', [{ objectType: 'contextAgent', agent }]),
      'groups in roles': sets('contextGroups', []),
    },
    '1.0.3',
  ),
  ...mutationsOf(
    'context',
    {
      'agents in roles as an object': sets('contextAgents', { objectType: 'contextAgent', agent }),
      'groups in roles null': sets('contextGroups', null),
      'an agent without a role': sets('contextAgents', [agent], '/contextAgents/0'),
    },
    '2.0.0',
  ),
  ...mutationsOf('contextActivities', {
    ...noObject,
    ...noProperties,
    'an unknown kind': sets('course', [activity]),
    'a kind in another case': sets('Parent', [activity]),
    'a text': sets('parent', activity.id),
    'a list of texts': sets('parent', [activity.id], '/parent/0'),
    'a list of lists': sets('other', [[activity]], '/other/0'),
    'a list with null': sets('category', [activity, null], '/category/1'),
    'an agent': sets('grouping', [{ objectType: 'Agent', ...agent }], '/grouping/0/objectType'),
    'a reference': sets('other', { ...reference, id: 'urn:x' }, '/other/objectType'),
    'one activity without id': sets('parent', [activity, {}], '/parent/1'),
  }),
  ...mutationsOf(
    'contextAgent',
    {
      ...noObject,
      ...noProperties,
      'no objectType': lacks('objectType'),
      'an objectType in another case': sets('objectType', 'contextagent'),
      'no agent': lacks('agent'),
      'a group as agent': sets('agent', { objectType: 'Group', account }, '/agent/objectType'),
      'no relevant types': sets('relevantTypes', []),
      'a relevant type that is a word': sets('relevantTypes', ['tutor'], '/relevantTypes/0'),
      'relevant types as a text': sets('relevantTypes', 'urn:x'),
    },
    '2.0.0',
  ),
  ...mutationsOf(
    'contextGroup',
    {
      ...noObject,
      ...noProperties,
      'no objectType': lacks('objectType'),
      'the objectType of agents': sets('objectType', 'contextAgent'),
      'no group': lacks('group'),
      'an agent as group': sets('group', agent),
      'no relevant types': sets('relevantTypes', []),
    },
    '2.0.0',
  ),
]

const attachmentMutations = mutationsOf('attachment', {
  ...noObject,
  ...noProperties,
  'no usageType': lacks('usageType'),
  'no display': lacks('display'),
  'no contentType': lacks('contentType'),
  'no length': lacks('length'),
  'no sha2': lacks('sha2'),
  'neither fileUrl nor file': lacks('fileUrl'),
  'a key in another case': respells('fileUrl', 'fileURL'),
  'a sha2 twice': repeats('sha2'),
})

export const statementMutations: Mutation[] = [
  ...wholeMutations,
  ...subStatementMutations,
  ...referenceMutations,
  ...contextMutations,
  ...attachmentMutations,
]
