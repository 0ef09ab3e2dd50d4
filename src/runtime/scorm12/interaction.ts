import type { Attempt, Interaction } from '../attempt.ts'
import { countOf } from './element-name.ts'
import { parseTimespan } from './timespan.ts'
import { storedValue } from './values.ts'

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
  return withoutAbsent({
    id: one('id') ?? String(index),
    type: one('type'),
    time: one('time'),
    weighting: one('weighting'),
    studentResponse: one('student_response'),
    correctResponses: all('correct_responses', 'pattern'),
    result: one('result'),
    latencyCentiseconds: parseTimespan(one('latency') ?? ''),
    objectives: all('objectives', 'id'),
  })
}

type Absentable<T> = { [K in keyof T]: T[K] | undefined }

const withoutAbsent = (interaction: Absentable<Required<Interaction>>): Interaction =>
  Object.fromEntries(
    Object.entries(interaction).filter(([, value]) => value !== undefined),
  ) as unknown as Interaction
