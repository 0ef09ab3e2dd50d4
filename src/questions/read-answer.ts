import { percentDecoded } from '../content/index.ts'
import { courseIri, timeOf } from '../registrations/index.ts'
import {
  type Activity,
  activitiesOf,
  isActivity,
  type LanguageMap,
  type Result,
  type Statement,
  secondsOfDuration,
} from '../xapi/index.ts'
import {
  type AnswerResult,
  type ComponentList,
  type GivenAnswer,
  keptMost,
  type QuestionComponent,
  type QuestionDefinition,
} from './question.ts'

/** The verbs by which a learner answers: of cmi5 and most tools, and of the SCORM profile. */
export const answerVerbs = [
  'http://adlnet.gov/expapi/verbs/answered',
  'http://adlnet.gov/expapi/verbs/responded',
] as const

const interactionActivityType = 'http://adlnet.gov/expapi/activities/cmi.interaction'

/**
 * What a statement says that somebody answered; undefined if it does not say so: another verb, or an activity that is
 * described as something else than a question.
 * @param course where the answer belongs
 * @param latest the answer is never dated after this
 */
export function answerOf(
  statement: Statement,
  course: { readonly appUrl: string; readonly package: string; readonly registration: string },
  latest: Date,
): GivenAnswer | undefined {
  const { object, result } = statement
  if (!isAnswer(statement) || !isActivity(object)) return undefined
  const latency = latencyOf(result)
  const response = result?.response
  return {
    activity: object.id,
    definition: definitionOf(object, statement, courseIri(course.appUrl, course.package)),
    attempt: attemptOf(statement, course.registration),
    at: timeOf(statement, latest),
    ...(response !== undefined && response !== '' && { response: tidyResponse(response, object) }),
    ...judgementOf(result),
    ...(latency !== undefined && { latency }),
  }
}

/** Whether a statement is an answer to a question at all. */
export function isAnswer({ verb, object, result }: Statement): boolean {
  if (!(answerVerbs as readonly string[]).includes(verb.id) || !isActivity(object)) return false
  const { type, interactionType } = object.definition ?? {}
  if (interactionType !== undefined || type === interactionActivityType) return true
  return type === undefined && result?.response !== undefined
}

/** The activities that a statement stands under. */
export const activitiesAbove = ({ context }: Statement): readonly Activity[] => [
  ...activitiesOf(context?.contextActivities?.parent),
  ...activitiesOf(context?.contextActivities?.grouping),
]

/** Right or wrong as the course says; a bare score without bounds is kept and counts as neither. */
function judgementOf(
  result: Result | undefined,
): Pick<GivenAnswer, 'result' | 'credit' | 'points'> {
  if (result?.success !== undefined) {
    const verdict: AnswerResult = result.success ? 'correct' : 'wrong'
    return { result: verdict, credit: result.success ? 1 : 0 }
  }
  const { scaled, raw, min = 0, max } = result?.score ?? {}
  const points = raw ?? scaled
  if (points === undefined) return { result: 'neutral' }
  const share = scaled ?? (max !== undefined && max > min ? (raw! - min) / (max - min) : undefined)
  const credit = share === undefined ? undefined : Math.min(1, Math.max(0, share))
  return { result: 'points', points, ...(credit !== undefined && { credit }) }
}

/** Hundredths of a second; what is over a day says nothing about a question. */
function latencyOf(result: Result | undefined): number | undefined {
  if (result?.duration === undefined) return undefined
  const seconds = secondsOfDuration(result.duration)
  return seconds >= 0 && seconds <= 86_400 ? Math.round(seconds * 100) : undefined
}

/** The number of the attempt, from the activity that stands for it: `…?attempt=REGISTRATION`, and for later ones `….N`. */
function attemptOf(statement: Statement, registration: string): number {
  const mark = `?attempt=${registration}`
  for (const { id } of activitiesAbove(statement)) {
    const at = id.indexOf(mark)
    const number = at < 0 ? undefined : /^\D?(\d{1,6})$/.exec(id.slice(at + mark.length))?.[1]
    if (number !== undefined) return Math.max(1, Number(number))
  }
  return 1
}

/** Parts whose order says nothing come in one order, so that equal responses are equal; what is long is cut with a mark. */
function tidyResponse(response: string, { definition }: Activity): string {
  const text = response.normalize('NFC').trim()
  switch (definition?.interactionType) {
    case 'choice':
    case 'matching':
      return cut(inOrder(text))
    case 'true-false':
      return cut(text.toLowerCase())
    default:
      return cut(text)
  }
}

/** `b[,]a` -> `a[,]b`. */
export const inOrder = (response: string): string => response.split('[,]').sort().join('[,]')

export const cutMark = ' […]'

const cut = (text: string): string =>
  text.length <= keptMost.responseCharacters
    ? text
    : text.slice(0, keptMost.responseCharacters).toWellFormed() + cutMark

/** What this server's own statements say of a question whose course says nothing of it; its name tells no more. */
export const plainDescription = { en: 'A question of a lesson.', vi: 'Một câu hỏi trong bài.' }

const componentLists: readonly ComponentList[] = ['choices', 'scale', 'source', 'target', 'steps']

function definitionOf(
  { definition }: Activity,
  statement: Statement,
  courseId: string,
): QuestionDefinition | undefined {
  const { interactionType, name, description, correctResponsesPattern } = definition ?? {}
  const components = Object.fromEntries(
    componentLists.flatMap((list) => {
      const given = definition?.[list]
      return given && given.length > 0 ? [[list, given.map(shortComponent)]] : []
    }),
  )
  const known: QuestionDefinition = {
    ...itemOf(statement, courseId),
    ...(interactionType !== undefined && { type: interactionType }),
    ...(name && { name: shortTexts(name) }),
    ...(description && description.en !== plainDescription.en && { text: shortTexts(description) }),
    ...(correctResponsesPattern && {
      correctResponses: correctResponsesPattern.slice(0, 50).map(cut),
    }),
    ...(Object.keys(components).length > 0 && { components }),
  }
  if (Object.keys(known).length === 0) return undefined
  if (JSON.stringify(known).length <= keptMost.definitionCharacters) return known
  const { components: _, correctResponses: __, ...short } = known
  return short
}

const shortComponent = ({ id, description }: QuestionComponent): QuestionComponent => ({
  id,
  ...(description && { description: shortTexts(description) }),
})

const shortTexts = (texts: LanguageMap): LanguageMap =>
  Object.fromEntries(
    Object.entries(texts)
      .slice(0, 10)
      .map(([language, text]) => [language, cut(text)]),
  )

/** The item of the manifest above the question, by its identifier; else its parent, by its IRI, unless that is the course. */
function itemOf(
  statement: Statement,
  courseId: string,
): Pick<QuestionDefinition, 'item' | 'itemName'> {
  const prefix = `${courseId}/items/`
  const own = activitiesAbove(statement).find(
    ({ id }) => id.startsWith(prefix) && !/[?/]/.test(id.slice(prefix.length)),
  )
  if (own) {
    const segment = own.id.slice(prefix.length)
    return { item: percentDecoded(segment) ?? segment, ...nameOf(own) }
  }
  const parents = activitiesOf(statement.context?.contextActivities?.parent)
  const parent = parents.find(({ id }) => !id.startsWith(courseId))
  return parent ? { item: parent.id, ...nameOf(parent) } : {}
}

const nameOf = ({ definition }: Activity): Pick<QuestionDefinition, 'itemName'> =>
  definition?.name ? { itemName: shortTexts(definition.name) } : {}
