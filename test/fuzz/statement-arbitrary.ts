import { createHash } from 'node:crypto'
import fc, { type Arbitrary } from 'fast-check'
import type { XapiVersion } from '../../src/xapi/negotiate-version.ts'
import type { Json } from '../support/xapi-client.ts'
import {
  digest,
  duration,
  extensions,
  iri,
  languageMap,
  languageTag,
  looseTimestamp,
  text,
  timestamp,
  uuid,
} from './words.ts'

/** An object with the required properties, some of the optional ones, in any order. */
const object = (
  required: Record<string, Arbitrary<unknown>>,
  optional: Record<string, Arbitrary<unknown>> = {},
) =>
  fc
    .tuple(
      fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) }),
      fc.integer({ min: 0, max: 7 }),
    )
    .map(([value, turn]) => rotated(value as Json, turn))

const rotated = (value: Json, by: number): Json => {
  const entries = Object.entries(value)
  const at = entries.length === 0 ? 0 : by % entries.length
  return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)])
}

const account = object({ homePage: iri, name: text })
const mbox = fc
  .tuple(
    fc.constantFrom(
      'an',
      'an+xapi',
      'nguyễn.an',
      "o'neil",
      '"an"',
      'a!#$%&*=?^_`{|}~b'.replace('?', ''),
    ),
    fc.constantFrom('example.vn', 'EXAMPLE.VN', 'ví-dụ.vn', '[127.0.0.1]', 'localhost'),
  )
  .map(([local, domain]) => `mailto:${local}@${domain}`)
const sha1 = fc.integer().map((seed) => createHash('sha1').update(String(seed)).digest('hex'))

const identifier: Arbitrary<Json> = fc.oneof(
  fc.record({ mbox }),
  fc.record({ mbox_sha1sum: sha1 }),
  fc.record({ openid: iri }),
  fc.record({ account }),
)

const merged = (...parts: Arbitrary<Json>[]): Arbitrary<Json> =>
  fc.tuple(...parts).map((values) => Object.assign({}, ...values))

export const agent = merged(
  object({}, { objectType: fc.constant('Agent'), name: text }),
  identifier,
)
const members = fc.array(agent, { minLength: 1, maxLength: 3 })
const group = fc.oneof(
  object({ objectType: fc.constant('Group'), member: members }, { name: text }),
  merged(object({ objectType: fc.constant('Group') }, { name: text, member: members }), identifier),
)
const actor = fc.oneof({ weight: 3, arbitrary: agent }, { weight: 1, arbitrary: group })

const components = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', '1', 'lựa chọn', '__proto__', ''), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => object({ id: fc.constant(id) }, { description: languageMap }))),
  )

const patterns = (...written: string[]) => fc.subarray(written)
const interaction = (type: string, written: string[], lists: string[] = []) =>
  object(
    { interactionType: fc.constant(type) },
    {
      correctResponsesPattern: patterns(...written),
      ...Object.fromEntries(lists.map((list) => [list, components])),
    },
  )

/** One for each interaction type of xAPI-Data Appendix C. */
const interactions = [
  interaction('true-false', ['true', 'false']),
  interaction('choice', ['a', 'a[,]b'], ['choices']),
  interaction('fill-in', ['{case_matters=true}{lang=vi}Hà Nội', '']),
  interaction('long-fill-in', ['{lang=en}A long answer.']),
  interaction('matching', ['a[.]b[,]b[.]c'], ['source', 'target']),
  interaction('performance', ['a[.]1:[,]b[.]:3'], ['steps']),
  interaction('sequencing', ['a[,]b'], ['choices']),
  interaction('likert', ['a'], ['scale']),
  interaction('numeric', ['4[:]', '0[:]10', '4.5']),
  interaction('other', ['(35.937,-86.868)']),
]

const definition = merged(
  object({}, { name: languageMap, description: languageMap, type: iri, moreInfo: iri, extensions }),
  fc.oneof(fc.constant({}), ...interactions),
)
const activity = object({ id: iri }, { objectType: fc.constant('Activity'), definition })
const reference = object({ objectType: fc.constant('StatementRef'), id: uuid })

