import type { Course } from '../runtime/index.ts'
import { activitiesOf } from '../runtime/index.ts'
import { chooseLanguage, type LanguageMap, type languageRanges } from '../xapi/index.ts'
import type { Question, QuestionComponent, QuestionDefinition } from './question.ts'
import { inOrder } from './read-answer.ts'
import type { QuestionNames } from './wire.ts'

export type Languages = ReturnType<typeof languageRanges>

/** What a question is called, and where it is. @param course of the version that the definition is from */
export function namesOf(
  { id, activity }: Question,
  definition: QuestionDefinition,
  { course, languages }: { readonly course: Course | undefined; readonly languages: Languages },
): QuestionNames {
  const name = wordOf(definition.name, languages) ?? lastSegment(activity)
  const title = wordOf(definition.text, languages) ?? name
  return {
    id,
    activity,
    title,
    name: name === title ? null : name,
    type: definition.type ?? null,
    item: itemOf(definition, { course, languages }),
  }
}

const wordOf = (words: LanguageMap | undefined, languages: Languages): string | undefined => {
  const word = words && chooseLanguage(words, languages)?.[1].trim()
  return word === '' ? undefined : word
}

function lastSegment(iri: string): string {
  const segment = iri.split(/[/#]/).findLast((part) => part !== '') ?? iri
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function itemOf(
  { item: id, itemName }: QuestionDefinition,
  { course, languages }: { readonly course: Course | undefined; readonly languages: Languages },
): QuestionNames['item'] {
  if (id === undefined) return null
  const known = course && activitiesOf(course).find((one) => one.id === id)
  return { id, title: known?.title ?? wordOf(itemName, languages) ?? lastSegment(id) }
}

/** The components that a choice-like question is answered with. */
export const optionsOf = ({ type, components }: QuestionDefinition): readonly QuestionComponent[] =>
  (type === 'choice' && components?.choices) || (type === 'likert' && components?.scale) || []

/**
 * A response with words in place of the ids of its parts: `a[,]c` -> `Hà Nội; Huế`, `1[.]b` -> `Thủ đô → Hà Nội`; undefined
 * where the definition has words for none of them.
 */
export function labelOf(
  response: string,
  { components }: QuestionDefinition,
  languages: Languages,
): string | undefined {
  const words = new Map(
    Object.values(components ?? {}).flatMap((list) =>
      list.map(({ id, description }) => [id, wordOf(description, languages)] as const),
    ),
  )
  const pairs = response.split('[,]').map((part) => part.split('[.]'))
  if (!pairs.flat().some((id) => words.get(id) !== undefined)) return undefined
  return pairs.map((pair) => pair.map((id) => words.get(id) ?? id).join(' → ')).join('; ')
}

/** Whether a response is one of those that the definition calls right; undefined where it does not say. */
export function isRight(
  response: string,
  { type, correctResponses }: QuestionDefinition,
): boolean | undefined {
  if (!correctResponses || correctResponses.length === 0) return undefined
  const isUnordered = type === 'choice' || type === 'matching'
  const plain = (text: string) =>
    isUnordered ? inOrder(text.normalize('NFC').trim()) : text.trim()
  return correctResponses.some((pattern) => plain(pattern) === plain(response))
}
