import type { Interaction } from '../runtime/index.ts'

/** The parts of an activity definition that describe a question [xAPI-Data 2.4.4.1, Appendix C]. */
export interface InteractionDefinition {
  readonly interactionType: string
  readonly correctResponsesPattern?: readonly string[]
}

export function interactionDefinition(interaction: Interaction): InteractionDefinition {
  const { type = 'other', correctResponses } = interaction
  const patterns = correctResponses.filter((pattern) => pattern !== '')
  return {
    interactionType: type,
    ...(patterns.length > 0 && { correctResponsesPattern: patterns }),
  }
}
