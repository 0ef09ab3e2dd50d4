import type { ActivityDefinition } from '../statements/statement.ts'

/** A canonical definition stays below this, in characters of JSON: what would make it longer is not taken. */
export const definitionCharactersMax = 100_000

/**
 * Takes what a statement says about an activity into what is known of it [Communication 2.5]: names and descriptions by
 * language, extensions by key, everything else by property; what came last wins. A question of another type replaces the
 * question, whose parts belong together.
 * @returns `known` itself if the result would be too long.
 */
export function mergeDefinition(
  known: ActivityDefinition | undefined,
  arrived: ActivityDefinition,
): ActivityDefinition {
  const base = known ? withoutOtherQuestion(known, arrived) : {}
  const merged = {
    ...base,
    ...arrived,
    ...mergedMap('name', base, arrived),
    ...mergedMap('description', base, arrived),
    ...mergedMap('extensions', base, arrived),
  }
  if (JSON.stringify(merged).length > definitionCharactersMax) return known ?? {}
  return merged
}

const mergedMap = (
  property: 'name' | 'description' | 'extensions',
  known: ActivityDefinition,
  arrived: ActivityDefinition,
): ActivityDefinition =>
  known[property] && arrived[property]
    ? { [property]: { ...known[property], ...arrived[property] } }
    : {}

const questionProperties = [
  'interactionType',
  'correctResponsesPattern',
  'choices',
  'scale',
  'source',
  'target',
  'steps',
]

function withoutOtherQuestion(
  known: ActivityDefinition,
  { interactionType }: ActivityDefinition,
): ActivityDefinition {
  if (interactionType === undefined || interactionType === known.interactionType) return known
  return Object.fromEntries(
    Object.entries(known).filter(([property]) => !questionProperties.includes(property)),
  )
}
