import type { ActivityDefinition } from '../statements/statement.ts'

/** A canonical definition stays below this, in characters of JSON: what would make it longer is not taken. */
export const definitionCharactersMax = 100_000

/**
 * So long a map of names, descriptions or extensions takes no more keys: a program that makes up a new key each time would
 * have the whole map written again for every statement.
 */
export const mapCharactersMax = 16_000

/**
 * Takes what a statement says about an activity into what is known of it [Communication 2.5]: names and descriptions by
 * language, extensions by key, everything else by property; what came last wins. A question of another type replaces the
 * question, whose parts belong together.
 * @returns `known` itself where nothing changes, also because the result would be too long.
 */
export function mergeDefinition(
  known: ActivityDefinition | undefined,
  arrived: ActivityDefinition,
): ActivityDefinition {
  const base = known ? withoutOtherQuestion(known, arrived) : {}
  const changes: Record<string, unknown> = {}
  for (const [property, value] of Object.entries(arrived)) {
    const before = base[property as keyof ActivityDefinition]
    const after =
      maps.has(property) && before ? mergedMap(before as Entries, value as Entries) : value
    if (!isSameJson(before, after)) changes[property] = after
  }
  if (known && base === known && Object.keys(changes).length === 0) return known
  const merged = { ...base, ...changes }
  if (JSON.stringify(merged).length > definitionCharactersMax) return known ?? {}
  return merged
}

const maps: ReadonlySet<string> = new Set(['name', 'description', 'extensions'])

type Entries = Readonly<Record<string, unknown>>

/** @returns `known` itself where nothing changes. */
function mergedMap(known: Entries, arrived: Entries): Entries {
  const taken = Object.entries(arrived).filter(
    ([key, value]) => !Object.hasOwn(known, key) || !isSameJson(known[key], value),
  )
  if (taken.length === 0) return known
  const merged = entriesOf(known, taken)
  const isTooLong = JSON.stringify(merged).length > mapCharactersMax
  if (!isTooLong || taken.every(([key]) => Object.hasOwn(known, key))) return merged
  const changed = taken.filter(([key]) => Object.hasOwn(known, key))
  return changed.length === 0 ? known : entriesOf(known, changed)
}

/** Not by assignment: a key may be `__proto__`. */
const entriesOf = (known: Entries, taken: readonly [string, unknown][]): Entries =>
  Object.fromEntries([...Object.entries(known), ...taken])

/** Whether two values of JSON are the same, whatever the order of their properties. */
function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  if (keys.length !== Object.keys(other).length) return false
  return keys.every(
    (key) =>
      Object.hasOwn(other, key) && isSameJson((one as Entries)[key], (other as Entries)[key]),
  )
}

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
  const isQuestion = questionProperties.some((property) => Object.hasOwn(known, property))
  if (!isQuestion) return known
  return Object.fromEntries(
    Object.entries(known).filter(([property]) => !questionProperties.includes(property)),
  )
}
