import { Scorm12API } from 'scorm-again'
import type { Course } from '../../../../src/runtime/index.ts'
import { elements } from '../../../../src/runtime/scorm12/elements.ts'
import type { Vocabulary } from './calls.ts'
import { apiPeer, compare, type Difference, ourPeer, type Peer, type Rule } from './compare.ts'

const course: Course = {
  standard: 'scorm12',
  id: 'org',
  title: 'Course',
  activities: [
    { id: 'sco', title: 'SCO', kind: 'sco', href: 'a.html', isVisible: true, children: [] },
  ],
}

const vocabulary: Vocabulary = {
  elements: Object.keys(elements),
  strangeNames: [
    '',
    'cmi',
    'cmi._version',
    'cmi.nothing',
    'cmi.location',
    'nothing',
    'cmi.core.score',
    'cmi.interactions.0',
    'cmi.objectives.x.id',
    'cmi..core',
  ],
  values: [
    '',
    '0',
    '1',
    '-1',
    '0.5',
    '100',
    '101',
    'a b',
    'abc',
    'completed',
    'incomplete',
    'not attempted',
    'passed',
    'browsed',
    'Completed',
    'suspend',
    'normal',
    'choice',
    'other',
    'correct',
    'wrong',
    'incorrect',
    'neutral',
    '00:01:02',
    '0000:01:02.5',
    '00:00:99',
    '99:99:99.99',
    'PT1H',
    '10:20:30',
    'obj1',
    'Nguyễn',
    'x'.repeat(300),
    'x'.repeat(5_000),
    '+1',
    '.5',
    '5.',
  ],
  responseElement: 'student_response',
  responses: {
    'true-false': ['t', '1', 'true', ''],
    choice: ['a', 'a,b', '{a,b}', 'apple'],
    'fill-in': ['sông Hồng', ''],
    matching: ['1.a', '1.a,2.b', 'a'],
    performance: ['mở van', ''],
    sequencing: ['b,a', 'ab'],
    likert: ['3', 'agree'],
    numeric: ['3.14', 'abc'],
  },
}

const theirs = (): Peer => {
  const api = new Scorm12API({ logLevel: 5 })
  Object.assign(api.cmi.core, { student_id: 'l1', student_name: 'Learner, One' })
  Object.assign(api.cmi.core, { credit: 'credit', lesson_mode: 'normal', entry: 'ab-initio' })
  return apiPeer(api, {
    initialize: 'LMSInitialize',
    finish: 'LMSFinish',
    commit: 'LMSCommit',
    getValue: 'LMSGetValue',
    setValue: 'LMSSetValue',
    lastError: 'LMSGetLastError',
  })
}

const isGet = ({ call }: Difference) => call === 'getValue'
const isSet = ({ call }: Difference) => call === 'setValue'
/** Our code, and the peer's. */
const codes =
  (ours: string, ...theirs: readonly string[]) =>
  (difference: Difference) =>
    difference.ours.error === ours && theirs.includes(difference.theirs.error)
const isKeyword = ({ name }: Difference) => /\._(?:children|count|version)$/.test(name)
const hasIndex = ({ name }: Difference) => /\.\d+(?:\.|$)/.test(name)
const patternOf = ({ name }: Difference) => name.replaceAll(/\.\d+(?=\.|$)/g, '.n')
const isElement = (difference: Difference) => Object.hasOwn(elements, patternOf(difference))

