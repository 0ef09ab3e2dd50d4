import type { Attempt, Interaction, InteractionResult, InteractionType } from '../attempt.ts'
import { knownFields } from '../known-fields.ts'
import { fieldOf, innerFieldsOf, recordsOf } from '../records.ts'
import { stateOf } from './run.ts'
import { parseTimespan } from './timespan.ts'
import { toXapiResponse } from './xapi-response.ts'

/** Interaction `index` of an activity as one plain object; undefined if the SCO recorded none there. */
export function interactionOf(
  attempt: Attempt,
  activity: string,
  index: number,
): Interaction | undefined {
  const state = stateOf(attempt, activity)
  const record = state && recordsOf(state, 'cmi.interactions')[index]
  if (!record) return undefined
  const one = (name: string) => fieldOf(record, name)
  const type = one('type') as InteractionType | undefined
  const response = one('student_response')
  return {
    id: one('id') ?? String(index),
    correctResponses: innerFieldsOf(record, 'correct_responses', 'pattern')
      .filter((pattern) => pattern !== '')
      .map((pattern) => toXapiResponse(type, pattern)),
    objectives: innerFieldsOf(record, 'objectives', 'id'),
    ...knownFields({
      type,
      timeOfDay: one('time'),
      weighting: numberIn(one('weighting')),
      response: response === undefined ? undefined : toXapiResponse(type, response),
      result: resultOf(one('result')),
      latencyCentiseconds: parseTimespan(one('latency') ?? ''),
    }),
  }
}

const numberIn = (text: string | undefined): number | undefined =>
  text === undefined || text === '' ? undefined : Number(text)

/** `wrong` is the older word for what SCORM 2004 calls `incorrect`. */
function resultOf(text: string | undefined): InteractionResult | number | undefined {
  if (text === 'wrong') return 'incorrect'
  if (text === 'correct' || text === 'unanticipated' || text === 'neutral') return text
  return numberIn(text)
}
