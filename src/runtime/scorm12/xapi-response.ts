/**
 * A SCORM 1.2 response in the delimiters of SCORM 2004 and xAPI: `{a,b}` -> `a[,]b`, `1.a,2.c` -> `1[.]a[,]2[.]c`, `t` -> `true`.
 * A response that a tool wrote with those delimiters already, and one that is not in SCORM's form, stays as it is.
 */
export function toXapiResponse(interactionType: string | undefined, response: string): string {
  if (/\[[,.:]\]/.test(response)) return response
  switch (interactionType) {
    case 'true-false':
      return truth.get(response.toLowerCase()) ?? response
    case 'choice':
    case 'sequencing':
      return withoutBraces(response).split(',').map(trimmed).join('[,]')
    case 'matching':
    case 'performance':
      return pairs(response) ?? response
    default:
      return response
  }
}

const truth: ReadonlyMap<string, string> = new Map([
  ...['t', '1', 'true'].map((word) => [word, 'true'] as const),
  ...['f', '0', 'false'].map((word) => [word, 'false'] as const),
])

const withoutBraces = (text: string): string => text.replace(/^\{(.*)\}$/s, '$1')
const trimmed = (text: string): string => text.trim()

/** `source.target` pairs; undefined if a part is none. */
function pairs(response: string): string | undefined {
  const parts = withoutBraces(response).split(',').map(trimmed)
  if (!parts.every((part) => /^[^.]+\.[^.]+$/.test(part))) return undefined
  return parts.map((part) => part.replace('.', '[.]')).join('[,]')
}
