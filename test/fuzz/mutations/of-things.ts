import type { Json } from '../../support/xapi-client.ts'
import {
  becomes,
  lacks,
  type Mutation,
  mutationsOf,
  repeats,
  respells,
  sets,
  spelled,
  without,
} from './mutation.ts'

/** Mistakes in agents, verbs, activities and results [xAPI-Data 2.4.2 to 2.4.5]. */

const agent = { mbox: 'mailto:binh@example.vn' }
const account = { homePage: 'https://example.vn', name: 'b' }
const identifiers = ['mbox', 'mbox_sha1sum', 'openid', 'account']

export const noObject = {
  'a text': becomes('x'),
  'a number': becomes(1),
  null: becomes(null),
  'a list': becomes([]),
  true: becomes(true),
}
const noList = {
  'a text': becomes('x'),
  'an object': becomes({}),
  null: becomes(null),
  'a number': becomes(0),
}
export const noProperties = {
  'an unknown property': sets('unknown', 1),
  'a property in another tongue': sets('tên/họ~', 'x', '/tên~1họ~0'),
  // An assignment would set the prototype; the text has to have the property.
  'a property __proto__': (whole: Json) => ({
    value: Object.fromEntries([...Object.entries(whole), ['__proto__', {}]]),
    blame: ['/__proto__'],
  }),
  'a property constructor': sets('constructor', {}),
  'a property toString': sets('toString', 'x'),
  'a property hasOwnProperty': sets('hasOwnProperty', 1),
}

const withoutIdentifier = (whole: Json) => ({
  value: Object.fromEntries(Object.entries(whole).filter(([key]) => !identifiers.includes(key))),
  blame: [''],
})

/** Of two identifiers either may be the one too many. */
const secondIdentifier = (key: string, value: unknown) => (whole: Json) => {
  const first = identifiers.find((name) => Object.hasOwn(whole, name))
  if (first === undefined || first === key) return undefined
  return { value: { ...whole, [key]: value }, blame: [`/${key}`, `/${first}`] }
}

const secondIdentifiers = {
  'a second identifier mbox': secondIdentifier('mbox', 'mailto:b@example.vn'),
  'a second identifier mbox_sha1sum': secondIdentifier('mbox_sha1sum', 'b'.repeat(40)),
  'a second identifier openid': secondIdentifier('openid', 'https://b.example.vn'),
  'a second identifier account': secondIdentifier('account', account),
}

const isAnonymous = (whole: Json) => !identifiers.some((key) => Object.hasOwn(whole, key))

const memberBecomes = (member: unknown, blame: string) => (whole: Json) => ({
  value: { ...whole, member },
  blame: [`/member${blame}`],
})

const agentMutations = mutationsOf('agent', {
  ...noObject,
  ...noProperties,
  ...secondIdentifiers,
  'no identifier': withoutIdentifier,
  'an objectType in lower case': sets('objectType', 'agent'),
  'an unknown objectType': sets('objectType', 'Person'),
  'objectType null': sets('objectType', null),
  'objectType a list': sets('objectType', ['Agent']),
  members: sets('member', [agent]),
  'a key in another case': respells('mbox', 'Mbox'),
  'an account in another case': respells('account', 'Account'),
  'account a text': (whole) =>
    whole.account ? { value: { ...whole, account: 'x' }, blame: ['/account'] } : undefined,
  'a name twice': repeats('name'),
  'an identifier twice': repeats('mbox'),
})

const groupMutations = mutationsOf('group', {
  ...noObject,
  ...noProperties,
  ...secondIdentifiers,
  'an anonymous one without members': (whole) =>
    isAnonymous(whole) ? lacks('member')(whole, []) : undefined,
  'members as an object': memberBecomes(agent, ''),
  'members as a text': memberBecomes('x', ''),
  'members null': memberBecomes(null, ''),
  'a member that is a text': memberBecomes(['x'], '/0'),
  'a member that is null': memberBecomes([agent, null], '/1'),
  'a member without identifier': memberBecomes([agent, {}], '/1'),
  'a group as member': memberBecomes([{ objectType: 'Group', account }], '/0/objectType'),
  'an anonymous group as member': memberBecomes(
    [{ objectType: 'Group', member: [agent] }],
    '/0/objectType',
  ),
  'an objectType in lower case': sets('objectType', 'group'),
  'an objectType in upper case': sets('objectType', 'GROUP'),
  'objectType null': sets('objectType', null),
  'members in another case': (whole) =>
    isAnonymous(whole) ? respells('member', 'Member')(whole, []) : undefined,
})

const accountMutations = mutationsOf('account', {
  ...noObject,
  ...noProperties,
  'no home page': lacks('homePage'),
  'no name': lacks('name'),
  'a key in another case': respells('homePage', 'homepage'),
  'a name twice': repeats('name'),
})

const verbMutations = mutationsOf('verb', {
  ...noObject,
  ...noProperties,
  'no id': lacks('id'),
  'an id in another case': respells('id', 'ID'),
  'an id twice': repeats('id'),
})

