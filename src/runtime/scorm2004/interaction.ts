import type { Attempt, Interaction, InteractionResult, InteractionType } from '../attempt.ts'
import { knownFields } from '../known-fields.ts'
import { type DataRecord, fieldOf, innerFieldsOf, recordsOf } from '../records.ts'
import { localized } from './data-types.ts'
import { stateOf } from './run.ts'
import { parseTimeInterval } from './time-types.ts'

/** Interaction `index` of an activity as one plain object; undefined if the SCO recorded none there. */
export function interactionOf(
  attempt: Attempt,
  activity: string,
  index: number,
): Interaction | undefined {
  const record = recordsOf(stateOf(attempt, activity) ?? {}, 'cmi.interactions')[index]
  if (!record) return undefined
  const one = (name: string) => fieldOf(record, name)
  return {
    id: one('id') ?? String(index),
    correctResponses: innerFieldsOf(record, 'correct_responses', 'pattern'),
    objectives: innerFieldsOf(record, 'objectives', 'id'),
    ...knownFields({
      type: one('type') as InteractionType | undefined,
      description: descriptionOf(record),
      timestamp: one('timestamp'),
      weighting: numberIn(one('weighting')),
      response: one('learner_response'),
      result: resultOf(one('result')),
      latencyCentiseconds: parseTimeInterval(one('latency') ?? '')?.centiseconds,
    }),
  }
}

function descriptionOf(record: DataRecord): Interaction['description'] {
  const written = fieldOf(record, 'description') ?? ''
  const { text, language } = localized(written)
  if (text === '') return undefined
  return { text, ...(language !== undefined && { language }) }
}

const numberIn = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text)

function resultOf(text: string | undefined): InteractionResult | number | undefined {
  const words = ['correct', 'incorrect', 'unanticipated', 'neutral']
  return text !== undefined && words.includes(text) ? (text as InteractionResult) : numberIn(text)
}
