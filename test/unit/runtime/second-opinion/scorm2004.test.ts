import { Scorm2004API } from 'scorm-again'
import type { Course } from '../../../../src/runtime/index.ts'
import { elements } from '../../../../src/runtime/scorm2004/elements.ts'
import { parseTimeInterval } from '../../../../src/runtime/scorm2004/time-types.ts'
import type { Vocabulary } from './calls.ts'
import { apiPeer, compare, type Difference, ourPeer, type Peer, type Rule } from './compare.ts'

const course: Course = {
  standard: 'scorm2004',
  profile: 'conformant',
  id: 'org',
  title: 'Course',
  scorm2004: {
    edition: '4th',
    objectivesGlobalToSystem: false,
    sharedDataGlobalToSystem: false,
    sequencing: {
      controlMode: {
        choice: true,
        choiceExit: true,
        flow: true,
        forwardOnly: false,
        useCurrentAttemptObjectiveInfo: true,
        useCurrentAttemptProgressInfo: true,
      },
    },
  },
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
    'cmi.core.lesson_status',
    'nothing',
    'cmi.interactions.0',
    'cmi.objectives.x.id',
    'cmi.objectives.-1.id',
    'cmi..location',
    'adl.nav',
  ],
  values: [
    '',
    '0',
    '1',
    '-1',
    '0.5',
    '1.5',
    '100',
    'a b',
    'true',
    'completed',
    'incomplete',
    'not attempted',
    'passed',
    'failed',
    'unknown',
    'suspend',
    'normal',
    'choice',
    'numeric',
    'correct',
    'neutral',
    'PT1H',
    'P1Y2M3DT4H5M6.78S',
    'PT1.234S',
    '00:01:02',
    '2026-11-22',
    '2026-11-22T10:00:00',
    '2026-11-22T10:00:00Z',
    '2026-11-22T10:00:00.5Z',
    '{lang=vi}Xin chào',
    '{lang=zz}x',
    '{case_matters=true}a',
    'urn:a:b',
    'urn:',
    'obj1',
    'obj2',
    'Nguyễn Thị Ánh',
    'x'.repeat(300),
    'x'.repeat(5_000),
    'continue',
    '{target=sco}choice',
    '_none_',
    '1e-7',
    '+1',
    '.5',
    '5.',
    'en',
    'vi-VN',
  ],
  responseElement: 'learner_response',
  responses: {
    'true-false': ['true', 'false', 't', ''],
    choice: ['a', 'a[,]b', 'a[,]a', 'a b', ''],
    'fill-in': ['sông', '{lang=vi}sông[,]núi', '{case_matters=true}a', ''],
    'long-fill-in': ['Một đoạn văn.', '{lang=vi}Một đoạn văn.', ''],
    likert: ['agree', 'a b', ''],
    matching: ['a[.]b', 'a[.]b[,]c[.]d', 'a', ''],
    performance: ['step[.]done', '[.]done', 'step[.]1[:]3', 'a', ''],
    sequencing: ['a[,]b', 'b[,]a', 'a[,]a', ''],
    numeric: ['3.14', '1[:]3', '3[:]1', 'abc', ''],
    other: ['anything at all', ''],
  },
}

