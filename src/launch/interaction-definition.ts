import type { Interaction } from '../runtime/index.ts'

/** The parts of an activity definition that describe a question [xAPI-Data 2.4.4.1, Appendix C]. */
export interface InteractionDefinition {
  readonly interactionType: string
  readonly correctResponsesPattern?: readonly string[]
}

const interactionTypes = new Set([
  'true-false',
  'choice',
  'fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
])

/** SCORM 1.2 abbreviates: its vocabulary takes the first character. What is none of the eight types is `other` in xAPI. */
export function interactionDefinition(interaction: Interaction): InteractionDefinition {
  const interactionType = interactionTypes.has(interaction.type ?? '') ? interaction.type! : 'other'
  const patterns = interaction.correctResponses
    .filter((pattern) => pattern !== '')
    .map((pattern) => toXapiResponse(interactionType, pattern))
  return { interactionType, ...(patterns.length > 0 && { correctResponsesPattern: patterns }) }
}

/**
 * A SCORM 1.2 response in xAPI's delimiters: `{a,b}` -> `a[,]b`, `1.a,2.c` -> `1[.]a[,]2[.]c`, `t` -> `true`. A response that
 * a tool wrote with xAPI's delimiters already, and one that is not in SCORM's form, stays as it is.
 */
export function toXapiResponse(interactionType: string, response: string): string {
  if (/\[[,.:]\]/.test(response)) return response
  switch (interactionType) {
    case 'true-false':
      return truth[response.toLowerCase()] ?? response
    case 'choice':
    case 'sequencing':
      return withoutBraces(response).split(',').map(trimmed).join('[,]')
    case 'matching':
      return pairs(response) ?? response
    case 'performance':
      return pairs(response) ?? response
    default:
      return response
  }
}

const truth: Readonly<Record<string, string>> = {
  t: 'true',
  '1': 'true',
  true: 'true',
  f: 'false',
  '0': 'false',
  false: 'false',
}

const withoutBraces = (text: string): string => text.replace(/^\{(.*)\}$/s, '$1')
const trimmed = (text: string): string => text.trim()

/** `source.target` pairs; undefined if a part is none. */
function pairs(response: string): string | undefined {
  const parts = withoutBraces(response).split(',').map(trimmed)
  if (!parts.every((part) => /^[^.]+\.[^.]+$/.test(part))) return undefined
  return parts.map((part) => part.replace('.', '[.]')).join('[,]')
}