/** In the order in which they are asked. hocba is tolerant in SCORM 1.2: sizes and forms are findings, not errors. */
const rules: readonly Rule[] = [
  {
    because: '301 before LMSInitialize and after LMSFinish, whatever the call is [RTE 3.3.3]',
    explains: (d) => d.ours.error === '301',
  },
  {
    because: 'a time that nothing was added to is 0000:00:00.00, a CMITimespan [RTE 3.4.4]',
    explains: (d) => d.name === 'cmi.core.total_time' && d.theirs.result === '',
  },
  {
    because: 'the preferences are 0 until the SCO sets them [RTE 3.4.4, cmi.student_preference]',
    explains: (d) =>
      isGet(d) &&
      /^cmi\.student_preference\.(?:audio|speed|text)$/.test(d.name) &&
      d.ours.result === '0' &&
      d.theirs.result === '',
  },
  {
    because: 'an objective is not attempted until the SCO says otherwise [RTE 3.4.4]',
    explains: (d) => isGet(d) && d.name.endsWith('.status') && d.ours.result === 'not attempted',
  },
  {
    because: 'a score has no maximum until the SCO sets one: "" [RTE 3.4.4, cmi.core.score]',
    explains: (d) => isGet(d) && d.name.endsWith('.score.max') && d.theirs.result === '100',
  },
  {
    because: 'the children of a group have no order; the peer names the same in another one',
    explains: (d) =>
      isGet(d) &&
      d.name.endsWith('._children') &&
      [...d.ours.result.split(',')].sort().join() === [...d.theirs.result.split(',')].sort().join(),
  },
  {
    because: 'cmi._children names comments_from_lms too, which hocba has [RTE 3.4.4]',
    explains: (d) => isGet(d) && d.name === 'cmi._children' && codes('0', '0')(d),
  },
  {
    because:
      'a record comes into being when an element of it is set, not when that fails [RTE 3.4.2]',
    explains: (d) => isGet(d) && d.name.endsWith('._count') && codes('0', '0')(d),
  },
  {
    because: 'comments are appended to those that are there [RTE 3.4.4, cmi.comments]',
    explains: (d) =>
      isGet(d) && d.name === 'cmi.comments' && d.ours.result.endsWith(d.theirs.result),
  },
  {
    because: '_version belongs to cmi alone: not in the data model elsewhere, 401 [RTE 3.4.2]',
    explains: (d) => d.name.endsWith('._version') && codes('401', '201', '402', '404', '405')(d),
  },
  {
    because: '202 and 203 for _children and _count of what has none [RTE 3.3.3]',
    explains: (d) => isGet(d) && isKeyword(d) && ['202', '203'].includes(d.ours.error),
  },
  {
    because: 'a keyword cannot be set: 402, whatever it is a keyword of [RTE 3.3.3]',
    explains: (d) => isSet(d) && isKeyword(d) && d.ours.error === '402',
  },
  {
    because: 'a name that is none is an invalid argument: 201; also an empty one [RTE 3.3.3]',
    explains: (d) => !/^[\w]+(?:\.[\w]+)+$/.test(d.name) && d.ours.error === '201',
  },
  {
    because: 'a group has no value and cannot be set: 201 [RTE 3.3.3]',
    explains: (d) => !isKeyword(d) && !isElement(d) && d.ours.error === '201',
  },
  {
    because: 'an index that no record has, or that is not the next one, is 201 [RTE 3.4.2]',
    explains: (d) => hasIndex(d) && d.ours.error === '201',
  },
  {
    because: 'a size is a minimum that an LMS must take; more is a finding [RTE 3.4.3]',
    explains: (d) => isSet(d) && d.value.length > 255 && codes('0', '405')(d),
  },
  {
    because: 'an identifier in letters beyond ASCII is a finding: tools write them',
    explains: (d) => isSet(d) && d.name.endsWith('.id') && codes('0', '405')(d),
  },
  {
    because: 'an integer may have a plus sign: CMISInteger is signed [RTE 3.4.3]',
    explains: (d) =>
      /^cmi\.student_preference\./.test(d.name) && d.value === '+1' && codes('0', '405')(d),
  },
  {
    because: 'weighting and result are CMIDecimals without a range [RTE 3.4.4]',
    explains: (d) =>
      /\.(?:weighting|result)$/.test(d.name) && /^[-\d.]+$/.test(d.value) && codes('0', '405')(d),
  },
  {
    because: '"normal" and "incorrect" are words of SCORM 2004 [RTE 3.4.4]',
    explains: (d) => ['normal', 'incorrect'].includes(d.value) && codes('405', '0')(d),
  },
]

// The peer says on the console what it takes though it is of another standard.
const { warn } = console
beforeAll(() => {
  console.warn = () => {}
})
afterAll(() => {
  console.warn = warn
})

test('the data model of SCORM 1.2 agrees with scorm-again, or a rule says why not', () => {
  const met = compare({ vocabulary, ours: () => ourPeer(course), theirs, rules })
  const idle = rules.filter((rule) => !met.has(rule)).map(({ because }) => because)
  expect(idle).toEqual([])
})