const theirs = (): Peer => {
  const api = new Scorm2004API({ logLevel: 5 })
  Object.assign(api.cmi, { learner_id: 'l1', learner_name: 'Learner, One' })
  Object.assign(api.cmi, { credit: 'credit', mode: 'normal', entry: 'ab-initio' })
  return apiPeer(api, {
    initialize: 'Initialize',
    finish: 'Terminate',
    commit: 'Commit',
    getValue: 'GetValue',
    setValue: 'SetValue',
    lastError: 'GetLastError',
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
const isResponse = ({ name }: Difference) => /\.(?:learner_response|pattern)$/.test(name)
const isIdentifier = ({ name }: Difference) => name.endsWith('.id')
const typeOf = ({ interactionTypes }: Difference) => interactionTypes.at(-1) ?? ''

/** In the order in which they are asked. `[CTS]`: ADL's conformance cases for the 4th Edition expect it. */
const rules: readonly Rule[] = [
  {
    because: '301 for an index that no record has [RTE 3.1.7.6; CTS DMI]; the peer says 403 or ""',
    explains: (d) => isGet(d) && hasIndex(d) && codes('301', '403', '0')(d),
  },
  {
    because: 'a keyword of what has none is 301, even of what can only be set [RTE 3.1.7.6]',
    explains: (d) => isGet(d) && isKeyword(d) && codes('301', '405')(d),
  },
  {
    because: '_children of the whole cmi is not in the data model [RTE 4.2.1]',
    explains: (d) => isGet(d) && d.name === 'cmi._children' && codes('301', '0')(d),
  },
  {
    because: 'the children of a group have no order; the peer names the same in another one',
    explains: (d) =>
      isGet(d) &&
      d.name.endsWith('._children') &&
      [...d.ours.result.split(',')].sort().join() === [...d.theirs.result.split(',')].sort().join(),
  },
  {
    because: 'a group has no value and cannot be set: 401 [RTE 3.1.7.6; CTS DMI: "cmi.objectives"]',
    explains: (d) =>
      !isKeyword(d) && !isElement(d) && codes('401', '0', '351', '403', '405', '408')(d),
  },
  {
    because: 'what was read or set by the peer under a name that is none leaves a record there',
    explains: (d) => isGet(d) && d.name.endsWith('._count') && codes('0', '0')(d),
  },
  {
    because: 'a status is read without an error of an earlier call [RTE 3.1.6.1, GetLastError]',
    explains: (d) =>
      isGet(d) &&
      /^cmi\.(?:completion|success)_status$/.test(d.name) &&
      d.ours.result === d.theirs.result &&
      d.ours.error === '0' &&
      d.theirs.error === d.theirLastError,
  },
  {
    because: 'the same time in another form [RTE 4.1.1.7]',
    explains: (d) =>
      d.name === 'cmi.total_time' &&
      parseTimeInterval(d.ours.result)?.centiseconds ===
        parseTimeInterval(d.theirs.result)?.centiseconds,
  },
  {
    because: 'adl.nav.request can be read and is _none_ at first [SN 5.6.4]',
    explains: (d) => isGet(d) && d.name === 'adl.nav.request' && codes('0', '405')(d),
  },
  {
    because: 'what has no value and no default is 403 [RTE 3.1.7.6; CTS DMI]',
    explains: (d) => isGet(d) && isElement(d) && codes('403', '0')(d),
  },
  {
    because: 'a keyword of what has none is not in the data model: 401 [RTE 3.1.7.6]',
    explains: (d) =>
      isSet(d) && isKeyword(d) && codes('401', '351', '403', '404', '405', '406', '408')(d),
  },
  {
    because: 'what can only be read is 404, whether there is a record or not [CTS DMI]',
    explains: (d) => isSet(d) && codes('404', '351')(d),
  },
  {
    because: 'a course without adl.data in its manifest has no store [CAM 3.4.1.19]',
    explains: (d) => isSet(d) && /^adl\.data\.\d+\.store$/.test(d.name) && codes('351', '0')(d),
  },
  {
    because: 'what an element depends on is asked before its value is judged: 408 [CTS DMI]',
    explains: (d) => isSet(d) && hasIndex(d) && codes('408', '0', '351', '406', '407')(d),
  },
  {
    because: 'the next index is asked before anything else: 351 [RTE 3.1.7.6; CTS DMI]',
    explains: (d) => isSet(d) && hasIndex(d) && codes('351', '0', '406', '407', '408')(d),
  },
  {
    because: 'an identifier is a URI [RTE 4.1.1.4; CTS DMI: "urn:", a space]',
    explains: (d) => isSet(d) && isIdentifier(d) && codes('406', '0', '351')(d),
  },
  {
    because: "an interaction's id may change [RTE 4.2.9.2; CTS DMI]; only an objective's may not",
    explains: (d) => /^cmi\.interactions\.\d+\.id$/.test(d.name) && codes('0', '351')(d),
  },
  {
    because: 'a size is a minimum that an LMS must take, not a maximum [RTE 4.1.1]',
    explains: (d) => isSet(d) && d.value.length >= 250 && codes('0', '406')(d),
  },
  {
    because: 'an empty text is a text [RTE 4.1.1.1; CTS DMI: cmi.location, language]',
    explains: (d) => isSet(d) && !isResponse(d) && d.value === '' && codes('0', '406')(d),
  },
  {
    because: 'braces are characters, where they do not begin {lang= [RTE 4.1.1.3]',
    explains: (d) =>
      isSet(d) &&
      !isResponse(d) &&
      /^\{(?!lang=)/.test(d.value) &&
      /\.(?:comment|description)$/.test(d.name) &&
      codes('0', '406')(d),
  },
  {
    because: 'a language is a code of ISO 639 [RTE 4.1.1.6; CTS DMI: "sp", "frl"]',
    explains: (d) =>
      isSet(d) &&
      (d.name === 'cmi.learner_preference.language' || d.value.startsWith('{lang=')) &&
      codes('406', '0')(d),
  },
  {
    because: 'choice needs a target [SN 5.6.4]',
    explains: (d) => d.name === 'adl.nav.request' && d.value === 'choice' && codes('406', '0')(d),
  },
  {
    because: 'a speed of zero is in the range [RTE 4.2.14.1]',
    explains: (d) =>
      d.name === 'cmi.learner_preference.delivery_speed' &&
      Number(d.value) === 0 &&
      codes('0', '407')(d),
  },
  {
    because: 'audio_captioning is a state, not a number: 406 [RTE 4.2.14.1]',
    explains: (d) => d.name === 'cmi.learner_preference.audio_captioning' && codes('406', '407')(d),
  },
  {
    because: 'a pattern is judged by the type that the interaction has now [RTE 4.2.9.1]',
    explains: (d) => isResponse(d) && new Set(d.interactionTypes).size > 1 && isSet(d),
  },
  {
    because: 'no part at all is a set, an array or a text of no part [RTE Table 4.2.9.1a; CTS DMI]',
    explains: (d) => isResponse(d) && d.value === '' && codes('0', '406')(d),
  },
  {
    because: 'a sequencing response is an array, in which a part may stand twice [same table]',
    explains: (d) => isResponse(d) && typeOf(d) === 'sequencing' && codes('0', '406')(d),
  },
  {
    because: 'in a response {case_matters= and [:] are text: only patterns have them [same table]',
    explains: (d) => d.name.endsWith('.learner_response') && codes('0', '406')(d),
  },
  {
    because: 'a response has the form of its type, with URIs as its parts [same table; CTS DMI]',
    explains: (d) =>
      isResponse(d) &&
      ['choice', 'likert', 'matching', 'true-false', 'performance'].includes(typeOf(d)) &&
      codes('406', '0')(d),
  },
  {
    because: 'a numeric pattern is a range, min[:]max, and ends after it begins [same table]',
    explains: (d) => d.name.endsWith('.pattern') && typeOf(d) === 'numeric' && codes('406', '0')(d),
  },
]

test('the data model of SCORM 2004 agrees with scorm-again, or a rule says why not', () => {
  const met = compare({ vocabulary, ours: () => ourPeer(course), theirs, rules })
  const idle = rules.filter((rule) => !met.has(rule)).map(({ because }) => because)
  expect(idle).toEqual([])
})
