import type { Attempt, Interaction, InteractionResult, InteractionType } from '../attempt.ts'
import { countOf } from './element-name.ts'
import { parseTimespan } from './timespan.ts'
import { storedValue } from './values.ts'
import { toXapiResponse } from './xapi-response.ts'

/** Interaction `index` of an activity as one plain object; undefined if the SCO recorded none there. */
export function interactionOf(
  attempt: Attempt,
  activity: string,
  index: number,
): Interaction | undefined {
  if (!Object.hasOwn(attempt.activities, activity)) return undefined
  const values = attempt.activities[activity]?.values ?? {}
  if (!Number.isInteger(index) || index < 0 || index >= countOf(values, 'cmi.interactions')) {
    return undefined
  }
  const record = `cmi.interactions.${index}`
  const one = (name: string) => storedValue(values, `${record}.${name}`)
  const all = (array: string, name: string) =>
    Array.from(
      { length: countOf(values, `${record}.${array}`) },
      (_, at) => one(`${array}.${at}.${name}`) ?? '',
    )
  const type = one('type') as InteractionType | undefined
  const response = one('student_response')
  return withoutAbsent({
    id: one('id') ?? String(index),
    type,
    description: undefined,
    timestamp: undefined,
    timeOfDay: one('time'),
    weighting: numberIn(one('weighting')),
    response: response === undefined ? undefined : toXapiResponse(type, response),
    correctResponses: all('correct_responses', 'pattern')
      .filter((pattern) => pattern !== '')
      .map((pattern) => toXapiResponse(type, pattern)),
    result: resultOf(one('result')),
    latencyCentiseconds: parseTimespan(one('latency') ?? ''),
    objectives: all('objectives', 'id'),
  })
}

const numberIn = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text)

/** `wrong` is the older word for what SCORM 2004 calls `incorrect`. */
function resultOf(text: string | undefined): InteractionResult | number | undefined {
  if (text === 'wrong') return 'incorrect'
  if (text === 'correct' || text === 'unanticipated' || text === 'neutral') return text
  return numberIn(text)
}

type Absentable<T> = { [K in keyof T]: T[K] | undefined }

const withoutAbsent = (interaction: Absentable<Required<Interaction>>): Interaction =>
  Object.fromEntries(
    Object.entries(interaction).filter(([, value]) => value !== undefined),
  ) as unknown as Interaction