const mapMutations = [
  ...mutationsOf('languageMap', {
    ...noObject,
    'a key with an underscore': sets('en_US', 'x'),
    'an empty key': sets('', 'x'),
    'a key too long': sets('a12345678', 'x'),
    'a key of digits': sets('123', 'x'),
    'a key that ends with a hyphen': sets('en-', 'x'),
    'a key with a slash': sets('en/US', 'x', '/en~1US'),
    'a value null': sets('vi', null),
    'a value that is a number': sets('vi', 1),
    'a value that is a map': sets('vi', { vi: 'x' }),
    'a value that is a list': sets('vi', ['x']),
  }),
  ...mutationsOf('extensions', {
    ...noObject,
    'a key that is no IRI': sets('points', 1),
    'an empty key': sets('', 1),
    'a key with a space': sets('http://a b', 1, '/http:~1~1a b'),
    'a key that is a path': sets('/a~b', null, '/~1a~0b'),
    'a key $ne': sets('$ne', 1),
    'a key __proto__': noProperties['a property __proto__'],
    'a key constructor': sets('constructor', 1),
    'one key twice': (whole) => ({
      value: { ...whole, 'urn:x': 1, '@@again:urn:x@@': 2 },
      blame: ['/urn:x'],
    }),
  }),
]

const contextKinds = ['parent', 'grouping', 'category', 'other']

const activityMutations = [
  ...mutationsOf('activity', {
    ...noObject,
    // A list of context activities may be empty.
    'a list': (_whole, path) =>
      contextKinds.includes(path.at(-1) as string) ? undefined : { value: [], blame: [''] },
    ...noProperties,
    'no id': lacks('id'),
    'an objectType in lower case': sets('objectType', 'activity'),
    'an unknown objectType': sets('objectType', 'Course'),
    'objectType null': sets('objectType', null),
    'an id in another case': respells('id', 'Id'),
    'an id twice': repeats('id'),
    'a definition that is null': sets('definition', null),
  }),
  ...mutationsOf('definition', {
    ...noObject,
    ...noProperties,
    'an interaction in another case': sets('interactionType', 'Choice'),
    'an unknown interaction': sets('interactionType', 'drag-and-drop'),
    'interactionType null': sets('interactionType', null),
    'a question without its type': (whole) => ({
      value: { ...without(whole, 'interactionType'), choices: [{ id: 'a' }] },
      blame: ['', '/choices'],
    }),
    'answers without a type': (whole) => ({
      value: { ...withoutQuestion(whole), correctResponsesPattern: ['a'] },
      blame: ['', '/correctResponsesPattern'],
    }),
    'a pattern that is a text': (whole) =>
      withQuestion(whole, { correctResponsesPattern: 'a' }, '/correctResponsesPattern'),
    'a pattern of numbers': (whole) =>
      withQuestion(whole, { correctResponsesPattern: ['a', 1] }, '/correctResponsesPattern/1'),
    'choices as an object': (whole) => withQuestion(whole, { choices: { a: 'A' } }, '/choices'),
    'a choice that is a text': (whole) => withQuestion(whole, { choices: ['a'] }, '/choices/0'),
    'one choice twice': (whole) =>
      withQuestion(whole, { choices: [{ id: 'a' }, { id: 'a' }] }, '/choices/1/id'),
    'one step twice': (whole) =>
      withQuestion(whole, { steps: [{ id: '1' }, { id: '2' }, { id: '1' }] }, '/steps/2/id'),
    'a type in another case': respells('type', 'Type'),
  }),
  ...mutationsOf('component', {
    ...noObject,
    ...noProperties,
    'no id': lacks('id'),
    'an id in another case': respells('id', 'iD'),
    'a list as description': sets('description', []),
  }),
  ...mutationsOf('components', noList),
  ...mutationsOf('patterns', noList),
]

const withoutQuestion = (whole: Json): Json =>
  Object.fromEntries(
    Object.entries(whole).filter(([key]) =>
      ['name', 'description', 'type', 'moreInfo', 'extensions'].includes(key),
    ),
  )

const withQuestion = (whole: Json, question: Json, blame: string) => ({
  value: { ...withoutQuestion(whole), interactionType: 'choice', ...question },
  blame: [blame],
})

const resultMutations = [
  ...mutationsOf('result', {
    ...noObject,
    ...noProperties,
    'a score that is a number': sets('score', 0.8),
    'a duration in seconds': sets('duration', 90),
    'success in another case': respells('success', 'Success'),
    'a response twice': repeats('response'),
  }),
  ...mutationsOf('score', {
    ...noObject,
    ...noProperties,
    'scaled over 1': sets('scaled', 1.0001),
    'scaled under -1': sets('scaled', -1.01),
    'scaled in percent': sets('scaled', 80),
    'raw under min': becomesScore({ raw: 1, min: 2 }, '/raw'),
    'raw over max': becomesScore({ raw: 3, max: 2 }, '/raw'),
    'raw far over max': becomesScore({ raw: spelled('1e300'), min: -1, max: 1 }, '/raw'),
    'min over max': becomesScore({ min: 3, max: 2 }, '/min'),
    'min equal to max': becomesScore({ min: 2, max: 2 }, '/min'),
  }),
]

function becomesScore(value: Json, blame: string) {
  return () => ({ value, blame: [blame] })
}

export const thingMutations: Mutation[] = [
  ...agentMutations,
  ...groupMutations,
  ...accountMutations,
  ...verbMutations,
  ...mapMutations,
  ...activityMutations,
  ...resultMutations,
]