const anyNumber = fc.double({ min: -1e9, max: 1e9, noNaN: true })
const score = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.uniqueArray(anyNumber, { minLength: 2, maxLength: 2, comparator: (a, b) => a === b }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.subarray(['scaled', 'raw', 'min', 'max']),
  )
  .map(([scaled, bounds, share, kept]) => {
    const [min, max] = [Math.min(...bounds), Math.max(...bounds)]
    const whole: Json = {
      scaled,
      min,
      max,
      raw: Math.min(max, Math.max(min, min + (max - min) * share)),
    }
    return Object.fromEntries(kept.map((key) => [key, whole[key]]))
  })
const result = object(
  {},
  { score, success: fc.boolean(), completion: fc.boolean(), response: text, duration, extensions },
)

const someActivities = fc.oneof(activity, fc.array(activity, { maxLength: 3 }))
const contextActivities = object(
  {},
  {
    parent: someActivities,
    grouping: someActivities,
    category: someActivities,
    other: someActivities,
  },
)
const relevantTypes = fc.array(iri, { minLength: 1, maxLength: 2 })
const contextAgents = fc.array(
  object({ objectType: fc.constant('contextAgent'), agent }, { relevantTypes }),
  { maxLength: 2 },
)
const contextGroups = fc.array(
  object({ objectType: fc.constant('contextGroup'), group }, { relevantTypes }),
  { maxLength: 2 },
)

const context = (version: XapiVersion, isAboutActivity: boolean) =>
  object(
    {},
    {
      registration: uuid,
      instructor: actor,
      team: group,
      contextActivities,
      language: languageTag,
      statement: reference,
      extensions,
      ...(isAboutActivity && { revision: text, platform: text }),
      ...(version === '2.0.0' && { contextAgents, contextGroups }),
    },
  )

const attachment = object(
  {
    usageType: iri,
    display: languageMap,
    contentType: fc.constantFrom(
      'text/plain',
      'video/mp4',
      'text/plain; charset=utf-8',
      'application/vnd.a+b',
    ),
    length: fc.nat(),
    sha2: digest,
    fileUrl: iri,
  },
  { description: languageMap },
)

const asObject = (arbitrary: Arbitrary<Json>, objectType: string) =>
  arbitrary.map((value) => ({ ...value, objectType }))

/** What stands in a statement and in a SubStatement. */
function body(
  version: XapiVersion,
  objects: readonly (readonly [weight: number, Arbitrary<Json>])[],
): Arbitrary<Json> {
  const time = version === '2.0.0' ? timestamp : fc.oneof(timestamp, looseTimestamp)
  const verb = object({ id: iri.filter((id) => !id.endsWith('voided')) }, { display: languageMap })
  const about = fc.oneof(...objects.map(([weight, arbitrary]) => ({ weight, arbitrary })))
  return about.chain((what) => {
    const isActivity = what.objectType === undefined || what.objectType === 'Activity'
    return object(
      { actor, verb, object: fc.constant(what) },
      {
        result,
        context: context(version, isActivity),
        timestamp: time,
        attachments: fc.array(attachment, { maxLength: 2 }),
      },
    )
  })
}

/**
 * Valid statements of a version, whatever xAPI-Data 2 allows. They have no id, for the sender to give them unique ones, and
 * their attachments are elsewhere.
 */
export function statementArbitrary(version: XapiVersion): Arbitrary<Json> {
  const objects = [
    [5, activity],
    [1, asObject(agent, 'Agent')],
    [1, group],
    [1, reference],
  ] as const
  const subStatement = body(version, objects).map((value) => ({
    objectType: 'SubStatement',
    ...value,
  }))
  const whole = body(version, [...objects, [2, subStatement]])
  const others = object(
    {},
    {
      stored: timestamp,
      authority: agent,
      version: fc.constantFrom(
        '1.0',
        '1.0.3',
        '1.0.9',
        ...(version === '2.0.0' ? ['2.0.0', '2.0.1'] : []),
      ),
    },
  )
  return fc.oneof(
    { weight: 30, arbitrary: whole },
    { weight: 5, arbitrary: merged(others, whole) },
    { weight: 1, arbitrary: voiding },
  )
}

/** What it voids has not arrived, and never will. */
const voiding = object(
  {
    actor,
    verb: fc.constant({ id: 'http://adlnet.gov/expapi/verbs/voided' }),
    object: reference,
  },
  { timestamp },
)
